//! The ends of paths: what is returned, what is still owed; and macros that end one.

use super::faults::How;
use super::plan::Source;
use super::state::{State, Value};
use super::summary::{Gives, call_of, failed};
use super::walk::{Walk, owes};
use crate::capi::endings::{self, Ending};
use crate::capi::functions::Fails;
use crate::facts::{ExprId, Name, Span};
use crate::link::flow::references::Meaning;

impl Walk<'_, '_> {
    /// A path ends.
    pub(super) fn ended(&mut self, place: Span, value: Option<ExprId>, mut state: State) {
        let returned = value.and_then(|v| self.value(v, &state));
        let pointer = self.model.func(self.at).ret.pointers > 0;
        let failed = failed(returned, pointer, &state);
        let mut gives = match (value, returned) {
            // A number under a pointer's name is a mark of the project's own.
            (_, Some(Value::Number(number))) if pointer && number != 0 => Gives::Unknown,
            (None, _) | (_, Some(Value::Number(_) | Value::Answer(_))) => Gives::Nothing,
            _ => Gives::Unknown,
        };
        if let (Some(value), true) = (value, pointer) {
            self.may_be_null |= self.is_failure(value, &state);
            self.returned_gone(value, place, &state);
        }
        if let Some(Value::Object(id)) = returned {
            gives = self.given_back(id, &mut state);
        } else if let Some(value) = value {
            for id in self.led_to(value, &state) {
                state.lose(id);
            }
        }
        self.ends.add(self.plan, &state, gives, failed);
        if let (Gives::Argument(_), Some(Value::Object(id))) = (gives, returned) {
            state.change(id, |object| object.owned = object.owned.saturating_sub(1));
        }
        self.ended_without(&state);
        for object in &state.known.objects {
            if owes(object) {
                self.faults.leak(object.id, How::Return, place, &state);
            } else if object.taken && !object.lost && object.null != Some(true) {
                self.balanced.insert(object.id);
            }
        }
    }

    /// An object is returned.
    pub(super) fn given_back(&self, id: u16, state: &mut State) -> Gives {
        let param = match self.plan.sources.get(usize::from(id)) {
            Some(Source::Param(index)) => u8::try_from(*index).ok(),
            _ => None,
        };
        let Some(object) = state.object(id).copied() else { return Gives::Unknown };
        if object.lost {
            return Gives::Unknown;
        }
        if let Some(index) = param {
            // What the caller gets counts as taken.
            return Gives::Argument(index);
        }
        if object.owned > 0 {
            state.change(id, |object| object.owned -= 1);
            return Gives::New;
        }
        if object.stored > 0 || object.gone.is_some() { Gives::Unknown } else { Gives::Borrowed }
    }

    /// A macro without parentheses that stands alone; None where it ends the path.
    pub(super) fn word(&mut self, expr: ExprId, name: Name, mut state: State) -> Option<State> {
        match endings::lookup(&name) {
            Some(Ending::Never) => return None,
            Some(Ending::Returns) => {
                self.ended(self.facts.ast.expr_span(expr), None, state);
                return None;
            }
            Some(Ending::Replaces) | None => {}
        }
        self.hidden(name, &mut state);
        Some(state)
    }

    pub(super) fn error_is_set(&self, yes: bool, state: &mut State) {
        let ids: Vec<u16> = state.known.objects.iter().filter(|o| o.null.is_none()).map(|o| o.id).collect();
        for id in ids {
            let tells = call_of(self.plan, id)
                .and_then(|call| self.facts.ast.callee_name(call))
                .is_some_and(|name| matches!(self.meaning(name), Meaning::Api(f) if f.may_fail == Some(Fails::Null)));
            if yes {
                state.lose(id);
            } else if tells {
                state.change(id, |object| object.null = Some(false));
            }
        }
    }
}
