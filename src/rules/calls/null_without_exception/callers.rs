//! What the callers of a function do where it returns NULL: hand the failure on, or set an exception for it.

use crate::capi::exceptions::RAISES;
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Name, Stmt, StmtId, UnaryOp};
use crate::link::sites::CallSite;
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};

/// Whether some caller may set the exception itself.
pub(super) fn raise(project: &Project, at: FuncRef) -> bool {
    sites(project, at).any(|site| match null_branch(project, site) {
        Some((func, branch)) if !holds(project, func, branch, |stmt| matches!(stmt, Stmt::Goto(_))) => {
            raises(project.file(func.file), branch)
        }
        // Where it is handled is not seen.
        _ => site
            .func_ref()
            .is_some_and(|func| project.func(func).body.is_some_and(|b| raises(project.file(func.file), b))),
    })
}

/// Whether each caller returns NULL at once where the function does, and for an object.
pub(super) fn hand_null_on(project: &Project, at: FuncRef) -> bool {
    let mut any = false;
    let hands_on = |site: &CallSite| {
        let Some((func, branch)) = null_branch(project, site) else { return false };
        let null = |stmt: Stmt| matches!(stmt, Stmt::Return(Some(value)) if is_null(project, func.file, value));
        any = true;
        project.is_object_pointer(func.file, project.func(func).ret) && holds(project, func, branch, null)
    };
    sites(project, at).all(hands_on) && any
}

fn sites(project: &Project, at: FuncRef) -> impl Iterator<Item = &CallSite> {
    let name = project.func(at).name;
    project.sites.calls_of(&name).iter().filter(move |site| project.resolve_func(site.file, name).contains(&at))
}

/// The branch of a caller that is taken where a call returned NULL, with the caller.
fn null_branch(project: &Project, site: &CallSite) -> Option<(FuncRef, StmtId)> {
    let (func, facts) = (site.func_ref()?, project.file(site.file));
    let body = project.func(func).body?;
    let results = project.sites.results_of(site.file, site.expr);
    let start = facts.ast.expr_span(site.expr).start;
    let mut found: Option<(u32, StmtId)> = None;
    facts.ast.each_stmt(body, &mut |stmt| {
        let Stmt::If { test, then, other } = facts.ast.stmt(stmt) else { return };
        let span = facts.ast.stmt_span(stmt);
        if facts.ast.expr_span(test).end < start || found.is_some_and(|(at, _)| at <= span.start) {
            return;
        }
        let of = |e: ExprId| is_result(facts, e, site.expr, results.iter().map(|(name, _)| *name));
        let Some(null) = asks_for_null(project, facts, test, &of) else { return };
        if let Some(branch) = if null { Some(then) } else { other } {
            found = Some((span.start, branch));
        }
    });
    found.map(|(_, branch)| (func, branch))
}

fn is_result(facts: &FileFacts, e: ExprId, call: ExprId, mut names: impl Iterator<Item = Name>) -> bool {
    let e = facts.ast.strip_casts(e);
    match facts.ast.expr(e) {
        Expr::Name(name) => names.any(|known| known == name),
        Expr::Assign { value, .. } => facts.ast.strip_casts(value) == call,
        _ => e == call,
    }
}

/// Whether a test that asks a result for NULL is true where it is; None where it asks something else.
fn asks_for_null(project: &Project, facts: &FileFacts, test: ExprId, of: &dyn Fn(ExprId) -> bool) -> Option<bool> {
    let test = facts.ast.strip_casts(test);
    match facts.ast.expr(test) {
        _ if of(test) => Some(false),
        Expr::Unary { op: UnaryOp::Not, arg } if of(arg) => Some(true),
        Expr::Binary { op: op @ (BinaryOp::Equal | BinaryOp::NotEqual), left, right }
            if of(left) && is_null(project, facts.file, right) || of(right) && is_null(project, facts.file, left) =>
        {
            Some(op == BinaryOp::Equal)
        }
        _ => None,
    }
}

fn raises(facts: &FileFacts, stmt: StmtId) -> bool {
    let mut found = false;
    facts.each_body_expr(stmt, &mut |e| {
        found |= facts.ast.callee_name(e).is_some_and(|name| RAISES.contains(&name.as_str()))
    });
    found
}

fn holds(project: &Project, func: FuncRef, stmt: StmtId, is: impl Fn(Stmt) -> bool) -> bool {
    let ast = &project.file(func.file).ast;
    let mut found = false;
    ast.each_stmt(stmt, &mut |stmt| found |= is(ast.stmt(stmt)));
    found
}
