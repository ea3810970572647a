//! Where a function asks its object for something: tests of its fields, of what it calls with it, of locals that hold
//! either. A test that follows the pointer that is looked for is none.

use rustc_hash::FxHashSet;

use crate::capi::functions::facts_of;
use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Expr, ExprId, Name, Stmt, StmtId, UnaryOp};
use crate::link::Local;
use crate::link::macros::words;

use super::Body;
use super::macros::LEAVE;

/// Locals that are given the value of others are followed so deep.
const MAX_LOCALS: u32 = 4;

impl Body<'_> {
    /// What is tested and depends on the object.
    pub(super) fn asked(&self, wanted: &dyn Fn(Name) -> bool) -> Vec<ExprId> {
        let facts = self.names.facts;
        let ast = &facts.ast;
        let Some(body) = self.project.func(self.at).body else { return Vec::new() };
        let mut tests: Vec<ExprId> = Vec::new();
        let mut passed: FxHashSet<ExprId> = FxHashSet::default();
        ast.each_stmt(body, &mut |stmt| {
            if let Stmt::If { test, then, other } = ast.stmt(stmt)
                && self.goes_on(test, [Some(then), other], wanted)
            {
                ast.each_expr(test, &mut |e| _ = passed.insert(e));
                return;
            }
            if let Stmt::If { test, .. }
            | Stmt::While { test: Some(test), .. }
            | Stmt::For { test: Some(test), .. }
            | Stmt::Switch { value: test, .. } = ast.stmt(stmt)
            {
                tests.push(test);
            }
        });
        facts.each_body_expr(body, &mut |e| match ast.expr(e) {
            Expr::Conditional { test, .. } => tests.push(test),
            Expr::Unary { op: UnaryOp::Not, arg } => tests.push(arg),
            Expr::Binary { op: BinaryOp::And | BinaryOp::Or | BinaryOp::Equal | BinaryOp::NotEqual, left, right } => {
                tests.extend([left, right]);
            }
            _ => {}
        });
        // A test that is part of another one has been looked at with it.
        let (mut out, mut seen) = (Vec::new(), FxHashSet::default());
        for test in tests {
            if seen.contains(&test) {
                continue;
            }
            ast.each_expr(test, &mut |e| {
                if seen.insert(e) && !self.idle.contains(&e) && !passed.contains(&e) && self.depends(e, 0) {
                    out.push(e);
                }
            });
        }
        out
    }

    /// Whether what follows an `if` runs whatever it found, as behind a lock that is waited for: no branch leaves, calls
    /// what may not come back, or has to do with the fields of the object that are looked for.
    fn goes_on(&self, test: ExprId, branches: [Option<StmtId>; 2], wanted: &dyn Fn(Name) -> bool) -> bool {
        let facts = self.names.facts;
        let ast = &facts.ast;
        let mut goes_on = true;
        let mut look = |e: ExprId| {
            goes_on &= match ast.expr(e) {
                Expr::Member { field, .. } => !wanted(field),
                Expr::Name(name) => !self.aliases.contains_key(&name),
                Expr::Call { args, .. } => {
                    let object = ast.exprs(args).iter().any(|&arg| self.names.is_object(arg));
                    let known = |name: Name| facts_of(&name).is_some() && !LEAVE.contains(&name.as_str());
                    !object && ast.callee_name(e).is_some_and(known)
                }
                Expr::Assign { target, .. } => self.field(target).is_none(),
                _ => true,
            };
        };
        ast.each_expr(test, &mut look);
        branches.into_iter().flatten().for_each(|branch| facts.each_body_expr(branch, &mut look));
        let mut leaves = false;
        for branch in branches.into_iter().flatten() {
            ast.each_stmt(branch, &mut |stmt| {
                let left = matches!(ast.stmt(stmt), Stmt::Return(_) | Stmt::Goto(_) | Stmt::Break | Stmt::Continue);
                leaves |= left || matches!(ast.stmt(stmt), Stmt::Opaque);
            });
        }
        goes_on && !leaves
    }

    /// Whether an expression, what is below it aside, tells something of the object.
    fn depends(&self, e: ExprId, depth: u32) -> bool {
        let ast = &self.names.facts.ast;
        if self.followed.contains(&e) || depth > MAX_LOCALS {
            return false;
        }
        match ast.expr(e) {
            Expr::Member { .. } => self.field(e).is_some(),
            Expr::Call { args, .. } => {
                let name = ast.callee_name(e);
                // What type it has says nothing of its fields.
                let of_type = name.is_some_and(|n| {
                    n.ends_with("Check") || n.ends_with("CheckExact") || roles::is(n.as_str(), Role::IsType)
                });
                !of_type && !self.names.is_object(e) && ast.exprs(args).iter().any(|&a| self.names.is_object(a))
            }
            Expr::Name(name) => {
                if !matches!(self.project.local(self.at, name), Some(Local::Var(_))) || self.names.is_object(e) {
                    return false;
                }
                if self.aliases.contains_key(&name) {
                    return true;
                }
                let mut found = false;
                for &value in self.names.values_of(name) {
                    ast.each_expr(value, &mut |e| found = found || self.depends(e, depth + 1));
                }
                found
            }
            _ => false,
        }
    }

    /// Whether a macro that gets no object names fields of it all the same.
    pub(super) fn is_hidden_test(&self, name: Name) -> bool {
        self.project.defines_of(self.at.file, name).iter().any(|(file, define)| {
            let words = words::words(self.project, *file, define);
            words.iter().any(|w| self.record.fields.iter().any(|f| f.name == *w))
        })
    }
}
