//! Questions whether an object is of a type that refers to no others: `PyUnicode_Check(v)`, `Py_IS_TYPE(v, &PyLong_Type)`,
//! `Py_TYPE(v) == &PyLong_Type`, `v == Py_None`. Which path the answer opens is not said here.

use crate::capi::objects;
use crate::facts::{Ast, BinaryOp, Expr, ExprId};

/// What a call asks about, where it asks that.
pub(crate) fn by_call(ast: &Ast, call: ExprId) -> Option<ExprId> {
    let (name, Expr::Call { args, .. }) = (ast.callee_name(call)?, ast.expr(call)) else { return None };
    let args = ast.exprs(args);
    let asks = match args.get(1) {
        Some(&of) if objects::compares_type(&name) => is_type(ast, of),
        _ => objects::checked_by(&name).is_some_and(|of| of.acyclic),
    };
    args.first().copied().filter(|_| asks)
}

/// What a comparison asks about, where it asks that, and whether a yes makes it true.
pub(crate) fn by_comparison(ast: &Ast, op: BinaryOp, left: ExprId, right: ExprId) -> Option<(ExprId, bool)> {
    let positive = match op {
        BinaryOp::Equal => true,
        BinaryOp::NotEqual => false,
        _ => return None,
    };
    let one_way = |object: ExprId, of: ExprId| {
        let (object, of) = (ast.strip_casts(object), ast.strip_casts(of));
        if matches!(ast.expr(of), Expr::Name(name) if objects::is_constant(&name)) {
            return Some(object);
        }
        let (name, Expr::Call { args, .. }) = (ast.callee_name(object)?, ast.expr(object)) else { return None };
        ast.exprs(args).first().copied().filter(|_| name == "Py_TYPE" && is_type(ast, of))
    };
    let found = one_way(left, right).or_else(|| one_way(right, left))?;
    Some((found, positive))
}

/// Whether an expression is the address of a type whose objects refer to no others.
fn is_type(ast: &Ast, of: ExprId) -> bool {
    ast.referred_name(of).and_then(|name| objects::type_of(&name)).is_some_and(|of| of.acyclic)
}
