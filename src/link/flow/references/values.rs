//! Which expressions of a function are the reference that is followed, and which places are the same.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Origin;
use super::state::{Answer, Keeper, Ownership};
use super::walk::Walk;
use crate::capi::functions::facts_of;
use crate::facts::{Expr, ExprId, Name, Storage, UnaryOp};
use crate::link::Local;
use crate::link::macros::words;

impl Walk<'_, '_> {
    /// Whether an expression is the reference, in this state.
    pub(super) fn is_value(&self, e: ExprId, state: &Ownership) -> bool {
        if !state.begun || state.lost {
            return false;
        }
        let ast = &self.facts.ast;
        let e = ast.strip_casts(e);
        if self.origin == Origin::Value(e) {
            return true;
        }
        match ast.expr(e) {
            Expr::Name(name) if self.is_local(name) => state.locals.contains(&name),
            Expr::Name(_) | Expr::Member { .. } | Expr::Index { .. } | Expr::Unary { op: UnaryOp::Deref, .. } => {
                (!state.kept.is_empty() || !state.locals.is_empty()) && self.is_held(e, state)
            }
            Expr::Assign { op: None, value, .. } => self.is_value(value, state),
            Expr::Comma { right, .. } => self.is_value(right, state),
            Expr::Conditional { then, other, .. } => self.is_value(then, state) || self.is_value(other, state),
            Expr::Call { args, .. } => {
                let (Some(name), &[arg]) = (ast.callee_name(e), ast.exprs(args)) else { return false };
                let same = facts_of(name.as_str()).is_some_and(|f| f.takes.has(1) && f.returns_new())
                    || self.references.model.defines_of(self.at.file, name).iter().any(|(_, d)| words::only_casts(d));
                same && self.is_value(arg, state)
            }
            _ => false,
        }
    }

    fn is_held(&self, e: ExprId, state: &Ownership) -> bool {
        // A variable outside that held it at the start is known by its name.
        let named = matches!(self.facts.ast.expr(e), Expr::Name(name) if state.locals.contains(&name));
        named || self.place(e).is_some_and(|place| state.kept.contains(&place))
    }

    /// Whether a name is an automatic variable or a parameter.
    pub(super) fn is_local(&self, name: Name) -> bool {
        match self.references.model.local(self.at, name) {
            Some(Local::Var(var)) => self.facts.var(var).storage != Storage::Static,
            Some(Local::Param(_)) => true,
            None => false,
        }
    }

    /// The place outside the function that an expression means; None for a local, and where it may change.
    pub(super) fn place(&self, e: ExprId) -> Option<Keeper> {
        let ast = &self.facts.ast;
        let e = ast.strip_casts(e);
        let name = match ast.expr(e) {
            Expr::Name(name) if self.is_local(name) => return None,
            Expr::Name(name) | Expr::Member { field: name, .. } => name,
            Expr::Index { base: arg, .. } | Expr::Unary { op: UnaryOp::Deref, arg } => ast.referred_name(arg)?,
            _ => return None,
        };
        let mut hasher = DefaultHasher::new();
        let mut plain = true;
        ast.each_expr(e, &mut |inner| match ast.expr(inner) {
            Expr::Cast { .. } => {}
            Expr::Name(word) => word.as_str().hash(&mut hasher),
            Expr::Member { field, .. } => (1, field.as_str()).hash(&mut hasher),
            Expr::Int(value) => value.hash(&mut hasher),
            Expr::Index { .. } => 2.hash(&mut hasher),
            Expr::Unary { op, .. } => std::mem::discriminant(&op).hash(&mut hasher),
            Expr::Call { .. } => 3.hash(&mut hasher),
            _ => plain = false,
        });
        plain.then(|| Keeper { name, words: hasher.finish() })
    }

    /// Whether an expression is the address of a local that holds the reference.
    pub(super) fn is_address(&self, e: ExprId, state: &Ownership) -> bool {
        let ast = &self.facts.ast;
        match ast.expr(ast.strip_casts(e)) {
            Expr::Unary { op: UnaryOp::AddressOf, arg } => self.is_value(arg, state),
            _ => false,
        }
    }

    /// What is known of a call or a local that tells whether a call failed.
    pub(super) fn answer(&self, e: ExprId, state: &Ownership) -> Option<bool> {
        let ast = &self.facts.ast;
        let e = ast.strip_casts(e);
        match ast.expr(e) {
            Expr::Call { .. } => state.answer_of(Answer::Call(e)),
            Expr::Name(name) => state.answer_of(Answer::Local(name)),
            Expr::Assign { op: None, value, .. } => self.answer(value, state),
            _ => None,
        }
    }
}
