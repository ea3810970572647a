//! Walks over expressions and statements, without a stack of calls: code is as deep as its author likes.

use smallvec::SmallVec;

use super::{Ast, Expr, ExprId, FileFacts, Stmt, StmtId};

/// What waits for its turn in a walk: room for what most code has, without an allocation.
type Pending<T> = SmallVec<[T; 32]>;

impl Ast {
    /// How many expressions `id` and what is below it are; `most` where they are as many or more.
    pub fn count(&self, id: ExprId, most: usize) -> usize {
        let (mut pending, mut count) = (Pending::from_slice(&[id]), 0);
        while let Some(id) = pending.pop().filter(|_| count < most) {
            count += 1;
            self.children(id, |child| pending.push(child));
        }
        count
    }

    /// Calls `f` with `id` and every expression below it, parents first, in source order.
    pub fn each_expr(&self, id: ExprId, f: &mut dyn FnMut(ExprId)) {
        let mut pending = Pending::new();
        let mut next = Some(id);
        while let Some(id) = next {
            f(id);
            let first = pending.len();
            self.children(id, |child| pending.push(child));
            pending[first..].reverse();
            next = pending.pop();
        }
    }

    /// Calls `f` with the direct operands of `id`, in source order.
    pub fn each_child(&self, id: ExprId, f: &mut dyn FnMut(ExprId)) {
        self.children(id, f);
    }

    #[inline]
    fn children(&self, id: ExprId, mut f: impl FnMut(ExprId)) {
        match self.expr(id) {
            Expr::Name(_) | Expr::Int(_) | Expr::Str(_) | Expr::SizeofType(_) | Expr::Opaque => {}
            Expr::Call { callee, args } => {
                f(callee);
                self.exprs(args).iter().for_each(|&a| f(a));
            }
            Expr::List(items) => self.exprs(items).iter().for_each(|&a| f(a)),
            Expr::Member { base: arg, .. }
            | Expr::Unary { arg, .. }
            | Expr::Step { arg, .. }
            | Expr::Cast { arg, .. }
            | Expr::SizeofExpr(arg)
            | Expr::Designated { value: arg, .. }
            | Expr::Compound { list: arg, .. } => f(arg),
            Expr::Index { base: left, index: right }
            | Expr::Assign { target: left, value: right, .. }
            | Expr::Binary { left, right, .. }
            | Expr::Indexed { index: left, value: right }
            | Expr::Comma { left, right } => {
                f(left);
                f(right);
            }
            Expr::Conditional { test, then, other } => {
                f(test);
                // `a ?: b`: what stands once is read once.
                if then != test {
                    f(then);
                }
                f(other);
            }
        }
    }

    /// Calls `f` with `id` and every statement below it, in source order.
    pub fn each_stmt(&self, id: StmtId, f: &mut dyn FnMut(StmtId)) {
        let mut pending = Pending::new();
        let mut next = Some(id);
        while let Some(id) = next {
            f(id);
            let first = pending.len();
            self.inner(id, |inner| pending.push(inner));
            pending[first..].reverse();
            next = pending.pop();
        }
    }

    /// Calls `f` with the statements that stand directly in `id`, in source order.
    pub fn each_inner(&self, id: StmtId, f: &mut dyn FnMut(StmtId)) {
        self.inner(id, f);
    }

    #[inline]
    fn inner(&self, id: StmtId, mut f: impl FnMut(StmtId)) {
        match self.stmt(id) {
            Stmt::Block(list) | Stmt::Case { body: list, .. } | Stmt::Try(list) => {
                self.stmts(list).iter().for_each(|&s| f(s));
            }
            Stmt::If { then, other, .. } => {
                f(then);
                other.into_iter().for_each(f);
            }
            Stmt::While { body, .. } | Stmt::Switch { body, .. } => f(body),
            Stmt::For { init, body, .. } => init.into_iter().chain([body]).for_each(f),
            Stmt::Label { body, .. } => body.into_iter().for_each(f),
            Stmt::Expr(_)
            | Stmt::Decl(_)
            | Stmt::Goto(_)
            | Stmt::Return(_)
            | Stmt::Break
            | Stmt::Continue
            | Stmt::Opaque => {}
        }
    }

    /// The expressions that stand directly in a statement (tests, values), not those of its inner statements.
    /// Initialisers of declarations are in the variable: see [`super::FileFacts::each_body_expr`].
    pub fn stmt_exprs(&self, id: StmtId, f: &mut dyn FnMut(ExprId)) {
        match self.stmt(id) {
            Stmt::Expr(e) | Stmt::Return(Some(e)) => f(e),
            Stmt::If { test, .. } => f(test),
            Stmt::Switch { value, .. } => f(value),
            Stmt::While { test, .. } => test.into_iter().for_each(f),
            Stmt::Case { value, .. } => value.into_iter().for_each(f),
            Stmt::For { test, step, .. } => test.into_iter().chain(step).for_each(f),
            _ => {}
        }
    }
}

impl FileFacts {
    /// Calls `f` with every expression in the statement `body`, initialisers of local declarations included,
    /// parents first, in source order.
    pub fn each_body_expr(&self, body: StmtId, f: &mut dyn FnMut(ExprId)) {
        match self.order.body(body) {
            Some(exprs) => exprs.iter().for_each(|&e| f(e)),
            None => self.walk_body(body, f),
        }
    }

    /// The same, without what is known of the order.
    pub(super) fn walk_body(&self, body: StmtId, f: &mut dyn FnMut(ExprId)) {
        self.ast.each_stmt(body, &mut |stmt| {
            if let Stmt::Decl(var) = self.ast.stmt(stmt)
                && let Some(init) = self.var(var).init
            {
                self.ast.each_expr(init, f);
            }
            self.ast.stmt_exprs(stmt, &mut |e| self.ast.each_expr(e, f));
        });
    }
}
