//! What a call of a function of the project does, by its summary: one state for each way in which it ends.

use super::reentry::went_stale;
use super::state::{Gone, State, Value};
use super::summary::{Effect, Gives, Outcome};
use super::walk::Walk;
use crate::facts::ExprId;
use crate::link::FuncRef;
use crate::link::flow::references::Meaning;

impl Walk<'_, '_> {
    pub(super) fn project(
        &mut self,
        id: ExprId,
        outcomes: &[Outcome],
        args: &[ExprId],
        state: State,
        after: &mut Vec<State>,
    ) {
        let before = after.len();
        let runs = self.calls_code(id);
        let mut state = state;
        state.raise(false);
        self.runs |= runs;
        for outcome in outcomes {
            let mut state = state.clone();
            if !self.arguments(id, outcome, args, &mut state) {
                continue;
            }
            if runs {
                went_stale(id, &mut state);
            }
            match outcome.gives {
                Gives::New => {
                    let null = if outcome.failed == Some(false) { Some(false) } else { None };
                    self.begin(id, 1, null, &mut state);
                }
                Gives::Borrowed if self.plan.targets.contains_key(&id) => {
                    let null = if outcome.failed == Some(false) { Some(false) } else { None };
                    self.begin(id, 0, null, &mut state);
                }
                Gives::Argument(index) => {
                    if let Some(object) = args.get(usize::from(index)).and_then(|&arg| self.object(arg, &state)) {
                        state.result(id, object);
                    }
                }
                _ => {}
            }
            if let Some(failed) = outcome.failed.filter(|_| outcomes.len() > 1)
                && matches!(outcome.gives, Gives::Nothing | Gives::Unknown)
            {
                state.answer(id, Value::Answer(failed));
            }
            after.push(state);
        }
        if after.len() == before {
            let mut state = state;
            self.unknown(args, &mut state);
            after.push(state);
        }
    }

    /// A function of the project gets arguments that it uses again after it ran code; `again`: it is this one.
    pub(super) fn handed_on(&mut self, id: ExprId, funcs: &[FuncRef], args: &[ExprId], again: bool, state: &mut State) {
        let known = |func: &FuncRef| self.summaries.get(func).map_or(0, |summary| summary.also.uses_again);
        let bits = funcs.iter().map(known).fold(if again { u32::MAX } else { 0 }, |all, bits| all | bits);
        for (index, &arg) in args.iter().enumerate() {
            if bits.checked_shr(index as u32).is_some_and(|bits| bits & 1 == 1) {
                self.handed_over(id, arg, false, state);
            }
        }
    }

    /// Whether a function of the project calls what can run Python code.
    fn calls_code(&self, call: ExprId) -> bool {
        let name = self.facts.ast.callee_name(call);
        let runs = |func: &FuncRef| self.summaries.get(func).is_some_and(|summary| summary.also.runs);
        name.is_some_and(|name| matches!(self.meaning(name), Meaning::Functions(funcs) if funcs.iter().any(runs)))
    }

    /// What one outcome does to the arguments; false where it cannot come of these.
    fn arguments(&mut self, call: ExprId, outcome: &Outcome, args: &[ExprId], state: &mut State) -> bool {
        for (index, &arg) in args.iter().enumerate() {
            self.lent(arg, state);
            let value = self.value(arg, state);
            let known = outcome.arguments.iter().find(|(of, ..)| usize::from(*of) == index);
            let Some(&(_, effect, null)) = known else {
                if let Some(Value::Object(object)) = value {
                    self.used(object, arg, state);
                    self.shared(object, state);
                }
                continue;
            };
            match value {
                Some(Value::Object(object)) => {
                    let there = state.object(object).and_then(|o| o.null);
                    if let (Some(a), Some(b)) = (there, null)
                        && a != b
                    {
                        return false;
                    }
                    self.used(object, arg, state);
                    if null.is_some() {
                        state.change(object, |object| object.null = null);
                    }
                    self.effect(effect, object, arg, call, state);
                }
                Some(Value::Number(0)) if null == Some(false) => return false,
                _ => {
                    if effect != Effect::Count(0) {
                        for id in self.led_to(arg, state) {
                            state.lose(id);
                        }
                    }
                }
            }
        }
        true
    }

    fn effect(&mut self, effect: Effect, object: u16, arg: ExprId, call: ExprId, state: &mut State) {
        match effect {
            Effect::Lost => state.lose(object),
            Effect::Count(0) => self.shared(object, state),
            Effect::Count(count) if count < 0 => {
                for _ in count..0 {
                    self.given_up(object, arg, Gone::Stolen(call), state);
                }
            }
            Effect::Count(count) => {
                for _ in 0..count {
                    self.taken(object, call, state);
                }
            }
        }
    }
}
