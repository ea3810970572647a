//! What the tests and conditions on a path of [`crate::link::flow::lifecycle`] say: decided by the type assumed, remembered otherwise.

use crate::capi::flags::is_flag;
use crate::capi::roles::{self, Role};
use crate::link::macros::constants::flags;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::facts::{BinaryOp, Cond, CondId, Expr, ExprId, Name, Storage, UnaryOp};
use crate::link::Local;
use crate::link::flow::lifecycle::{ObjectState, Walk, remember};
use crate::link::macros::constants::Folder;

impl Walk<'_, '_> {
    /// A condition without its negation, as a key, and whether it was positive.
    pub(crate) fn cond_key(&self, cond: CondId) -> (u64, bool) {
        let (mut id, mut positive) = (cond, true);
        while let Cond::Not(inner) = *self.names.facts.conds.get(id) {
            (id, positive) = (inner, !positive);
        }
        let mut hasher = DefaultHasher::new();
        (self.names.at.file, id, "#if").hash(&mut hasher);
        (hasher.finish(), positive)
    }

    /// A test below `!`, `likely(…)`, `x == NULL` and `x != 0`, and whether it means the same.
    pub(crate) fn normal(&self, mut test: ExprId) -> (ExprId, bool) {
        let ast = &self.names.facts.ast;
        let mut positive = true;
        let zero = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
            Expr::Int(0) => true,
            Expr::Name(name) => name == "NULL" || name == "nullptr",
            _ => false,
        };
        loop {
            match ast.expr(ast.strip_casts(test)) {
                Expr::Unary { op: UnaryOp::Not, arg } => (test, positive) = (arg, !positive),
                Expr::Binary { op: BinaryOp::Equal, left, right } if zero(right) => {
                    (test, positive) = (left, !positive)
                }
                Expr::Binary { op: BinaryOp::Equal, left, right } if zero(left) => {
                    (test, positive) = (right, !positive)
                }
                Expr::Binary { op: BinaryOp::NotEqual, left, right } if zero(right) => test = left,
                Expr::Binary { op: BinaryOp::NotEqual, left, right } if zero(left) => test = right,
                Expr::Assign { op: None, target, .. } => test = target,
                Expr::Call { args, .. } => {
                    let name = ast.callee_name(ast.strip_casts(test)).map_or("", |n| n.as_str());
                    match ast.exprs(args).first() {
                        Some(&arg) if name.ends_with("likely") || name == "__builtin_expect" => test = arg,
                        _ => return (test, positive),
                    }
                }
                _ => return (test, positive),
            }
        }
    }

    pub(crate) fn decide(&self, test: ExprId, state: &ObjectState) -> Option<bool> {
        let ast = &self.names.facts.ast;
        let of = self.lifecycle.of;
        let folder = Folder {
            project: self.lifecycle.project,
            file: self.names.at.file,
            given: CondId::ALWAYS,
            python: of.python,
        };
        if let Some(value) = folder.value(test) {
            return Some(value != 0);
        }
        // A parameter or local of this name is no constant.
        if (self.names.is_object(test) && state.allocated.is_none())
            || self.names.is_type(test)
            || self.names.is_freer(test)
        {
            return Some(true);
        }
        let (mut heap, mut gc, mut of_type) = (false, false, false);
        ast.each_expr(test, &mut |e| {
            if let Expr::Name(name) = ast.expr(e) {
                heap |= is_flag(&name, flags::HEAPTYPE);
                gc |= is_flag(&name, flags::HAVE_GC);
            }
            of_type |= self.names.is_type(e);
        });
        match (of_type, heap, gc) {
            (true, true, false) => return of.heap,
            (true, false, true) => return of.gc,
            _ => {}
        }
        if let (Some(name), Expr::Call { args, .. }) = (ast.callee_name(test), ast.expr(test))
            && let Some(&arg) = ast.exprs(args).first()
        {
            match name.as_str() {
                "PyType_IS_GC" if self.names.is_type(arg) => return of.gc,
                asks if roles::is(asks, Role::IsGc) && self.names.is_object(arg) => return of.gc,
                asks if roles::is(asks, Role::IsTracked) && self.names.is_object(arg) => {
                    return Some(state.tracked != Some(false));
                }
                _ => {}
            }
        }
        let key = self.key(test)?;
        state.assumed.iter().find(|(known, _)| *known == key).map(|(_, holds)| *holds)
    }

    /// Whether a test compares the type of the object with one type.
    pub(crate) fn compares_type(&self, test: ExprId) -> bool {
        let ast = &self.names.facts.ast;
        let mut found = false;
        ast.each_expr(test, &mut |e| match ast.expr(e) {
            Expr::Binary { op: BinaryOp::Equal, left, right } => {
                found |= self.names.is_type(left) || self.names.is_type(right);
            }
            Expr::Call { args, .. } => {
                let name = ast.callee_name(e).map_or("", |n| n.as_str());
                let first = ast.exprs(args).first().is_some_and(|&a| self.names.is_object(a));
                found |= first && (name.ends_with("CheckExact") || name == "Py_IS_TYPE" || name.ends_with("_IS_TYPE"));
            }
            _ => {}
        });
        found
    }

    /// What a test says, for comparison with others; None where it may change from one time to the next.
    pub(crate) fn key(&self, test: ExprId) -> Option<u64> {
        let ast = &self.names.facts.ast;
        let mut hasher = DefaultHasher::new();
        let mut pure = true;
        self.names.at.hash(&mut hasher);
        ast.each_expr(test, &mut |e| {
            let expr = ast.expr(e);
            std::mem::discriminant(&expr).hash(&mut hasher);
            match expr {
                Expr::Name(name) | Expr::Member { field: name, .. } => name.as_str().hash(&mut hasher),
                Expr::Int(value) => value.hash(&mut hasher),
                Expr::Binary { op, .. } => std::mem::discriminant(&op).hash(&mut hasher),
                Expr::Unary { op, .. } => std::mem::discriminant(&op).hash(&mut hasher),
                Expr::Assign { .. } | Expr::Step { .. } | Expr::Opaque => pure = false,
                _ => {}
            }
        });
        pure.then(|| hasher.finish())
    }

    /// A local is known to be zero or not once it has got a constant.
    pub(crate) fn learn(&self, name: Name, value: ExprId, state: &mut ObjectState) {
        let ast = &self.names.facts.ast;
        match self.lifecycle.project.local(self.names.at, name) {
            Some(Local::Var(var)) if self.names.facts.var(var).storage == Storage::Static => return,
            Some(_) => {}
            None => return,
        }
        let holds = match ast.expr(ast.strip_casts(value)) {
            Expr::Int(value) => value != 0,
            Expr::Name(word) if matches!(word.as_str(), "true" | "TRUE" | "True") => true,
            Expr::Name(word) if matches!(word.as_str(), "false" | "FALSE" | "False" | "NULL") => false,
            _ => return,
        };
        remember(state, self.name_key(name), holds);
    }

    /// The key of a test that is the name alone.
    fn name_key(&self, name: Name) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.names.at.hash(&mut hasher);
        std::mem::discriminant(&Expr::Name(name)).hash(&mut hasher);
        name.as_str().hash(&mut hasher);
        hasher.finish()
    }

    /// What was assumed of a variable holds no more once it is assigned.
    pub(crate) fn forget(&self, target: ExprId, state: &mut ObjectState) {
        if let Some(key) = self.key(target) {
            state.assumed.retain(|(known, _)| *known != key);
        }
    }
}
