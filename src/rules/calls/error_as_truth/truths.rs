//! Which expressions of a function are tested as truth values, and whether the branch of a yes ends in an error anyway.

use rustc_hash::FxHashMap;

use crate::capi::functions::{Returns, facts_of};
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Stmt, StmtId, UnaryOp};
use crate::link::values::is_null;
use crate::link::{FuncRef, Project};

/// Deepest nesting of a test, and of a branch.
const MAX_NESTING: u32 = 32;

/// The expressions, each with whether a yes leaves the function as an error does.
#[derive(Debug, Default)]
pub(super) struct Truths(FxHashMap<ExprId, bool>);

impl Truths {
    /// Whether an expression is tested as a truth value; then, whether a yes leaves as an error.
    pub(super) fn of(&self, expr: ExprId) -> Option<bool> {
        self.0.get(&expr).copied()
    }
}

/// All tests of a function.
pub(super) fn truths(project: &Project, at: FuncRef) -> Truths {
    let facts = project.file(at.file);
    let mut out = Truths::default();
    let Some(body) = project.func(at).body else { return out };
    facts.ast.each_stmt(body, &mut |stmt| match facts.ast.stmt(stmt) {
        Stmt::If { test, then, other } => {
            let yes = is_error(project, at, facts, then, 0);
            let no = other.is_some_and(|other| is_error(project, at, facts, other, 0));
            add(facts, test, yes, no, &mut out, 0);
        }
        Stmt::While { test: Some(test), .. } | Stmt::For { test: Some(test), .. } => {
            add(facts, test, false, false, &mut out, 0);
        }
        _ => {}
    });
    facts.each_body_expr(body, &mut |id| match facts.ast.expr(id) {
        Expr::Unary { op: UnaryOp::Not, .. } | Expr::Binary { op: BinaryOp::And | BinaryOp::Or, .. } => {
            add(facts, id, false, false, &mut out, 0);
        }
        Expr::Conditional { test, .. } => add(facts, test, false, false, &mut out, 0),
        _ => {}
    });
    out
}

/// Adds a test with its parts; `yes`, `no`: what follows leaves as an error.
fn add(facts: &FileFacts, test: ExprId, yes: bool, no: bool, out: &mut Truths, depth: u32) {
    let ast = &facts.ast;
    let test = ast.strip_casts(test);
    if depth > MAX_NESTING {
        return;
    }
    match ast.expr(test) {
        Expr::Unary { op: UnaryOp::Not, arg } => add(facts, arg, no, yes, out, depth + 1),
        // What makes the whole true does; a yes of one side of `&&` may come to either branch.
        Expr::Binary { op: BinaryOp::Or, left, right } => {
            add(facts, left, yes, false, out, depth + 1);
            add(facts, right, yes, no, out, depth + 1);
        }
        Expr::Binary { op: BinaryOp::And, left, right } => {
            add(facts, left, yes && no, no, out, depth + 1);
            add(facts, right, yes, no, out, depth + 1);
        }
        Expr::Call { args, .. } if is_hint(facts, test) => {
            if let Some(&first) = ast.exprs(args).first() {
                add(facts, first, yes, no, out, depth + 1);
            }
        }
        // The statement is met before its parts: it knows what follows.
        _ => _ = out.0.entry(test).or_insert(yes),
    }
}

/// `likely(x)`, `__builtin_expect(x, 1)`.
fn is_hint(facts: &FileFacts, call: ExprId) -> bool {
    facts.ast.callee_name(call).is_some_and(|name| name.ends_with("likely") || name == "__builtin_expect")
}

/// Whether a branch ends by leaving as an error does: `return NULL`, `return -1`, `goto error`.
fn is_error(project: &Project, at: FuncRef, facts: &FileFacts, stmt: StmtId, depth: u32) -> bool {
    if depth > MAX_NESTING {
        return false;
    }
    match facts.ast.stmt(stmt) {
        Stmt::Block(list) => {
            facts.ast.stmts(list).last().is_some_and(|&last| is_error(project, at, facts, last, depth + 1))
        }
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
