//! What a function of the project does with what it gets, and what it returns: for those who call it.

use std::collections::BTreeSet;

use super::plan::{Plan, Source};
use super::state::{State, Value};
use crate::facts::ExprId;

/// So many different outcomes of one function are told apart.
const MAX_OUTCOMES: usize = 6;

/// What becomes of an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    /// So many references are taken, or given up.
    Count(i8),
    /// It is kept or changed in a way that is not followed.
    Lost,
}

/// What a function returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gives {
    /// NULL, or a number.
    Nothing,
    /// A new reference.
    New,
    /// A borrowed reference.
    Borrowed,
    /// The argument of this index.
    Argument(u8),
    /// That is not known.
    Unknown,
}

/// One way in which a function ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outcome {
    /// Arguments that the call does something to, or that are NULL, or are not, where it ends so.
    pub arguments: Vec<(u8, Effect, Option<bool>)>,
    pub gives: Gives,
    /// Whether the result says that the function failed.
    pub failed: Option<bool>,
}

/// All ways in which a function ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    /// None: they are not known.
    pub outcomes: Option<Vec<Outcome>>,
    /// What else is known.
    pub also: Also,
}

/// What a function does on some path.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Also {
    /// It calls what can run Python code.
    pub runs: bool,
    /// The parameters that are used again after code of theirs ran, one bit each, without a reference of its own.
    pub uses_again: u32,
    /// It returns NULL where a call fails.
    pub may_be_null: bool,
}

/// Collects the ways in which a function ends.
#[derive(Debug, Default)]
pub(super) struct Ends {
    found: BTreeSet<Outcome>,
}

impl Ends {
    /// A path ends in this state; what is returned has been taken off already.
    pub(super) fn add(&mut self, plan: &Plan, state: &State, gives: Gives, failed: Option<bool>) {
        let mut arguments = Vec::new();
        for (id, source) in plan.sources.iter().enumerate() {
            let Source::Param(index) = *source else { break };
            let (Some(object), Ok(index)) = (state.object(id as u16), u8::try_from(index)) else { continue };
            let effect = match object {
                object if object.null == Some(true) => Effect::Count(0),
                object if object.lost => Effect::Lost,
                object if object.stored > 0 && object.owned != 0 => Effect::Lost,
                object => Effect::Count(object.owned),
            };
            if effect != Effect::Count(0) || object.null.is_some() {
                arguments.push((index, effect, object.null));
            }
        }
        self.found.insert(Outcome { arguments, gives, failed });
    }

    /// What callers may rely on.
    pub(super) fn summary(self, whole: bool, also: Also) -> Summary {
        if !whole {
            return Summary { outcomes: None, also };
        }
        let asked: BTreeSet<u8> =
            self.found.iter().flat_map(|end| &end.arguments).filter(|a| a.2 == Some(true)).map(|a| a.0).collect();
        let told = merged(&self.found, &|index| asked.contains(&index));
        let told = if told.len() > MAX_OUTCOMES { merged(&self.found, &|_| false) } else { told };
        let told = unambiguous(told);
        Summary { outcomes: (told.len() <= MAX_OUTCOMES).then_some(told), also }
    }
}

/// Outcomes that differ in the result alone are one: whether it is NULL is then open. Which arguments are NULL is told of
/// those that the function asks about.
fn merged(found: &BTreeSet<Outcome>, asked: &dyn Fn(u8) -> bool) -> Vec<Outcome> {
    let mut outcomes: Vec<Outcome> = Vec::new();
    for end in found {
        let arguments =
            end.arguments.iter().map(|&(index, effect, null)| (index, effect, null.filter(|_| asked(index))));
        let arguments = arguments.filter(|(_, effect, null)| *effect != Effect::Count(0) || null.is_some()).collect();
        let end = Outcome { arguments, ..end.clone() };
        match outcomes.iter_mut().find(|known| known.arguments == end.arguments) {
            Some(known) => {
                known.gives = either(known.gives, end.gives);
                if known.failed != end.failed {
                    known.failed = None;
                }
            }
            None => outcomes.push(end),
        }
    }
    outcomes
}

/// Outcomes that a caller cannot tell apart, and that do not treat an argument alike, hang on something else: what becomes of
/// the argument is not known then.
fn unambiguous(mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    let count = |end: &Outcome, index: u8| {
        let known = end.arguments.iter().find(|a| a.0 == index);
        known.map_or((Effect::Count(0), None), |a| (a.1, a.2))
    };
    let same = |a: &Outcome, b: &Outcome| {
        let failed = a.failed.is_none() || b.failed.is_none() || a.failed == b.failed;
        let given = |gives| !matches!(gives, Gives::Argument(_) | Gives::Borrowed);
        failed && (a.gives == b.gives || given(a.gives) && given(b.gives))
    };
    let indexes: BTreeSet<u8> = outcomes.iter().flat_map(|end| &end.arguments).map(|a| a.0).collect();
    for index in indexes {
        let differ = |a: &Outcome, b: &Outcome| {
            let ((x, null_x), (y, null_y)) = (count(a, index), count(b, index));
            x != y && (null_x.is_none() || null_y.is_none() || null_x == null_y) && same(a, b)
        };
        if outcomes.iter().enumerate().any(|(i, a)| outcomes[..i].iter().any(|b| differ(a, b))) {
            for end in &mut outcomes {
                match end.arguments.iter_mut().find(|a| a.0 == index) {
                    Some(known) if known.2 != Some(true) => known.1 = Effect::Lost,
                    Some(_) => {}
                    None => end.arguments.push((index, Effect::Lost, None)),
                }
            }
        }
    }
    outcomes
}

fn either(a: Gives, b: Gives) -> Gives {
    match (a, b) {
        (Gives::Nothing, other) | (other, Gives::Nothing) => other,
        (a, b) if a == b => a,
        _ => Gives::Unknown,
    }
}

/// What a value returned says of success.
pub(super) fn failed(value: Option<Value>, pointer: bool, state: &State) -> Option<bool> {
    match value? {
        Value::Answer(failed) => Some(failed),
        Value::Number(0) if pointer => Some(true),
        Value::Number(0) => Some(false),
        Value::Number(-1) => Some(true),
        Value::Number(_) => None,
        Value::Object(id) => state.object(id).and_then(|o| o.null),
    }
}

/// The call that an object came from.
pub(super) fn call_of(plan: &Plan, id: u16) -> Option<ExprId> {
    match plan.sources.get(usize::from(id))? {
        Source::Call(call) => Some(*call),
        Source::Param(_) => None,
    }
}
