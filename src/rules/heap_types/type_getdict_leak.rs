//! HT015: the new reference that PyType_GetDict returns is never given back.

use crate::facts::{Expr, Stmt};
use crate::finding::{Finding, Label};
use crate::link::{Local, Project};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, HT015};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for site in project.sites.calls_of("PyType_GetDict") {
        let facts = project.file(site.file);
        let ast = &facts.ast;
        let span = ast.expr_span(site.expr);
        let live = facts.conds.live(facts.conds.at_span(span), &project.targets);
        let versions = live.and(HT015.pythons(&project.targets));
        let Some(at) = site.func_ref().filter(|_| !versions.is_empty()) else { continue };
        // A function of the project with this name gives what it gives.
        if !project.funcs_named("PyType_GetDict".into()).is_empty() || !kept(project, at, site.expr) {
            continue;
        }
        let message = on_versions(project, "the dict from PyType_GetDict is never released".to_owned(), versions);
        out.push(
            Finding::source(&HT015, message, Label::new(site.file, span, "a new reference"))
                .symbol(project.func(at).name.as_str())
                .help("Py_DECREF it after use"),
        );
    }
}

/// Whether the result goes into one local that is neither released, returned, stored nor handed on to steal.
fn kept(project: &Project, at: crate::link::FuncRef, call: crate::facts::ExprId) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let holders = project.sites.results.get(&(at.file, call)).map_or(&[][..], Vec::as_slice);
    let Some(body) = project.func(at).body else { return false };
    let [(name, _)] = holders else { return read_at_once(project, at, call) };
    if !matches!(project.local(at, *name), Some(Local::Var(_))) {
        return false;
    }
    let is = |e: crate::facts::ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == *name);
    let mut gone = false;
    facts.each_body_expr(body, &mut |e| match ast.expr(e) {
        Expr::Call { args, .. } => {
            let reads = ast.callee_name(e).is_some_and(|n| {
                n.starts_with("PyDict_")
                    || n.starts_with("PyMapping_")
                    || n.starts_with("PyObject_Get")
                    || n == "Py_SIZE"
            });
            gone |= !reads && ast.exprs(args).iter().any(|&a| is(a));
        }
        Expr::Assign { target, value, .. } => gone |= is(value) || (is(target) && ast.strip_casts(value) != call),
        Expr::Unary { op: crate::facts::UnaryOp::AddressOf, arg } => gone |= is(arg),
        Expr::Conditional { then, other, .. } => gone |= is(then) || is(other),
        _ => {}
    });
    ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::Return(Some(value)) => gone |= is(value),
        Stmt::Decl(var) => gone |= facts.var(var).init.is_some_and(is),
        _ => {}
    });
    !gone
}

/// Whether the result has no name and goes to a function that only reads it.
fn read_at_once(project: &Project, at: crate::link::FuncRef, call: crate::facts::ExprId) -> bool {
    let facts = project.file(at.file);
    let (ast, mut found) = (&facts.ast, false);
    if let Some(body) = project.func(at).body {
        facts.each_body_expr(body, &mut |e| {
            if let Expr::Call { args, .. } = ast.expr(e) {
                let reads = ast.callee_name(e).is_some_and(|n| n.starts_with("PyDict_") || n.starts_with("PyMapping_"));
                found |= reads && ast.exprs(args).iter().any(|&a| ast.strip_casts(a) == call);
            }
        });
    }
    found
}
