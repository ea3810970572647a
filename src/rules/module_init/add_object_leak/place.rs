//! How a call of `PyModule_AddObject` stands in its function.

use crate::capi::functions::facts_of;
use crate::facts::{Ast, BinaryOp, Expr, ExprId, Name, Stmt, StmtId, UnaryOp};
use crate::link::{FuncRef, Project};

/// The statement that a call stands in, and the one before it in the same block.
pub(super) struct Surroundings {
    pub(super) before: Option<StmtId>,
    pub(super) stmt: StmtId,
}

pub(super) fn place(project: &Project, at: FuncRef, call: ExprId) -> Option<Surroundings> {
    let ast = &project.file(at.file).ast;
    let mut found = None;
    let holds = |stmt: StmtId| {
        let mut holds = false;
        ast.stmt_exprs(stmt, &mut |e| ast.each_expr(e, &mut |inner| holds |= inner == call));
        holds
    };
    ast.each_stmt(project.func(at).body?, &mut |block| {
        let Stmt::Block(list) = ast.stmt(block) else { return };
        let mut before = None;
        for &stmt in ast.stmts(list) {
            if holds(stmt) {
                found = Some(Surroundings { before, stmt });
            }
            before = Some(stmt);
        }
    });
    found
}

pub(super) fn is_incref(project: &Project, at: FuncRef, stmt: StmtId, name: Name) -> bool {
    let ast = &project.file(at.file).ast;
    let Stmt::Expr(e) = ast.stmt(stmt) else { return false };
    let Expr::Call { args, .. } = ast.expr(e) else { return false };
    let takes = ast.callee_name(e).is_some_and(|n| facts_of(n.as_str()).is_some_and(|f| f.takes.has(1)));
    takes && matches!(ast.exprs(args), &[arg] if matches!(ast.expr(ast.strip_casts(arg)), Expr::Name(n) if n == name))
}

/// Whether a statement takes a reference to what is in a place: `Py_INCREF(*exc);`.
pub(super) fn counts(project: &Project, at: FuncRef, stmt: StmtId, object: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let Stmt::Expr(e) = ast.stmt(stmt) else { return false };
    let Expr::Call { args, .. } = ast.expr(e) else { return false };
    let takes = ast.callee_name(e).is_some_and(|n| facts_of(n.as_str()).is_some_and(|f| f.takes.has(1)));
    takes && matches!(ast.exprs(args), &[arg] if is_same(ast, arg, object))
}

/// Whether two expressions are one place, as they are written: `st->error`, `errors[i]`, `*exc`.
fn is_same(ast: &Ast, left: ExprId, right: ExprId) -> bool {
    let mut open = vec![(left, right)];
    while let Some((left, right)) = open.pop() {
        let same = match (ast.expr(ast.strip_casts(left)), ast.expr(ast.strip_casts(right))) {
            (Expr::Name(a), Expr::Name(b)) => a == b,
            (Expr::Int(a), Expr::Int(b)) => a == b,
            (Expr::Unary { op: UnaryOp::Deref, arg: a }, Expr::Unary { op: UnaryOp::Deref, arg: b }) => {
                open.push((a, b));
                true
            }
            (Expr::Member { base: a, field: x, .. }, Expr::Member { base: b, field: y, .. }) => {
                open.push((a, b));
                x == y
            }
            (Expr::Index { base: a, index: x }, Expr::Index { base: b, index: y }) => {
                open.extend([(a, b), (x, y)]);
                true
            }
            // `get_state(module)->error`.
            (Expr::Call { callee: f, args: a }, Expr::Call { callee: g, args: b }) => {
                let (a, b) = (ast.exprs(a), ast.exprs(b));
                open.push((f, g));
                open.extend(a.iter().copied().zip(b.iter().copied()));
                a.len() == b.len()
            }
            _ => false,
        };
        if !same {
            return false;
        }
    }
    true
}

/// Whether a name is used behind a place of the function.
pub(super) fn mentioned_behind(project: &Project, at: FuncRef, name: Name, end: u32) -> bool {
    let facts = project.file(at.file);
    let mut behind = false;
    if let Some(body) = project.func(at).body {
        facts.each_body_expr(body, &mut |e| {
            behind |= matches!(facts.ast.expr(e), Expr::Name(n) if n == name) && facts.ast.expr_span(e).start >= end;
        });
    }
    behind
}

/// Whether a test holds just where the call failed: `call < 0`, `call`, `call != 0`, `call == -1`.
pub(super) fn fails(project: &Project, at: FuncRef, test: ExprId, call: ExprId) -> bool {
    let ast = &project.file(at.file).ast;
    let test = ast.strip_casts(test);
    let is_minus_one = |e: ExprId| match ast.expr(e) {
        Expr::Unary { op: UnaryOp::Negate, arg } => matches!(ast.expr(arg), Expr::Int(1)),
        _ => false,
    };
    match ast.expr(test) {
        _ if test == call => true,
        Expr::Binary { op: BinaryOp::Less | BinaryOp::NotEqual, left, right } => {
            left == call && matches!(ast.expr(right), Expr::Int(0))
        }
        Expr::Binary { op: BinaryOp::Equal, left, right } => left == call && is_minus_one(right),
        _ => false,
    }
}

/// The blanks before a statement of a function that is laid out evenly.
pub(super) fn indent(project: &Project, at: FuncRef, stmt: StmtId) -> String {
    let ast = &project.file(at.file).ast;
    let (span, mut depth) = (ast.stmt_span(stmt), 0);
    if let Some(body) = project.func(at).body {
        ast.each_stmt(body, &mut |outer| {
            depth += usize::from(matches!(ast.stmt(outer), Stmt::Block(_)) && ast.stmt_span(outer).contains(span));
        });
    }
    project.func(at).indent.repeat(depth.max(1))
}
