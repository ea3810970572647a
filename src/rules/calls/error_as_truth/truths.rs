//! Which expressions of a function are tested as truth values, and whether the branch of a yes ends in an error anyway.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::capi::functions::{Returns, facts_of};
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Stmt, StmtId, UnaryOp};
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};

/// The expressions, each with whether a yes leaves the function as an error does.
#[derive(Debug, Default)]
pub(super) struct Truths {
    yes: FxHashMap<ExprId, bool>,
    /// The tests that were taken apart.
    seen: FxHashSet<ExprId>,
}

impl Truths {
    /// Whether an expression is tested as a truth value; then, whether a yes leaves as an error.
    pub(super) fn of(&self, expr: ExprId) -> Option<bool> {
        self.yes.get(&expr).copied()
    }
}

/// All tests of a function.
pub(super) fn truths(project: &Project, at: FuncRef) -> Truths {
    let facts = project.file(at.file);
    let mut out = Truths::default();
    let Some(body) = project.func(at).body else { return out };
    facts.ast.each_stmt(body, &mut |stmt| match facts.ast.stmt(stmt) {
        Stmt::If { test, then, other } => {
            let yes = is_error(project, at, facts, then);
            let no = other.is_some_and(|other| is_error(project, at, facts, other));
            add(facts, test, yes, no, &mut out);
        }
        Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } => {
            add(facts, test, false, false, &mut out);
        }
        _ => {}
    });
    facts.each_body_expr(body, &mut |id| match facts.ast.expr(id) {
        Expr::Unary { op: UnaryOp::Not, .. } | Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => {
            add(facts, id, false, false, &mut out);
        }
        Expr::Conditional { test, .. } => add(facts, test, false, false, &mut out),
        _ => {}
    });
    out
}

/// Adds a test with its parts; `yes`, `no`: what follows leaves as an error.
fn add(facts: &FileFacts, test: ExprId, yes: bool, no: bool, out: &mut Truths) {
    let ast = &facts.ast;
    let mut open = vec![(test, yes, no)];
    while let Some((test, yes, no)) = open.pop() {
        let test = ast.strip_casts(test);
        // The statement is met before its parts: it knows what follows.
        if !out.seen.insert(test) {
            continue;
        }
        match ast.expr(test) {
            Expr::Unary { op: UnaryOp::Not, arg } => open.push((arg, no, yes)),
            // What makes the whole true does; a yes of one side of `&&` may come to either branch.
            Expr::Binary { op: BinaryOp::Or, left, right } => open.extend([(left, yes, false), (right, yes, no)]),
            Expr::Binary { op: BinaryOp::And, left, right } => open.extend([(left, yes && no, no), (right, yes, no)]),
            Expr::Call { args, .. } if is_hint(facts, test) => {
                open.extend(ast.exprs(args).first().map(|&first| (first, yes, no)));
            }
            _ => _ = out.yes.insert(test, yes),
        }
    }
}

/// `likely(x)`, `__builtin_expect(x, 1)`.
fn is_hint(facts: &FileFacts, call: ExprId) -> bool {
    facts.ast.callee_name(call).is_some_and(|name| name.ends_with("likely") || name == "__builtin_expect")
}

/// Whether a branch ends by leaving as an error does: `return NULL`, `return -1`, `goto error`.
fn is_error(project: &Project, at: FuncRef, facts: &FileFacts, stmt: StmtId) -> bool {
    let mut last = stmt;
    while let Stmt::Block(list) = facts.ast.stmt(last) {
        let Some(&inner) = facts.ast.stmts(list).last() else { return false };
        last = inner;
    }
    match facts.ast.stmt(last) {
        Stmt::Goto(_) => true,
        Stmt::Return(Some(value)) => {
            let pointer = project.func(at).ret.pointers > 0;
            let value = facts.ast.strip_casts(value);
            match facts.ast.expr(value) {
                Expr::Unary { op: UnaryOp::Negate, .. } => true,
                // A function that sets an exception, and gives NULL.
                Expr::Call { .. } => {
                    let name = facts.ast.callee_name(value);
                    name.and_then(|name| facts_of(&name)).is_some_and(|f| f.returns == Some(Returns::Null))
                }
                _ => pointer && is_null(project, at.file, value),
            }
        }
        _ => false,
    }
}
