//! INIT016: a value that leaks where `PyModule_AddObject` fails.

use super::common::values::is_live;
use super::{Context, INIT016};
use crate::facts::{Expr, ExprId, Name, Stmt, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::calls::CallSite;
use crate::link::{FuncRef, Project};

/// What gives a reference up.
const RELEASES: &[&str] = &["Py_DECREF", "Py_XDECREF", "Py_CLEAR", "Py_DecRef", "Py_SETREF", "Py_XSETREF"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for site in project.sites.calls_of("PyModule_AddObject") {
        let Some(at) = site.func_ref().filter(|_| is_live(project, site.file, site.expr)) else { continue };
        let facts = project.file(site.file);
        let Expr::Call { args, .. } = facts.ast.expr(site.expr) else { continue };
        let &[_, name, value] = facts.ast.exprs(args) else { continue };
        let Some(leak) = leak(project, at, site, value) else { continue };
        let what = match facts.ast.expr(name) {
            Expr::Str(text) => format!(" `{text}`"),
            _ => String::new(),
        };
        let newer = if project.targets.min_python.0 >= 13 { "PyModule_Add" } else { "PyModule_AddObjectRef" };
        let label = Label::new(site.file, facts.ast.expr_span(site.expr), "takes the reference on success only");
        out.push(
            Finding::source(&INIT016, format!("reference{what} leaks when PyModule_AddObject fails"), label)
                .symbol(facts.func(at.id).name.as_str())
                .label(site.file, facts.ast.expr_span(value), leak)
                .help(format!("use {newer}, or release the value where the result is negative")),
        );
    }
}

/// What is wrong with the value, where it surely leaks.
fn leak(project: &Project, at: FuncRef, site: &CallSite, value: ExprId) -> Option<&'static str> {
    let ast = &project.file(at.file).ast;
    let stripped = ast.strip_casts(value);
    match ast.expr(stripped) {
        Expr::Call { .. } => {
            // A macro may be a variable, or give a borrowed reference.
            let callee = ast.callee_name(stripped)?;
            let new = callee.starts_with("Py") && project.defines_of(at.file, callee).is_empty();
            new.then_some("nobody has a name for it")
        }
        Expr::Name(name) => {
            let lasts = is_static(name) || holds_static(project, at, name) || is_readied(project, at, name);
            let known = !lasts && !released(project, at, name) && owned(project, at, name);
            known.then_some(if is_checked(project, at, site) { "never released in this function" } else { "the result is not looked at" })
        }
        Expr::Unary { op: UnaryOp::AddressOf, .. } => None,
        _ => None,
    }
}

/// Whether the function owns what the name holds, for the call to take: it made it, or took a reference of it.
fn owned(project: &Project, at: FuncRef, name: Name) -> bool {
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
fn is_static(name: Name) -> bool {
    name.starts_with("PyExc_") || matches!(name.as_str(), "Py_None" | "Py_True" | "Py_False" | "Py_Ellipsis")
}

/// Whether all that a local ever gets are such objects: `value ? Py_True : Py_False`.
fn holds_static(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let named = |e: ExprId| ast.referred_name(e).is_some_and(is_static);
    let fixed = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
        Expr::Conditional { then, other, .. } => named(then) && named(other),
        _ => named(e),
    };
    let mut given = project.sites.assignments_to(name).iter().filter(|a| a.file == at.file && a.func == Some(at.id));
    let first = given.next();
    first.is_some_and(|a| fixed(a.value)) && given.all(|a| fixed(a.value))
}

/// Whether a local means a static type, by another name or not: the function makes it ready, and it is never freed.
fn is_readied(project: &Project, at: FuncRef, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let here = |func: Option<crate::facts::FuncId>, file| file == at.file && func == Some(at.id);
    let given = project.sites.assignments_to(name).iter().filter(|a| here(a.func, a.file));
    let mut names: Vec<Name> = given.filter_map(|a| ast.referred_name(ast.strip_casts(a.value))).collect();
    names.push(name);
    project.sites.calls_of("PyType_Ready").iter().filter(|s| here(s.func, s.file)).any(|site| match ast.expr(site.expr) {
        Expr::Call { args, .. } => ast.exprs(args).iter().any(|&a| ast.referred_name(a).is_some_and(|n| names.contains(&n))),
        _ => false,
    })
}

fn is_address(facts: &crate::facts::FileFacts, e: ExprId) -> bool {
    matches!(facts.ast.expr(facts.ast.strip_casts(e)), Expr::Unary { op: UnaryOp::AddressOf, .. })
}

/// Whether an expression surely is a new reference.
fn is_new(facts: &crate::facts::FileFacts, e: ExprId) -> bool {
    const MAKERS: &[&str] = &[
        "PyErr_NewException", "PyType_From", "PyStructSequence_NewType", "PyLong_From", "PyUnicode_From", "PyFloat_From",
        "PyBytes_From", "PyDict_New", "PyList_New", "PyTuple_New", "PyTuple_Pack", "PyCapsule_New", "Py_BuildValue", "Py_NewRef",
        "PyObject_Call", "PyImport_ImportModule",
    ];
    let callee = facts.ast.callee_name(facts.ast.strip_casts(e));
    callee.is_some_and(|n| MAKERS.iter().any(|maker| n.starts_with(maker)))
}

/// Whether the function gives up a reference of what the name holds, or hands it to a function of the project.
fn released(project: &Project, at: FuncRef, name: Name) -> bool {
    project.sites.calls_with(name).iter().any(|site| {
        let callee = project.file(site.file).ast.callee_name(site.expr);
        let release = |n: Name| RELEASES.contains(&n.as_str()) || !project.resolve_func(at.file, n).is_empty();
        site.file == at.file && site.func == Some(at.id) && callee.is_some_and(release)
    })
}

/// Whether the result of the call is more than thrown away.
fn is_checked(project: &Project, at: FuncRef, site: &CallSite) -> bool {
    let facts = project.file(at.file);
    let mut dropped = false;
    if let Some(body) = facts.func(at.id).body {
        facts.ast.each_stmt(body, &mut |stmt| {
            dropped |= matches!(facts.ast.stmt(stmt), Stmt::Expr(e) if facts.ast.strip_casts(e) == site.expr);
        });
    }
    !dropped
}
