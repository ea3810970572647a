//! What a function does with a value that it hands to `PyModule_AddObject`: owns it, releases it, keeps it for good.

use crate::facts::{Expr, ExprId, Name, Stmt, UnaryOp};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Project};

/// What gives a reference up.
const RELEASES: &[&str] = &["Py_DECREF", "Py_XDECREF", "Py_CLEAR", "Py_DecRef", "Py_SETREF", "Py_XSETREF"];

/// Whether the function owns what the name holds, for the call to take: it made it, or took a reference of it.
pub(super) fn owned(project: &Project, at: FuncRef, name: Name) -> bool {
    let facts = project.file(at.file);
    let Some(body) = facts.func(at.id).body else { return false };
    let is_name = |e: ExprId| facts.ast.referred_name(e).is_some_and(|n| n == name);
    let mut owned = false;
    facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
        Expr::Call { args, .. } => {
            let takes = facts.ast.callee_name(e).is_some_and(|n| n == "Py_INCREF" || n == "Py_XINCREF");
            owned |= takes && facts.ast.exprs(args).first().is_some_and(|&a| is_name(a) && !is_address(facts, a));
        }
        Expr::Assign { op: None, target, value } if is_name(target) => owned |= is_new(facts, value),
        _ => {}
    });
    facts.ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Decl(var) = facts.ast.stmt(stmt)
            && let Some(init) = facts.var(var).init
        {
            owned |= facts.var(var).name == name && is_new(facts, init);
        }
    });
    owned
}

/// Whether a name means an object of CPython that is never freed.
pub(super) fn is_static(name: Name) -> bool {
    name.starts_with("PyExc_") || matches!(name.as_str(), "Py_None" | "Py_True" | "Py_False" | "Py_Ellipsis")
}

/// Whether all that a local ever gets are such objects: `value ? Py_True : Py_False`.
pub(super) fn holds_static(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let named = |e: ExprId| ast.referred_name(e).is_some_and(is_static);
    let fixed = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
        Expr::Conditional { then, other, .. } => named(then) && named(other),
        _ => named(e),
    };
    let mut given = project.sites.assignments_in(at, name);
    let first = given.next();
    first.is_some_and(|a| fixed(a.value)) && given.all(|a| fixed(a.value))
}

/// Whether a local means a static type, by another name or not: the function makes it ready, and it is never freed.
pub(super) fn is_readied(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let here = |func: Option<crate::facts::FuncId>, file| file == at.file && func == Some(at.id);
    let given = project.sites.assignments_to(name).iter().filter(|a| here(a.func, a.file));
    let mut names: Vec<Name> = given.filter_map(|a| ast.referred_name(ast.strip_casts(a.value))).collect();
    names.push(name);
    project.sites.calls_of("PyType_Ready").iter().filter(|s| here(s.func, s.file)).any(|site| {
        match ast.expr(site.expr) {
            Expr::Call { args, .. } => {
                ast.exprs(args).iter().any(|&a| ast.referred_name(a).is_some_and(|n| names.contains(&n)))
            }
            _ => false,
        }
    })
}

fn is_address(facts: &crate::facts::FileFacts, e: ExprId) -> bool {
    matches!(facts.ast.expr(facts.ast.strip_casts(e)), Expr::Unary { op: UnaryOp::AddressOf, .. })
}

/// Whether an expression surely is a new reference.
fn is_new(facts: &crate::facts::FileFacts, e: ExprId) -> bool {
    const MAKERS: &[&str] = &[
        "PyErr_NewException",
        "PyType_From",
        "PyStructSequence_NewType",
        "PyLong_From",
        "PyUnicode_From",
        "PyFloat_From",
        "PyBytes_From",
        "PyDict_New",
        "PyList_New",
        "PyTuple_New",
        "PyTuple_Pack",
        "PyCapsule_New",
        "Py_BuildValue",
        "Py_NewRef",
        "PyObject_Call",
        "PyImport_ImportModule",
    ];
    let callee = facts.ast.callee_name(facts.ast.strip_casts(e));
    callee.is_some_and(|n| MAKERS.iter().any(|maker| n.starts_with(maker)))
}

/// Whether the function gives up a reference of what the name holds, or hands it to a function of the project.
pub(super) fn released(project: &Project, at: FuncRef, name: Name) -> bool {
    project.sites.calls_with(name).iter().any(|site| {
        let callee = project.file(site.file).ast.callee_name(site.expr);
        let release = |n: Name| RELEASES.contains(&n.as_str()) || !project.resolve_func(at.file, n).is_empty();
        site.file == at.file && site.func == Some(at.id) && callee.is_some_and(release)
    })
}

/// Whether the result of the call is more than thrown away.
pub(super) fn is_checked(project: &Project, at: FuncRef, site: &CallSite) -> bool {
    let facts = project.file(at.file);
    let mut dropped = false;
    if let Some(body) = facts.func(at.id).body {
        facts.ast.each_stmt(body, &mut |stmt| {
            dropped |= matches!(facts.ast.stmt(stmt), Stmt::Expr(e) if facts.ast.strip_casts(e) == site.expr);
        });
    }
    !dropped
}
