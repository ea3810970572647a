//! HT003: a destructor that follows a pointer to module state which may be gone.

use crate::capi::roles::{self, Role};
use std::collections::BTreeSet;

use crate::facts::{Expr, ExprId, FileId, Name, Stmt};
use crate::finding::{Finding, Label};
use crate::link::values::is_live;
use crate::link::{FuncRef, Local, Project};
use crate::rules::{Context, HT003};

const ENDS: [&str; 3] = ["tp_dealloc", "tp_clear", "tp_finalize"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = BTreeSet::new();
    for (file, call, at) in states(project) {
        let ends = !project.types_with_slot(at, &|s| ENDS.contains(&s)).is_empty();
        if !ends || !is_live(project, file, call) || !is_followed(project, call, at) || !seen.insert(at) {
            continue;
        }
        let func = project.func(at);
        let span = project.file(file).ast.expr_span(call);
        out.push(
            Finding::source(
                &HT003,
                format!("`{}` uses module state that may be gone", func.name),
                Label::new(file, span, "NULL once the type's module is cleared"),
            )
            .symbol(func.name.as_str())
            .note("at interpreter shutdown the collector may have cleared the type before its last instances")
            .help("keep the pointer in the object, or test for NULL"),
        );
    }
}

/// The calls that give module state by way of a type: of CPython's functions, and of functions that return their result.
fn states(project: &Project) -> Vec<(FileId, ExprId, FuncRef)> {
    let mut out = Vec::new();
    // NULL once the collector has cleared the type.
    let of_type = roles::named(Role::TypeState).chain(roles::named(Role::TypeModule));
    for name in of_type.chain(roles::named(Role::ModuleState)) {
        for site in project.sites.calls_of(name) {
            let Some(at) = site.func_ref().filter(|_| project.resolve_func(site.file, name.into()).is_empty()) else {
                continue;
            };
            if roles::is(name, Role::ModuleState) && !from_type(project, at, site.expr) {
                continue;
            }
            out.push((site.file, site.expr, at));
            if returns(project, at, site.expr) {
                for caller in project.sites.calls_of(project.func(at).name.as_str()) {
                    let known = project.resolve_func(caller.file, project.func(at).name).contains(&at);
                    out.extend(caller.func_ref().filter(|_| known).map(|func| (caller.file, caller.expr, func)));
                }
            }
        }
    }
    out.sort_unstable();
    out
}

/// Whether `PyModule_GetState` gets a module that a type was asked for, and that nothing tests.
fn from_type(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let Expr::Call { args, .. } = ast.expr(call) else { return false };
    let Some(&module) = ast.exprs(args).first() else { return false };
    let asked = |e: ExprId| {
        ast.callee_name(ast.strip_casts(e))
            .is_some_and(|n| matches!(roles::of(&n), Some(Role::TypeState | Role::TypeModule)))
    };
    match ast.expr(ast.strip_casts(module)) {
        Expr::Name(name) if matches!(project.local(at, name), Some(Local::Var(_))) => {
            let mut given = project.sites.assignments_in(at, name).peekable();
            given.peek().is_some() && given.all(|a| asked(a.value)) && !is_tested(project, at, name)
        }
        _ => asked(module),
    }
}

/// The one local that gets the result of a call.
fn holder(project: &Project, at: FuncRef, call: ExprId) -> Option<Name> {
    match project.sites.results_of(at.file, call) {
        [(name, site)] if site.target.is_none_or(|_| project.local(at, *name).is_some()) => Some(*name),
        _ => None,
    }
}

/// Whether a function returns what a call gives, untested.
fn returns(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let kept = holder(project, at, call);
    if kept.is_some_and(|name| is_tested(project, at, name)) {
        return false;
    }
    let mut found = false;
    if let Some(body) = project.func(at).body {
        ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Return(Some(value)) = ast.stmt(stmt) {
                let value = ast.strip_casts(value);
                found |= value == call || matches!(ast.expr(value), Expr::Name(n) if Some(n) == kept);
            }
        });
    }
    found
}

/// Whether a function follows the pointer that a call gives, and compares it with nothing.
fn is_followed(project: &Project, call: ExprId, at: FuncRef) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let Some(body) = project.func(at).body else { return false };
    let kept = holder(project, at, call);
    let mut used = false;
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Member { base, arrow: true, .. } = ast.expr(e) {
            let base = ast.strip_casts(base);
            used |= base == call || matches!(ast.expr(base), Expr::Name(n) if Some(n) == kept);
        }
    });
    used && !kept.is_some_and(|name| is_tested(project, at, name))
}

/// Whether a name is a part of some test.
fn is_tested(project: &Project, at: FuncRef, name: Name) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let Some(body) = project.func(at).body else { return false };
    let mut tested = false;
    let mut look = |test: ExprId| {
        ast.each_expr(test, &mut |e| tested |= matches!(ast.expr(e), Expr::Name(n) if n == name));
    };
    ast.each_stmt(body, &mut |stmt| match ast.stmt(stmt) {
        Stmt::If { test, .. } | Stmt::While { test: Some(test), .. } => look(test),
        _ => {}
    });
    facts.each_body_expr(body, &mut |e| {
        if let Expr::Conditional { test, .. } = ast.expr(e) {
            look(test);
        }
    });
    tested
}
