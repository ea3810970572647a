//! The order of the walk: what is still to be looked at lies on a list, so that neither a long chain nor deep nesting
//! needs a deep stack.

use crate::facts::{ExprId, StmtId};

use super::walk::Walker;

/// Something still to be done, in the order of the source.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Task {
    /// A statement.
    Stmt(StmtId),
    /// An `if` behind its test.
    Guard(StmtId),
    /// An expression whose value is used.
    Value(ExprId),
    /// An expression that is assigned to.
    Lvalue(ExprId),
    /// An argument of a call.
    Argument(ExprId),
    /// An expression whose value goes out of sight.
    Leak(ExprId),
    /// An item of an initialiser.
    Item(ExprId),
    /// The end of a block.
    Leave(usize),
}

impl Walker<'_, '_> {
    /// Puts tasks before all that wait.
    pub(crate) fn then(&mut self, tasks: impl IntoIterator<Item = Task>) {
        let mark = self.tasks.len();
        self.tasks.extend(tasks);
        self.tasks[mark..].reverse();
    }

    /// Does all that waits.
    pub(crate) fn run(&mut self) {
        while let Some(task) = self.tasks.pop() {
            match task {
                Task::Stmt(stmt) => self.stmt(stmt),
                Task::Guard(stmt) => self.guard(stmt),
                Task::Value(e) => self.value(e),
                Task::Lvalue(e) => self.lvalue(e),
                Task::Argument(e) => self.argument(e),
                Task::Leak(e) => self.leak(e),
                Task::Item(e) => self.item(e),
                Task::Leave(mark) => self.scopes.leave(mark),
            }
        }
    }
}
