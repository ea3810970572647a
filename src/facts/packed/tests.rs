//! What is kept comes back as it was.

use super::*;

fn exprs() -> Vec<Expr> {
    let (one, two, three) = (ExprId(7), ExprId(8), ExprId(u32::MAX - 1));
    let (name, ty) = (Name::from("spam"), CType::plain("eggs"));
    let args = ExprList { start: u32::MAX - 5, len: 5 };
    let mut all = vec![
        Expr::Name(name),
        Expr::Int(u64::MAX - 1),
        Expr::Int(3),
        Expr::Str(Name::from("")),
        Expr::Call { callee: one, args },
        Expr::Call { callee: three, args: ExprList { start: 4, len: (1 << 24) - 1 } },
        Expr::Call { callee: two, args: ExprList { start: 4, len: 1 << 24 } },
        Expr::Index { base: one, index: three },
        Expr::Conditional { test: one, then: two, other: three },
        Expr::Cast { ty, arg: three },
        Expr::SizeofType(CType { pointers: 2, ..ty }),
        Expr::SizeofExpr(three),
        Expr::List(args),
        Expr::Designated { field: name, value: three },
        Expr::Indexed { index: one, value: two },
        Expr::Compound { ty, list: two },
        Expr::Comma { left: two, right: one },
        Expr::Opaque,
    ];
    for flag in [false, true] {
        all.push(Expr::Member { base: one, field: name, arrow: flag });
        all.push(Expr::Step { arg: two, increment: flag });
    }
    all.extend(UNARY.iter().map(|&op| Expr::Unary { op, arg: three }));
    all.extend(BINARY.iter().map(|&op| Expr::Binary { op, left: one, right: two }));
    let ops = BINARY.iter().map(|&op| Some(op)).chain([None]);
    all.extend(ops.map(|op| Expr::Assign { op, target: one, value: two }));
    all
}

fn stmts() -> Vec<Stmt> {
    let (test, body, list) = (ExprId(3), StmtId(4), StmtList { start: 9, len: 2 });
    let mut all = vec![
        Stmt::Expr(test),
        Stmt::Decl(VarId(5)),
        Stmt::Block(list),
        Stmt::Switch { value: test, body },
        Stmt::Goto(Name::from("done")),
        Stmt::Break,
        Stmt::Continue,
        Stmt::Try(list),
        Stmt::Opaque,
    ];
    for (expr, stmt) in [(None, None), (Some(test), None), (None, Some(body)), (Some(test), Some(body))] {
        all.push(Stmt::If { test, then: body, other: stmt });
        all.push(Stmt::While { test: expr, body, test_first: stmt.is_some() });
        all.push(Stmt::For { init: stmt, test: expr, step: None, body });
        all.push(Stmt::For { init: None, test: None, step: expr, body });
        all.push(Stmt::Case { value: expr, body: list });
        all.push(Stmt::Label { name: Name::from("done"), body: stmt });
        all.push(Stmt::Return(expr));
    }
    all
}

#[test]
fn what_is_kept_comes_back() {
    let mut store = Store::default();
    let exprs: Vec<(ExprId, Expr)> = exprs().into_iter().map(|expr| (store.add_expr(expr), expr)).collect();
    let stmts: Vec<(StmtId, Stmt)> = stmts().into_iter().map(|stmt| (store.add_stmt(stmt), stmt)).collect();
    store.shrink();
    exprs.iter().for_each(|&(id, expr)| assert_eq!(store.expr(id), expr));
    stmts.iter().for_each(|&(id, stmt)| assert_eq!(store.stmt(id), stmt));
}

#[test]
fn operators_stand_where_their_number_says() {
    UNARY.iter().enumerate().for_each(|(i, &op)| assert_eq!(op as usize, i));
    BINARY.iter().enumerate().for_each(|(i, &op)| assert_eq!(op as usize, i));
}

#[test]
fn what_is_taken_back_leaves_the_rest() {
    let mut store = Store::default();
    let (kept, mark) = (store.add_expr(Expr::Name(Name::from("spam"))), store.mark());
    let gone = store.add_expr(Expr::Conditional { test: kept, then: kept, other: kept });
    store.rewind(mark);
    let again = store.add_expr(Expr::Conditional { test: kept, then: gone, other: kept });
    assert_eq!(gone, again);
    assert_eq!(store.expr(again), Expr::Conditional { test: kept, then: gone, other: kept });
    assert_eq!(store.expr(kept), Expr::Name(Name::from("spam")));
}
