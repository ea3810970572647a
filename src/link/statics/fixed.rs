//! Tests whose answer is the same in every build that is seen: `if (LOGGING)` with a macro or a constant that is 0. What
//! stands behind such a test never runs.

use crate::facts::{BinaryOp, CondId, Expr, ExprId, FileId, Name, UnaryOp};
use crate::link::Relations;
use crate::link::macros::constants::Folder;

use super::walk::Walker;

/// How deep expressions, and constants that are given other ones, are followed.
const DEPTH: u32 = 16;

impl Walker<'_, '_> {
    /// Whether a test is always true or always false; None where it may be either.
    pub(super) fn fixed(&self, test: ExprId) -> Option<bool> {
        let ast = &self.facts.ast;
        let (mut open, mut left) = (vec![test], DEPTH * 4);
        // A local of the same name is another thing.
        while let Some(e) = open.pop() {
            left = left.checked_sub(1)?;
            match ast.expr(e) {
                Expr::Name(name) if self.scopes.get(name).is_some() || self.members.contains(&name) => return None,
                Expr::Call { .. } | Expr::Assign { .. } | Expr::Step { .. } => return None,
                _ => ast.each_child(e, &mut |child| open.push(child)),
            }
        }
        truth(self.shared.project, self.facts.file, test, 0)
    }
}

fn truth(project: &Relations, file: FileId, test: ExprId, depth: u32) -> Option<bool> {
    let ast = &project.file(file).ast;
    let test = ast.strip_casts(test);
    if depth > DEPTH {
        return None;
    }
    match ast.expr(test) {
        Expr::Name(name) if name == "true" => Some(true),
        Expr::Name(name) if name == "false" => Some(false),
        Expr::Unary { op: UnaryOp::Not, arg } => truth(project, file, arg, depth + 1).map(|value| !value),
        Expr::Binary { op: BinaryOp::And, left, right } => {
            match (truth(project, file, left, depth + 1), truth(project, file, right, depth + 1)) {
                (Some(false), _) | (_, Some(false)) => Some(false),
                (left, right) => Some(left? && right?),
            }
        }
        Expr::Binary { op: BinaryOp::Or, left, right } => {
            match (truth(project, file, left, depth + 1), truth(project, file, right, depth + 1)) {
                (Some(true), _) | (_, Some(true)) => Some(true),
                (left, right) => Some(left? || right?),
            }
        }
        Expr::Name(name) => number(project, file, test).or_else(|| constant(project, file, name, depth)),
        _ => number(project, file, test),
    }
}

/// An expression of macros, the same on the first and the last Python.
fn number(project: &Relations, file: FileId, test: ExprId) -> Option<bool> {
    let on = |python| Folder { project, file, given: CondId::ALWAYS, python }.value(test);
    let value = on(project.targets.max_python)?;
    (on(project.targets.min_python) == Some(value)).then_some(value != 0)
}

/// A `const` variable with an initialiser, in all of its definitions.
fn constant(project: &Relations, file: FileId, name: Name, depth: u32) -> Option<bool> {
    let last = name.rsplit_once("::").map_or(name, |(_, last)| Name::from(last));
    let mut found = project.resolve_var(file, name);
    if found.is_empty() {
        found = project.resolve_var(file, last);
    }
    let mut values = found.into_iter().map(|at| {
        let var = project.var(at);
        let plain = var.ty.const_base && var.ty.is_value() && var.ty.arrays == 0;
        let init = var.init.filter(|_| plain)?;
        truth(project, at.file, init, depth + 1)
    });
    let first = values.next()??;
    values.all(|value| value == Some(first)).then_some(first)
}
