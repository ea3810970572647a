//! What `tp_repr` and `tp_str` functions forget: to ask whether a text of the object is being made already, and to leave only
//! what they entered.

use super::{is_guarded, loops};
use crate::capi::reenters;
use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Expr, FileFacts, Stmt, StmtId};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::REF008;
use crate::rules::common::api::is_generated;

/// A function that leaves what it did not enter: where `Py_ReprEnter` finds the object, another call is at work on it.
pub(super) fn left(project: &Project, at: FuncRef) -> Option<Finding> {
    let (facts, body) = (project.file(at.file), project.func(at).body?);
    let ast = &facts.ast;
    let call_of = |role: Role| {
        let mut found = None;
        facts.each_body_expr(body, &mut |e| {
            if found.is_none() && ast.callee_name(e).is_some_and(|name| roles::is(&name, role)) {
                found = Some(e);
            }
        });
        found
    };
    let (enter, leave) = (call_of(Role::ReprEnter)?, call_of(Role::ReprLeave)?);
    let place = ast.expr_span(leave);
    let [(status, _)] = project.sites.results_of(at.file, enter) else { return None };
    let mut goes_on = false;
    ast.each_stmt(body, &mut |stmt| {
        let Stmt::If { test, then, .. } = ast.stmt(stmt) else { return };
        let asked = matches!(ast.expr(ast.strip_casts(test)), Expr::Name(name) if name == *status)
            || matches!(ast.expr(ast.strip_casts(test)), Expr::Binary { op: BinaryOp::NotEqual, left, right }
                if ast.referred_name(left) == Some(*status) && matches!(ast.expr(right), Expr::Int(0)));
        goes_on |= asked && !ends(facts, then) && ast.stmt_span(stmt).end <= place.start;
    });
    goes_on.then_some(())?;
    let func = project.func(at);
    let message = format!("`{}` calls `Py_ReprLeave` also where `Py_ReprEnter` found the object", func.name);
    let label = Label::new(at.file, place, "also where this call did not enter");
    Some(
        Finding::source(&REF008, message, label)
            .symbol(func.name.as_str())
            .label(at.file, ast.expr_span(enter), "not 0 where another call is at work on the object")
            .note("the call that is at work on it loses its guard, and the next one goes on without end")
            .help("call `Py_ReprLeave` only where `Py_ReprEnter` returned 0"),
    )
}

/// Whether a branch leaves the function, or jumps, on each way through it.
fn ends(facts: &FileFacts, stmt: StmtId) -> bool {
    match facts.ast.stmt(stmt) {
        Stmt::Block(list) => facts.ast.stmts(list).last().is_some_and(|&last| ends(facts, last)),
        Stmt::If { then, other: Some(other), .. } => ends(facts, then) && ends(facts, other),
        stmt => matches!(stmt, Stmt::Return(_) | Stmt::Goto(_)),
    }
}

/// A function that makes a text of each item of an object.
pub(super) fn text(project: &Project, at: FuncRef) -> Option<Finding> {
    let (facts, func) = (project.file(at.file), project.func(at));
    let (ast, body) = (&facts.ast, func.body?);
    let loops = loops(facts, func.body);
    let mut item = None;
    facts.each_body_expr(body, &mut |e| {
        let Expr::Call { args, .. } = ast.expr(e) else { return };
        let span = ast.expr_span(e);
        let Some(name) = ast.callee_name(e).filter(|_| loops.iter().any(|l| l.contains(span))) else { return };
        let args = ast.exprs(args);
        let format = |at: usize| match ast.expr(*args.get(at)?) {
            Expr::Str(text) => Some(text.as_str()),
            _ => None,
        };
        let texts = roles::is(&name, Role::Text)
            || reenters::lookup(&name).is_some_and(|row| {
                row.of == reenters::Of::Format && !row.arguments(&name, args.len(), format).is_empty()
            });
        if texts && item.is_none() {
            item = Some((name, span));
        }
    });
    let (name, span) = item?;
    if is_guarded(project, at) || is_generated(project, at.file) {
        return None;
    }
    let message = format!(
        "`{}` calls `{name}` on each item, and does not ask whether it is at work on the object already",
        func.name
    );
    let label = Label::new(at.file, span, "an item may be the object itself");
    Some(
        Finding::source(&REF008, message, label)
            .symbol(func.name.as_str())
            .note(
                "the text of an object that contains itself ends in RecursionError, where lists and dicts print `...`",
            )
            .help("put the loop between `Py_ReprEnter` and `Py_ReprLeave`"),
    )
}
