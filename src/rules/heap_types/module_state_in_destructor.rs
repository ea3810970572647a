//! HT003: a destructor that follows a pointer to module state which may be gone.
//! Longer than a rule should be because state is followed through functions that hand on a module and that return the state.

use crate::capi::roles::{self, Role};
use std::collections::BTreeSet;

use crate::facts::{Expr, ExprId, FileId, Name, Stmt};
use crate::finding::{Finding, Label};
use crate::link::sites::CallSite;
use crate::link::{FuncRef, Local, Project};
use crate::rules::{Context, HT003};

const ENDS: [&str; 3] = ["tp_dealloc", "tp_clear", "tp_finalize"];

/// Whether a call asks a type for its module, or for the state of it: NULL once the collector has cleared the type.
fn is_of_type(name: &str) -> bool {
    matches!(roles::of(name), Some(Role::TypeState | Role::TypeModule))
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = BTreeSet::new();
    for (file, call, at) in states(project) {
        let ends = !project.types_with_slot(at, &|s| ENDS.contains(&s)).is_empty();
        if !ends || !project.is_live(file, call) || !is_followed(project, call, at) || !seen.insert(at) {
            continue;
        }
        let func = project.func(at);
        let span = project.file(file).ast.expr_span(call);
        out.push(
            Finding::source(
                &HT003,
                format!("`{}` uses module state that may be gone", func.name),
                Label::new(file, span, "NULL once the type has been cleared"),
            )
            .symbol(func.name.as_str())
            .note("at interpreter shutdown the garbage collector may clear the type before its last instances are deallocated")
            .help("store the pointer in the object, or check it for NULL"),
        );
    }
}

/// The calls that give module state by way of a type: of CPython's functions, and of functions that return their result.
fn states(project: &Project) -> Vec<(FileId, ExprId, FuncRef)> {
    let mut out = Vec::new();
    let mut work: Vec<(FileId, ExprId, FuncRef)> = Vec::new();
    for name in roles::named(Role::TypeState).chain(roles::named(Role::TypeModule)) {
        let foreign = |s: &&CallSite| project.resolve_func(s.file, name.into()).is_empty();
        work.extend(
            project.sites.calls_of(name).iter().filter(foreign).filter_map(|s| Some((s.file, s.expr, s.func_ref()?))),
        );
    }
    for (site, index) in askers(project) {
        work.extend(
            site.func_ref().filter(|&at| from_type(project, at, site.expr, index)).map(|at| (site.file, site.expr, at)),
        );
    }
    // A function is gone through once, however many calls in it give the state.
    let mut passed = BTreeSet::new();
    while let Some((file, call, at)) = work.pop() {
        out.push((file, call, at));
        if !passed.contains(&at) && returns(project, at, call) {
            passed.insert(at);
            for caller in project.sites.calls_of(project.func(at).name.as_str()) {
                let known = project.resolve_func(caller.file, project.func(at).name).contains(&at);
                work.extend(caller.func_ref().filter(|_| known).map(|func| (caller.file, caller.expr, func)));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// The calls that ask a module for its state, with the place of the module among the arguments: of `PyModule_GetState`,
/// and of functions that hand their parameter on to it and return what it gives.
fn askers(project: &Project) -> Vec<(CallSite, usize)> {
    let mut out: Vec<(CallSite, usize)> =
        roles::named(Role::ModuleState).flat_map(|name| project.api_calls(name)).map(|call| (call.site, 0)).collect();
    let (mut next, mut passed) = (0, BTreeSet::new());
    while let Some(&(site, index)) = out.get(next) {
        next += 1;
        let Some(at) = site.func_ref() else { continue };
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
        let module = ast.exprs(args).get(index).map(|&a| ast.expr(ast.strip_casts(a)));
        let Some(Expr::Name(module)) = module else { continue };
        let Some(Local::Param(place)) = project.local(at, module) else { continue };
        if is_tested(project, at, module) || !returns(project, at, site.expr) || !passed.insert((at, place)) {
            continue;
        }
        let name = project.func(at).name;
        let known = |s: &&CallSite| project.resolve_func(s.file, name).contains(&at);
        out.extend(project.sites.calls_of(name.as_str()).iter().filter(known).map(|s| (*s, place)));
    }
    out
}

/// Whether a call gets, as argument `index`, a module that a type was asked for, and that nothing tests.
fn from_type(project: &Project, at: FuncRef, call: ExprId, index: usize) -> bool {
    let ast = &project.file(at.file).ast;
    let Expr::Call { args, .. } = ast.expr(call) else { return false };
    let Some(&module) = ast.exprs(args).get(index) else { return false };
    let asked = |e: ExprId| ast.callee_name(ast.strip_casts(e)).is_some_and(|n| is_of_type(&n));
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
