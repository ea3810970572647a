//! Guards of an initialisation function that refuse to load a module twice, or in a second interpreter.

use crate::capi::families::{self, Family};
use crate::facts::{Expr, ExprId, Name, Stmt, StmtId, UnaryOp};

use super::scope::Binding;
use super::walk::Walker;
use super::{Site, Value};

/// A test whose branch raises ImportError.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    pub(crate) site: Site,
    /// The flags and numbers that it tests; initialisation must write one of them for it to be a guard.
    pub(crate) flags: Vec<u32>,
    /// It asks which interpreter this is.
    pub(crate) by_interpreter: bool,
}

impl Walker<'_, '_> {
    /// A test of a static variable, or of the interpreter, with a branch that raises ImportError. `if (!flag)` that
    /// raises is none: something is missing there.
    pub(crate) fn guard(&mut self, stmt: StmtId) {
        let Stmt::If { test, then, other } = self.facts.ast.stmt(stmt) else { return };
        let Some(func) = self.func else { return };
        let negated = matches!(self.facts.ast.expr(test), Expr::Unary { op: UnaryOp::Not, .. });
        // The branch of a second load: that of a flag which is set, or the one behind `if (!flag)`. A number that
        // says "not yet" (`owner == -1`) may stand on either side.
        let chained = other.is_some_and(|o| matches!(self.facts.ast.stmt(o), Stmt::If { .. }));
        let refuses = !negated && self.raises_import_error(then)
            || !chained && other.is_some_and(|o| self.raises_import_error(o));
        if !refuses {
            return;
        }
        let (flags, by_interpreter) = self.tested(test);
        if by_interpreter || !flags.is_empty() {
            let span = self.facts.ast.expr_span(test);
            let site = Site { file: self.facts.file, span, func: Some(func) };
            self.out.guards.push(Guard { site, flags, by_interpreter });
        }
    }

    /// The static numbers in a test, and whether it asks for the interpreter.
    fn tested(&mut self, test: ExprId) -> (Vec<u32>, bool) {
        let mut names = Vec::new();
        self.facts.ast.each_expr(test, &mut |e| {
            if let Expr::Name(name) = self.facts.ast.expr(e) {
                names.push(name);
            }
        });
        let mut found: Vec<u32> = Vec::new();
        let of_interpreter = |name: Name| families::is(&name, Family::Interpreters);
        let mut by_interpreter = false;
        for name in names {
            match self.scopes.get(name) {
                Some(Binding::Local(var)) => {
                    found.extend(self.local_static(var));
                    let origin = self.origins.get(&var);
                    by_interpreter |= matches!(origin, Some(Value::Call(callee)) if of_interpreter(*callee));
                }
                Some(Binding::Param(_) | Binding::Outer) => {}
                None => {
                    found.extend(self.globals(name).iter());
                    by_interpreter |= of_interpreter(name);
                }
            }
        }
        // A pointer that is NULL means that something could not be loaded.
        found.retain(|&id| {
            let ty = self.shared.catalog.vars[id as usize].ty;
            ty.pointers == 0 && ty.arrays == 0
        });
        (found, by_interpreter)
    }

    fn raises_import_error(&self, branch: StmtId) -> bool {
        let ast = &self.facts.ast;
        let mut raises = false;
        self.facts.each_body_expr(branch, &mut |e| {
            let Expr::Call { args, .. } = ast.expr(e) else { return };
            let sets = ast.callee_name(e).is_some_and(|n| families::is(&n, Family::Errors));
            let first = ast.exprs(args).first().copied();
            raises |= sets && first.is_some_and(|a| matches!(ast.expr(a), Expr::Name(n) if n == "PyExc_ImportError"));
        });
        raises
    }
}
