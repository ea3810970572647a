//! Whether a function comes to an expression whenever it is called: nothing but the failures of its own calls is tested
//! before.

use crate::capi::functions::facts_of;
use crate::facts::{BinaryOp, Expr, ExprId, FileFacts, Name, Stmt, StmtId, UnaryOp};
use crate::link::macros::words::words;
use crate::link::{FuncRef, Project};

/// Whether each call of a function computes an expression of it, where the CPython functions that it calls before succeed.
pub(super) fn always(project: &Project, at: FuncRef, wanted: ExprId) -> bool {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let mut open: Vec<StmtId> = project.func(at).body.into_iter().collect();
    while let Some(stmt) = open.pop() {
        let (root, goes_on) = match ast.stmt(stmt) {
            Stmt::Block(list) => {
                open.extend(ast.stmts(list).iter().rev());
                continue;
            }
            Stmt::Decl(var) => (facts.var(var).init, true),
            Stmt::Expr(e) => (Some(e), true),
            Stmt::Return(value) => (value, false),
            Stmt::If { test, then, other } => {
                (Some(test), other.is_none() && is_failure(project, facts, test) && leaves(facts, then))
            }
            Stmt::Switch { value, .. } => (Some(value), false),
            Stmt::While { test, test_first: true, .. } => (test, false),
            Stmt::Opaque => (None, true),
            _ => (None, false),
        };
        if root.is_some_and(|root| computes(facts, root, wanted)) {
            return true;
        }
        if !goes_on {
            return false;
        }
    }
    false
}

/// Whether an expression always computes one inside of it.
fn computes(facts: &FileFacts, root: ExprId, wanted: ExprId) -> bool {
    let ast = &facts.ast;
    let mut open = vec![root];
    while let Some(e) = open.pop() {
        if e == wanted {
            return true;
        }
        match ast.expr(e) {
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or, left, .. } => open.push(left),
            Expr::Conditional { test, .. } => open.push(test),
            Expr::SizeofExpr(_) => {}
            _ => ast.each_child(e, &mut |child| open.push(child)),
        }
    }
    false
}

/// Whether a test is true just where a function of CPython failed: `!PyTuple_New(3)`, `(x = f()) == NULL`, `f() < 0`.
fn is_failure(project: &Project, facts: &FileFacts, test: ExprId) -> bool {
    let ast = &facts.ast;
    let result = match ast.expr(ast.strip_casts(test)) {
        Expr::Unary { op: UnaryOp::Not, arg } => arg,
        Expr::Binary { op: BinaryOp::Equal | BinaryOp::Less, left, .. } => left,
        _ => return false,
    };
    let result = match ast.expr(ast.strip_casts(result)) {
        Expr::Assign { op: None, value, .. } => ast.strip_casts(value),
        _ => ast.strip_casts(result),
    };
    let known = |name: Name| facts_of(name.as_str()).is_some();
    ast.callee_name(result).is_some_and(|name| {
        // `#define Text_FromUTF8(s) PyUnicode_FromString(s)`.
        let defines = project.defines_of(facts.file, name);
        known(name) || defines.iter().any(|(file, define)| words(project, *file, define).into_iter().any(known))
    })
}

fn leaves(facts: &FileFacts, stmt: StmtId) -> bool {
    let ast = &facts.ast;
    match ast.stmt(stmt) {
        Stmt::Return(_) | Stmt::Goto(_) => true,
        Stmt::Block(list) => {
            matches!(ast.stmts(list).last().map(|&s| ast.stmt(s)), Some(Stmt::Return(_) | Stmt::Goto(_)))
        }
        _ => false,
    }
}
