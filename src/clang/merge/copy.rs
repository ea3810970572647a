//! Copies expressions and bodies from the arena of one file's facts into another's.

use std::collections::HashMap;

use crate::facts::{Ast, Expr, ExprId, FileFacts, Func, FuncId, Scope, Stmt, StmtId, Var, VarId};

/// Copies expressions of `from`.
pub(super) struct Copier<'a> {
    from: &'a FileFacts,
    /// Copies of the expressions below the one in hand: chains are long, and `a ?: b` holds one expression twice.
    copies: HashMap<ExprId, ExprId>,
}

impl<'a> Copier<'a> {
    pub(super) fn new(from: &'a FileFacts) -> Self {
        Copier { from, copies: HashMap::new() }
    }

    /// Copies an expression with all that is below it, operands first.
    pub(super) fn expr(&mut self, id: ExprId, to: &mut Ast) -> ExprId {
        let ast = &self.from.ast;
        self.copies.clear();
        let mut pending = vec![(id, false)];
        while let Some((id, ready)) = pending.pop() {
            if ready {
                let copy = self.one(id, to);
                self.copies.insert(id, copy);
            } else if !self.copies.contains_key(&id) {
                pending.push((id, true));
                let first = pending.len();
                ast.each_child(id, &mut |child| pending.push((child, false)));
                pending[first..].reverse();
            }
        }
        self.copies[&id]
    }

    /// Copies an expression whose operands are copied.
    fn one(&self, id: ExprId, to: &mut Ast) -> ExprId {
        let ast = &self.from.ast;
        let of = |id: ExprId| self.copies[&id];
        let list = |items, to: &mut Ast| {
            let items: Vec<ExprId> = ast.exprs(items).iter().map(|&item| of(item)).collect();
            to.add_exprs(&items)
        };
        let expr = match ast.expr(id) {
            Expr::Call { callee, args } => Expr::Call { callee: of(callee), args: list(args, to) },
            Expr::List(items) => Expr::List(list(items, to)),
            Expr::Member { base, field, arrow } => Expr::Member { base: of(base), field, arrow },
            Expr::Index { base, index } => Expr::Index { base: of(base), index: of(index) },
            Expr::Unary { op, arg } => Expr::Unary { op, arg: of(arg) },
            Expr::Step { arg, increment } => Expr::Step { arg: of(arg), increment },
            Expr::Assign { op, target, value } => Expr::Assign { op, target: of(target), value: of(value) },
            Expr::Binary { op, left, right } => Expr::Binary { op, left: of(left), right: of(right) },
            Expr::Conditional { test, then, other } => {
                Expr::Conditional { test: of(test), then: of(then), other: of(other) }
            }
            Expr::Cast { ty, arg } => Expr::Cast { ty, arg: of(arg) },
            Expr::SizeofExpr(arg) => Expr::SizeofExpr(of(arg)),
            Expr::Designated { field, value } => Expr::Designated { field, value: of(value) },
            Expr::Indexed { index, value } => Expr::Indexed { index: of(index), value: of(value) },
            Expr::Compound { ty, list } => Expr::Compound { ty, list: of(list) },
            Expr::Comma { left, right } => Expr::Comma { left: of(left), right: of(right) },
            leaf @ (Expr::Name(_) | Expr::Int(_) | Expr::Str(_) | Expr::SizeofType(_) | Expr::Opaque) => leaf,
        };
        let copy = to.add_expr(expr, ast.expr_span(id));
        if let Some(value) = ast.value(id) {
            to.set_value(copy, value);
        }
        copy
    }
}

/// Gives function `at` of `facts` the body and the locals of `seen`, a function of `exact`.
pub(super) fn body(facts: &mut FileFacts, at: usize, exact: &FileFacts, seen: &Func) {
    let Some(body) = seen.body else { return };
    let first = facts.vars.len() as u32;
    let shift = |var: VarId| VarId(first + var.0 - seen.locals.0);
    let mut copier = Copier::new(exact);
    let mut new: Vec<Var> = Vec::new();
    for var in &exact.vars[seen.locals.0 as usize..seen.locals.1 as usize] {
        let init = var.init.map(|init| copier.expr(init, &mut facts.ast));
        let dimension = var.dimension.map(|d| copier.expr(d, &mut facts.ast));
        new.push(Var { init, dimension, scope: Scope::Local(FuncId(at as u32)), ..var.clone() });
    }
    let body = stmt(&mut copier, body, &mut facts.ast, &shift);
    // The locals of the body that is replaced are no part of the function any more.
    let old = facts.funcs[at].locals;
    for var in &mut facts.vars[old.0 as usize..old.1 as usize] {
        var.cond = crate::facts::CondId::NEVER;
    }
    facts.vars.extend(new);
    let func = &mut facts.funcs[at];
    func.body = Some(body);
    func.params.clone_from(&seen.params);
    func.locals = (first, facts.vars.len() as u32);
}

/// Copies a statement, what is in it first: `else if` follows `else if`.
fn stmt(copier: &mut Copier<'_>, id: StmtId, to: &mut Ast, shift: &dyn Fn(VarId) -> VarId) -> StmtId {
    let ast = &copier.from.ast;
    let mut copies: HashMap<StmtId, StmtId> = HashMap::new();
    let mut pending = vec![(id, false)];
    while let Some((id, ready)) = pending.pop() {
        if ready {
            let copy = one_stmt(copier, id, to, shift, &|inner| copies[&inner]);
            copies.insert(id, copy);
        } else {
            pending.push((id, true));
            let first = pending.len();
            ast.each_inner(id, &mut |inner| pending.push((inner, false)));
            pending[first..].reverse();
        }
    }
    copies[&id]
}

fn one_stmt(
    copier: &mut Copier<'_>,
    id: StmtId,
    to: &mut Ast,
    shift: &dyn Fn(VarId) -> VarId,
    of: &dyn Fn(StmtId) -> StmtId,
) -> StmtId {
    let ast = &copier.from.ast;
    let all = |to: &mut Ast, list| {
        let items: Vec<StmtId> = ast.stmts(list).iter().map(|&item| of(item)).collect();
        to.add_stmts(&items)
    };
    let copy = match ast.stmt(id) {
        Stmt::Expr(e) => Stmt::Expr(copier.expr(e, to)),
        Stmt::Decl(var) => Stmt::Decl(shift(var)),
        Stmt::Block(list) => Stmt::Block(all(to, list)),
        Stmt::Try(list) => Stmt::Try(all(to, list)),
        Stmt::If { test, then, other } => {
            Stmt::If { test: copier.expr(test, to), then: of(then), other: other.map(of) }
        }
        Stmt::While { test, body, test_first } => {
            Stmt::While { test: test.map(|t| copier.expr(t, to)), body: of(body), test_first }
        }
        Stmt::For { init, test, step, body } => {
            let (test, step) = (test.map(|t| copier.expr(t, to)), step.map(|s| copier.expr(s, to)));
            Stmt::For { init: init.map(of), test, step, body: of(body) }
        }
        Stmt::Switch { value, body } => Stmt::Switch { value: copier.expr(value, to), body: of(body) },
        Stmt::Case { value, body } => Stmt::Case { value: value.map(|v| copier.expr(v, to)), body: all(to, body) },
        Stmt::Label { name, body } => Stmt::Label { name, body: body.map(of) },
        Stmt::Return(value) => Stmt::Return(value.map(|v| copier.expr(v, to))),
        leaf @ (Stmt::Goto(_) | Stmt::Break | Stmt::Continue | Stmt::Opaque) => leaf,
    };
    to.add_stmt(copy, ast.stmt_span(id))
}
