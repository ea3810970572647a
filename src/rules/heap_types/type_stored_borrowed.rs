//! HT013: the reference that the creation of a type gives is kept by two, or by nobody.

mod made;

use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Span, Stmt};
use crate::finding::{Finding, Label};
use crate::link::FuncRef;
use crate::link::sites::CallSite;
use crate::link::types::TypeKind;
use crate::link::values::is_live;
use crate::rules::{Context, HT013};
use made::{Made, Readers};

/// Calls beside those of [`crate::link::types::Creation`] that make a type.
const MAKERS: [&str; 3] = ["PyErr_NewException", "PyErr_NewExceptionWithDoc", "PyStructSequence_NewType"];
const TAKES: [&str; 5] = ["Py_INCREF", "Py_XINCREF", "Py_NewRef", "Py_XNewRef", "Py_IncRef"];
/// Functions that leave the caller's reference alone.
const LEAVES: [&str; 6] =
    ["PyType_", "PyObject_SetAttr", "PyObject_GetAttr", "PyObject_HasAttr", "PyDict_SetItem", "PyErr_"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let (mut sites, mut made): (Vec<CallSite>, Vec<Made<'_>>) = (Vec::new(), Vec::new());
    for (_, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        sites.extend(object.creations.iter().map(|c| CallSite { file: c.file, func: c.func, expr: c.call }));
    }
    sites.extend(MAKERS.iter().flat_map(|name| project.sites.calls_of(name)).copied());
    sites.sort_unstable_by_key(|s| (s.file, s.expr));
    sites.dedup_by_key(|s| (s.file, s.expr));
    for site in sites.into_iter().filter(|s| is_live(project, s.file, s.expr)) {
        let ast = &project.file(site.file).ast;
        // A wrapper may keep the type itself.
        let direct = ast.callee_name(site.expr).is_some_and(|n| {
            n.starts_with("Py")
                && project.resolve_func(site.file, n).is_empty()
                && project.defines_of(site.file, n).is_empty()
        });
        if let Some(id) = site.func.filter(|_| direct) {
            made.push(Made::follow(project, site, id));
        }
    }
    let readers = Readers::of(project, &made);
    out.extend(made.iter().filter_map(|made| finding(made, &readers)));
}

fn finding(made: &Made<'_>, readers: &Readers) -> Option<Finding> {
    let (facts, ast) = (made.facts, &made.facts.ast);
    let (mut stolen, mut added, mut taken, mut gone, mut held) = (None, None, false, false, false);
    let body = facts.func(made.at.id).body?;
    let failing = failing(facts, made.at);
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { args, .. } = ast.expr(e) else { return };
        let args = ast.exprs(args);
        let Some(index) = args.iter().position(|&a| made.is_type(a)) else { return };
        let name = ast.callee_name(e).map_or("", |n| n.as_str());
        match name {
            "PyModule_AddObject" if index == 2 => stolen = stolen.or(Some(e)),
            "PyModule_AddObjectRef" if index == 2 => added = added.or(Some(e)),
            "PyModule_AddType" if index == 1 => added = added.or(Some(e)),
            _ if TAKES.contains(&name) => taken = true,
            // A subclass holds its base, and leaves the caller's reference alone.
            _ if MAKERS.contains(&name) || name.starts_with("PyType_From") => held = true,
            _ if LEAVES.iter().any(|prefix| name.starts_with(prefix)) => {}
            // Given up, or handed to somebody who may keep it; what happens after a failure is another matter.
            _ if failing.iter().any(|span| span.contains(ast.expr_span(e))) => {}
            "Py_DECREF" | "Py_XDECREF" | "Py_CLEAR" => gone = true,
            _ => (gone, held) = (true, true),
        }
    });
    ast.each_stmt(body, &mut |stmt| {
        gone |= matches!(ast.stmt(stmt), Stmt::Return(Some(value)) if made.is_type(value));
    });
    let symbol = facts.func(made.at.id).name.as_str();
    let span = |e: ExprId| ast.expr_span(e);
    let held = taken || held || added.is_some();
    if let (Some(add), Some(&(place, at)), false) = (stolen, made.kept.first(), held) {
        if !made.is_read_elsewhere(place, readers) {
            return None;
        }
        let message = format!("`{place}` keeps a type without a reference of its own");
        let label = Label::new(made.at.file, at, "the reference of the creation is stored here");
        return Some(
            Finding::source(&HT013, message, label)
                .symbol(symbol)
                .label(made.at.file, span(add), "and given away here: PyModule_AddObject takes it")
                .note("when Python code deletes or replaces the attribute of the module, the type is freed while C code uses it")
                .help("call Py_INCREF before, or use PyModule_AddObjectRef (Python 3.10)"),
        );
    }
    let add = added.filter(|_| made.kept.is_empty() && !taken && !gone && stolen.is_none())?;
    let message = "the reference that the creation of the type gives is never released".to_owned();
    let callee = ast.callee_name(add)?;
    Some(
        Finding::source(&HT013, message, Label::new(made.at.file, span(made.call), "a new reference"))
            .symbol(symbol)
            .label(made.at.file, span(add), format!("{callee} takes one of its own"))
            .help("call Py_DECREF after it, or use PyModule_Add (Python 3.13)"),
    )
}

/// Branches that leave the function, or jump out of its way: where something failed.
fn failing(facts: &FileFacts, at: FuncRef) -> Vec<Span> {
    let mut out = Vec::new();
    let Some(body) = facts.func(at.id).body else { return out };
    facts.ast.each_stmt(body, &mut |stmt| {
        let Stmt::If { test, then, .. } = facts.ast.stmt(stmt) else { return };
        let zero = |e: ExprId| matches!(facts.ast.expr(e), Expr::Int(0));
        let succeeded = match facts.ast.expr(test) {
            Expr::Binary { op: BinaryOp::Equal, right, .. } => zero(right),
            Expr::Binary { op, .. } => !matches!(op, BinaryOp::Less | BinaryOp::NotEqual | BinaryOp::Or),
            _ => false,
        };
        if succeeded {
            return;
        }
        let last = match facts.ast.stmt(then) {
            Stmt::Block(list) => facts.ast.stmts(list).last().copied(),
            _ => Some(then),
        };
        if last.is_some_and(|s| matches!(facts.ast.stmt(s), Stmt::Return(_) | Stmt::Goto(_))) {
            out.push(facts.ast.stmt_span(then));
        }
    });
    out
}
