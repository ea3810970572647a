//! Copies expressions and bodies from the arena of one file's facts into another's.

use crate::facts::{Ast, Expr, ExprId, FileFacts, Func, FuncId, Scope, Stmt, StmtId, Var, VarId};

/// Copies expressions of `from`.
pub(super) struct Copier<'a> {
    from: &'a FileFacts,
}

impl<'a> Copier<'a> {
    pub(super) fn new(from: &'a FileFacts) -> Self {
        Copier { from }
    }

    /// Copies an expression with all that is below it.
    pub(super) fn expr(&mut self, id: ExprId, to: &mut Ast) -> ExprId {
        let ast = &self.from.ast;
        let mut list = |this: &mut Self, items| {
            let items: Vec<ExprId> = ast.exprs(items).iter().map(|&item| this.expr(item, to)).collect();
            to.add_exprs(&items)
        };
        let expr = match ast.expr(id) {
            Expr::Call { callee, args } => {
                let args = list(self, args);
                Expr::Call { callee: self.expr(callee, to), args }
            }
            Expr::List(items) => Expr::List(list(self, items)),
            Expr::Member { base, field, arrow } => Expr::Member { base: self.expr(base, to), field, arrow },
            Expr::Index { base, index } => Expr::Index { base: self.expr(base, to), index: self.expr(index, to) },
            Expr::Unary { op, arg } => Expr::Unary { op, arg: self.expr(arg, to) },
            Expr::Step { arg, increment } => Expr::Step { arg: self.expr(arg, to), increment },
            Expr::Assign { op, target, value } => {
                Expr::Assign { op, target: self.expr(target, to), value: self.expr(value, to) }
            }
            Expr::Binary { op, left, right } => {
                Expr::Binary { op, left: self.expr(left, to), right: self.expr(right, to) }
            }
            Expr::Conditional { test, then, other } => {
                Expr::Conditional { test: self.expr(test, to), then: self.expr(then, to), other: self.expr(other, to) }
            }
            Expr::Cast { ty, arg } => Expr::Cast { ty, arg: self.expr(arg, to) },
            Expr::SizeofExpr(arg) => Expr::SizeofExpr(self.expr(arg, to)),
            Expr::Designated { field, value } => Expr::Designated { field, value: self.expr(value, to) },
            Expr::Indexed { index, value } => {
                Expr::Indexed { index: self.expr(index, to), value: self.expr(value, to) }
            }
            Expr::Compound { ty, list } => Expr::Compound { ty, list: self.expr(list, to) },
            Expr::Comma { left, right } => Expr::Comma { left: self.expr(left, to), right: self.expr(right, to) },
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

fn stmt(copier: &mut Copier<'_>, id: StmtId, to: &mut Ast, shift: &dyn Fn(VarId) -> VarId) -> StmtId {
    let ast = &copier.from.ast;
    let span = ast.stmt_span(id);
    let all = |copier: &mut Copier<'_>, to: &mut Ast, list| {
        let items: Vec<StmtId> = ast.stmts(list).iter().map(|&item| stmt(copier, item, to, shift)).collect();
        to.add_stmts(&items)
    };
    let copy = match ast.stmt(id) {
        Stmt::Expr(e) => Stmt::Expr(copier.expr(e, to)),
        Stmt::Decl(var) => Stmt::Decl(shift(var)),
        Stmt::Block(list) => Stmt::Block(all(copier, to, list)),
        Stmt::Try(list) => Stmt::Try(all(copier, to, list)),
        Stmt::If { test, then, other } => {
            let (test, then) = (copier.expr(test, to), stmt(copier, then, to, shift));
            Stmt::If { test, then, other: other.map(|o| stmt(copier, o, to, shift)) }
        }
        Stmt::While { test, body, test_first } => {
            let test = test.map(|t| copier.expr(t, to));
            Stmt::While { test, body: stmt(copier, body, to, shift), test_first }
        }
        Stmt::For { init, test, step, body } => {
            let init = init.map(|i| stmt(copier, i, to, shift));
            let (test, step) = (test.map(|t| copier.expr(t, to)), step.map(|s| copier.expr(s, to)));
            Stmt::For { init, test, step, body: stmt(copier, body, to, shift) }
        }
        Stmt::Switch { value, body } => {
            Stmt::Switch { value: copier.expr(value, to), body: stmt(copier, body, to, shift) }
        }
        Stmt::Case { value, body } => {
            let value = value.map(|v| copier.expr(v, to));
            Stmt::Case { value, body: all(copier, to, body) }
        }
        Stmt::Label { name, body } => Stmt::Label { name, body: body.map(|b| stmt(copier, b, to, shift)) },
        Stmt::Return(value) => Stmt::Return(value.map(|v| copier.expr(v, to))),
        leaf @ (Stmt::Goto(_) | Stmt::Break | Stmt::Continue | Stmt::Opaque) => leaf,
    };
    to.add_stmt(copy, span)
}
