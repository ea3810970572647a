//! Conversions to a number that return -1 for an error, and for -1: an error is assumed without a look at the exception.

use crate::capi::functions::facts_of;
use crate::capi::plain::{self, Plain};
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Name, Span, Stmt, StmtId, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::values::is_null;
use crate::link::view::Call;
use crate::link::{FuncRef, Project};
use crate::rules::CALL004;
use crate::rules::common::api::is_generated;

pub(super) fn check(project: &Project, out: &mut Vec<Finding>) {
    for name in plain::named(Plain::AnyNumber) {
        for call in project.api_calls(name) {
            let at = call.site.func_ref().filter(|at| !call.live().is_empty() && !is_generated(project, at.file));
            out.extend(at.and_then(|at| one(project, name, &call, at)));
        }
    }
}

fn one(project: &Project, name: &str, call: &Call<'_>, at: FuncRef) -> Option<Finding> {
    let (facts, func) = (call.facts(), project.func(at));
    let body = func.body?;
    let [(var, _)] = project.sites.results_of(call.site.file, call.site.expr) else { return None };
    let pointer = project.is_object_pointer(at.file, func.ret);
    if !pointer && !is_status(facts, func.ret.base, body) {
        return None;
    }
    let (test, end) = tested(project, facts, body, *var, call, pointer)?;
    let null = if pointer { "NULL" } else { "-1" };
    let message =
        format!("`{}` returns {null} without an exception where `{name}` returns -1 for the number -1", func.name);
    Some(
        Finding::source(&CALL004, message, Label::new(at.file, end, "no exception is set for the number -1"))
            .label(at.file, call.span(), "returns -1 for an error, and for -1")
            .label(at.file, test, "this alone does not tell the two apart")
            .symbol(func.name.as_str())
            .note("the interpreter raises SystemError")
            .help("ask `PyErr_Occurred()` as well where the result is -1"),
    )
}

/// The first test of the variable behind the call that asks for -1 alone, with the return for an error that it guards.
fn tested(
    project: &Project,
    facts: &FileFacts,
    body: StmtId,
    var: Name,
    call: &Call<'_>,
    pointer: bool,
) -> Option<(Span, Span)> {
    let ast = &facts.ast;
    let start = call.span().end;
    let mut first: Option<(Span, Option<Span>)> = None;
    ast.each_stmt(body, &mut |stmt| {
        let (test, then) = match ast.stmt(stmt) {
            Stmt::If { test, then, .. } => (test, Some(then)),
            Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } => (test, None),
            _ => return,
        };
        let span = ast.expr_span(test);
        let mut names = false;
        ast.each_expr(test, &mut |e| names |= matches!(ast.expr(e), Expr::Name(name) if name == var));
        if span.start < start || !names || first.is_some_and(|(known, _)| known.start <= span.start) {
            return;
        }
        let end = then
            .filter(|_| asks_for_minus_one(facts, test, var))
            .and_then(|then| plain_return(project, facts, then, pointer));
        first = Some((span, end));
    });
    first.and_then(|(test, end)| Some((test, end?)))
}

fn asks_for_minus_one(facts: &FileFacts, test: ExprId, var: Name) -> bool {
    let ast = &facts.ast;
    let Expr::Binary { op: BinaryOp::Equal, left, right } = ast.expr(ast.strip_casts(test)) else { return false };
    matches!(ast.expr(ast.strip_casts(left)), Expr::Name(name) if name == var) && is_minus_one(facts, right)
}

fn is_minus_one(facts: &FileFacts, e: ExprId) -> bool {
    let ast = &facts.ast;
    match ast.expr(ast.strip_casts(e)) {
        Expr::Unary { op: UnaryOp::Negate, arg } => matches!(ast.expr(arg), Expr::Int(1)),
        _ => false,
    }
}

/// A branch that releases at most, and returns what stands for an error.
fn plain_return(project: &Project, facts: &FileFacts, stmt: StmtId, pointer: bool) -> Option<Span> {
    let ast = &facts.ast;
    let list = match ast.stmt(stmt) {
        Stmt::Block(list) => ast.stmts(list).to_vec(),
        _ => vec![stmt],
    };
    let (&last, before) = list.split_last()?;
    let releases = |&stmt: &StmtId| match ast.stmt(stmt) {
        Stmt::Expr(e) => ast
            .callee_name(e)
            .and_then(|name| facts_of(&name))
            .is_some_and(|f| f.releases().has(1) || f.memory.frees.is_some()),
        _ => false,
    };
    let Stmt::Return(Some(value)) = ast.stmt(last) else { return None };
    let error = if pointer { is_null(project, facts.file, value) } else { is_minus_one(facts, value) };
    (error && before.iter().all(releases)).then(|| ast.stmt_span(last))
}

/// Whether a function returns 0 or -1: its -1 stands for an error.
fn is_status(facts: &FileFacts, ret: Name, body: StmtId) -> bool {
    let ast = &facts.ast;
    let (mut zero, mut other) = (false, false);
    ast.each_stmt(body, &mut |stmt| {
        if let Stmt::Return(value) = ast.stmt(stmt) {
            match value.map(|value| ast.expr(ast.strip_casts(value))) {
                Some(Expr::Int(0)) => zero = true,
                _ if value.is_some_and(|value| is_minus_one(facts, value)) => {}
                _ => other = true,
            }
        }
    });
    ret == "int" && zero && !other
}
