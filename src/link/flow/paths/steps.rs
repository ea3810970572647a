//! What a walk over paths asks whoever walks: what is known at a point, and what each thing on the way does to it.

use super::flow::{Flow, Member};
use crate::facts::{CondId, ExprId, StmtId, Truth, VarId};

/// What happens on a path.
pub(crate) trait Steps {
    /// What is known at a point.
    type State: Clone + Member;

    /// So often a loop is walked at most; where that is less than the walker's own limit, what the loop adds later is left
    /// out, and the walk says that it is not whole.
    const ROUNDS: usize = usize::MAX;

    /// Whether what `cond` governs is compiled in.
    fn present(&self, cond: CondId, state: &Self::State) -> Truth;

    /// Takes note that an open condition holds, or does not.
    fn assume_cond(&self, cond: CondId, holds: bool, state: &mut Self::State);

    /// The truth of a test without `!`, `&&` and `||`.
    fn test(&mut self, test: ExprId, state: &Self::State) -> Option<bool>;

    /// Takes note of how a test came out.
    fn assume(&mut self, test: ExprId, holds: bool, state: &mut Self::State);

    /// Takes note of a test that was known to come out so.
    fn settled(&mut self, _test: ExprId, _holds: bool, _state: &mut Self::State) {}

    /// Whether a statement without branches changes nothing in these states.
    fn passes(&self, _stmt: StmtId, _flow: &Flow<Self::State>) -> bool {
        false
    }

    /// What a call, assignment or increment does once its operands are evaluated: the states behind it, added to `after`.
    fn step(&mut self, expr: ExprId, state: Self::State, after: &mut Vec<Self::State>);

    /// A local has got its initial value.
    fn declared(&mut self, _var: VarId, _init: ExprId, state: Self::State) -> Self::State {
        state
    }

    /// A local comes into being without an initial value that is known.
    fn introduced(&mut self, _var: VarId, state: Self::State) -> Self::State {
        state
    }

    /// States in which paths come to one point: all of them, or one that says what they have in common.
    fn meet(&self, flow: Flow<Self::State>) -> Flow<Self::State> {
        flow
    }

    /// Whether [`Steps::read`] has something to say of a pointer in a state.
    fn reads(&self, _place: ExprId, _state: &Self::State) -> bool {
        false
    }

    /// `expr` follows the pointer `place`.
    fn read(&mut self, _expr: ExprId, _place: ExprId, state: Self::State) -> Self::State {
        state
    }

    /// The states at one point, where they may be more than are told apart.
    fn most(&mut self, flow: Flow<Self::State>) -> Flow<Self::State> {
        flow
    }

    /// A `switch` on `value` goes to the label `case`; None where it cannot.
    fn case(&mut self, _value: ExprId, _case: ExprId, state: Self::State) -> Option<Self::State> {
        Some(state)
    }

    /// A `switch` is passed without any of its cases.
    fn skipped(&mut self, state: Self::State) -> Self::State {
        state
    }

    /// An `if` that may come out either way begins.
    fn fork(&mut self, _yes: &Flow<Self::State>, _no: &Flow<Self::State>) {}

    /// It ends, with the states behind its branches and those that took the last one, or none.
    fn rejoin(&mut self, yes: Flow<Self::State>, no: Flow<Self::State>) -> (Flow<Self::State>, Flow<Self::State>) {
        (yes, no)
    }

    /// What runs only on a test that may come out either way begins, or ends.
    fn conditional(&mut self, _begins: bool) {}

    /// Whether the right side of an `||` is left out on a path that goes on. Where each side is 0 for success and ends
    /// the path otherwise, it is not.
    fn skips_right_of_or(&self) -> bool {
        true
    }

    /// A path ends: at a `return`, or behind the last statement.
    fn leave(&mut self, stmt: StmtId, value: Option<ExprId>, state: Self::State);
}
