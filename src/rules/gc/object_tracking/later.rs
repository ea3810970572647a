//! Objects that their factory hands out untracked: whether someone tracks them later, and who forgets to.

use rustc_hash::FxHashSet;

use crate::capi::roles;
use crate::facts::{Expr, ExprId, FileId, Name, Record, Span, Stmt};
use crate::link::flow::factories::Factory;
use crate::link::flow::lifecycle::Of;
use crate::link::{CutKind, FuncRef, Local, Project};

/// So many functions may hand an object on, and so many locals, parameters and fields hold it.
const MAX_HANDS: usize = 4;

/// A call that gets an untracked object and returns it as it is.
pub(super) struct Made {
    pub(super) func: FuncRef,
    pub(super) maker: Name,
    pub(super) call: Span,
    pub(super) local: Name,
    pub(super) returned: Span,
}

/// Whether something tracks an object of the struct of the factory's types, or one that comes from the factory.
pub(super) fn is_tracked_later(project: &Project, factory: &Factory) -> bool {
    let own = own_structs(project, factory);
    let makers = returners(project, factory.func);
    roles::tracking().flat_map(|n| project.sites.calls_of(n)).any(|site| {
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
        let (Some(&arg), Some(at)) = (ast.exprs(args).first(), site.func_ref()) else { return false };
        match struct_of(project, at, arg) {
            Some(of) => own.contains(&of),
            // An object without a struct of its own: by where it comes from.
            None => at != factory.func && comes_from(project, (at, arg), &makers, &own, 0),
        }
    })
}

/// A function that nothing else of the project calls and that returns, untracked, what the factory made.
pub(super) fn forgotten(project: &Project, factory: &Factory) -> Option<Made> {
    let maker = project.func(factory.func).name;
    let of = Of { id: factory.types.first().copied(), heap: None, gc: Some(true), python: project.targets.max_python };
    project.sites.calls_of(maker.as_str()).iter().find_map(|site| {
        let func = site.func_ref()?;
        let last = project.sites.calls_of(project.func(func).name.as_str()).is_empty();
        if !last || func == factory.func || !project.resolve_func(site.file, maker).contains(&factory.func) {
            return None;
        }
        let ast = &project.file(site.file).ast;
        let call = ast.expr_span(site.expr);
        let [(local, _)] = project.sites.results_of(site.file, site.expr) else { return None };
        project.local(func, *local)?;
        let outcome = project.lifecycle_of_made(func, *local, of, Some(maker));
        let mut handed = outcome
            .exits
            .iter()
            .filter(|(state, _, own)| *own && !state.lost && state.allocated == Some(call))
            .peekable();
        let (state, returned, _) = handed.peek()?;
        // What is stored, another function may find and track.
        let plain = !outcome.unknown && !state.stored;
        let returned = *returned;
        let untracked = handed.all(|(state, ..)| state.tracked == Some(false));
        (plain && untracked).then_some(Made { func, maker, call, local: *local, returned })
    })
}

fn own_structs(project: &Project, factory: &Factory) -> Vec<(FileId, Span)> {
    let records = factory.types.iter().filter_map(|&id| project.instance_record(id));
    records.map(|(file, record)| (file, record.span)).collect()
}

/// The struct that an expression points to; None for an object of which only the header is said.
fn struct_of(project: &Project, at: FuncRef, e: ExprId) -> Option<(FileId, Span)> {
    let ast = &project.file(at.file).ast;
    let of = |e| project.record_at(at.file, Some(at), e, 0);
    let (file, record) = of(ast.strip_casts(e)).filter(|(_, r)| !is_header(r)).or(of(e))?;
    (!is_header(record)).then_some((file, record.span))
}

/// Whether a struct is the header of every object.
fn is_header(record: &Record) -> bool {
    record.fields.iter().any(|f| f.name == "ob_type")
}

/// The functions that return what a function returns.
fn returners(project: &Project, func: FuncRef) -> FxHashSet<FuncRef> {
    let mut out = FxHashSet::from_iter([func]);
    let mut pending = vec![(func, 0)];
    while let Some((func, depth)) = pending.pop() {
        let name = project.func(func).name;
        for site in project.sites.calls_of(name.as_str()) {
            let Some(at) = site.func_ref().filter(|at| !out.contains(at)) else { continue };
            if project.resolve_func(site.file, name).contains(&func) && returns(project, at, site.expr) {
                out.insert(at);
                if depth < MAX_HANDS {
                    pending.push((at, depth + 1));
                } else {
                    project.cuts.add(CutKind::Calls, at.file, project.func(at).name_span);
                }
            }
        }
    }
    out
}

/// Whether a function returns the result of a call in it.
fn returns(project: &Project, at: FuncRef, call: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let locals = project.sites.results_of(at.file, call);
    let Some(body) = project.func(at).body else { return false };
    let mut found = false;
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Return(Some(value)) = ast.stmt(stmt) {
            let value = ast.strip_casts(value);
            found |= value == call
                || matches!(ast.expr(value), Expr::Name(name) if locals.iter().any(|(local, _)| *local == name));
        }
    });
    found
}

/// Whether a value may be an object that one of `makers` returned, or one of the structs `own`.
fn comes_from(
    project: &Project,
    (at, e): (FuncRef, ExprId),
    makers: &FxHashSet<FuncRef>,
    own: &[(FileId, Span)],
    depth: usize,
) -> bool {
    let ast = &project.file(at.file).ast;
    let e = ast.strip_casts(e);
    if depth > MAX_HANDS {
        project.cuts.add(CutKind::Values, at.file, ast.expr_span(e));
        return true;
    }
    let is = |at: FuncRef, e: ExprId| match struct_of(project, at, e) {
        Some(of) => own.contains(&of),
        None => comes_from(project, (at, e), makers, own, depth + 1),
    };
    match ast.expr(e) {
        Expr::Call { .. } => {
            let callee = ast.callee_name(e);
            callee.is_some_and(|name| project.resolve_func(at.file, name).iter().any(|f| makers.contains(f)))
        }
        Expr::Name(name) => match project.local(at, name) {
            Some(Local::Param(i)) => project.sites.calls_of(project.func(at).name.as_str()).iter().any(|site| {
                let ast = &project.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { return false };
                let arg = ast.exprs(args).get(i).copied();
                arg.zip(site.func_ref()).is_some_and(|(arg, at)| is(at, arg))
            }),
            _ => project.sites.assignments_in(at, name).any(|site| is(at, site.value)),
        },
        Expr::Member { field, .. } => project.sites.assignments_to(field).iter().any(|site| {
            let at = site.func.map(|id| FuncRef { file: site.file, id });
            at.is_some_and(|at| is(at, site.value))
        }),
        _ => false,
    }
}
