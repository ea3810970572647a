//! Faults that a walk met, each with the shortest way to it. Rules make findings of them.

use std::collections::BTreeMap;

use super::plan::{Plan, Source};
use super::state::{Gone, Mark, State, Trail};
use crate::facts::{ExprId, FileFacts, Name, Span};
use crate::link::FuncRef;

/// What is wrong with a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Nobody gives it up.
    Leak,
    /// It is given up although a call took it.
    ReleaseAfterSteal,
    /// It is used although this function gave it up.
    UseAfterRelease,
    /// NULL is followed.
    UncheckedNull,
    /// It is borrowed, and used after a call that can run Python code.
    Stale,
    /// An object whose memory is not zeroed is released before all its fields are set.
    ReleasedEarly,
}

/// How a reference is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// The function ends.
    Return,
    /// The variable that holds it gets another value.
    Overwritten,
    /// No variable ever held it.
    Dropped,
}

/// A fault of one function.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The function.
    pub at: FuncRef,
    /// The place where it shows.
    pub place: Span,
    /// For a leak, how it is lost.
    pub how: How,
    /// The call that the object came from, or that took a reference of it; None: it is a parameter.
    pub source: Option<ExprId>,
    /// The call that gave it up before; the one that follows NULL, or the test that has just found it.
    pub gone: Option<ExprId>,
    /// The fields that were set, of an object that is released early.
    pub fields: Vec<Name>,
    /// A call that would have stolen it, and failed.
    pub refused: Option<ExprId>,
    /// The last tests on the way from there, in order, and how they came out.
    pub tests: Vec<(ExprId, bool)>,
}

#[derive(Debug)]
struct Met {
    how: How,
    place: Span,
    gone: Option<ExprId>,
    fields: Vec<Name>,
    /// A local held it.
    held: bool,
    trail: Trail,
}

impl Met {
    fn at(place: Span, state: &State) -> Met {
        Met { how: How::Return, place, gone: None, fields: Vec::new(), held: false, trail: state.trail.clone() }
    }
}

/// What a walk met, by kind and object.
#[derive(Debug, Default)]
pub(super) struct Faults {
    met: BTreeMap<(FaultKind, u16), Met>,
}

/// So many tests are told.
const MAX_TESTS: usize = 2;

impl Faults {
    fn add(&mut self, kind: FaultKind, id: u16, met: Met) {
        let shorter = self
            .met
            .get(&(kind, id))
            .is_none_or(|known| (met.trail.len(), met.place.start) < (known.trail.len(), known.place.start));
        if shorter {
            self.met.insert((kind, id), met);
        }
    }

    pub(super) fn leak(&mut self, id: u16, how: How, place: Span, state: &State) {
        let held = how == How::Overwritten || state.holders(id).next().is_some();
        self.add(FaultKind::Leak, id, Met { how, held, ..Met::at(place, state) });
    }

    pub(super) fn used_after(&mut self, id: u16, place: Span, state: &State) {
        let gone = state.object(id).and_then(|o| o.gone).map(place_of);
        let met = Met { gone, ..Met::at(place, state) };
        self.add(FaultKind::UseAfterRelease, id, met);
    }

    /// A pointer that may be NULL is followed, by a call that gets it or here.
    pub(super) fn unchecked(&mut self, id: u16, call: Option<ExprId>, place: Span, state: &State) {
        self.add(FaultKind::UncheckedNull, id, Met { gone: call, ..Met::at(place, state) });
    }

    /// What was only lent is given to a call that takes it over.
    pub(super) fn given_away(&mut self, id: u16, call: ExprId, place: Span) {
        self.add(FaultKind::ReleaseAfterSteal, id, Met { gone: Some(call), ..Met::at(place, &State::default()) });
    }

    /// NULL is followed: this test has just found it.
    pub(super) fn null(&mut self, id: u16, test: ExprId, place: Span, state: &State) {
        self.add(FaultKind::UncheckedNull, id, Met { gone: Some(test), ..Met::at(place, state) });
    }

    pub(super) fn stale(&mut self, id: u16, call: ExprId, place: Span, state: &State) {
        self.add(FaultKind::Stale, id, Met { gone: Some(call), ..Met::at(place, state) });
    }

    pub(super) fn early(&mut self, id: u16, place: Span, state: &State) {
        let fields = state.known.fields.iter().filter(|(of, _)| *of == id).map(|(_, field)| *field).collect();
        self.add(FaultKind::ReleasedEarly, id, Met { fields, ..Met::at(place, state) });
    }

    pub(super) fn given_up_again(&mut self, id: u16, gone: Gone, place: Span, state: &State) {
        let kind = match gone {
            Gone::Stolen(_) => FaultKind::ReleaseAfterSteal,
            Gone::Released(_) => FaultKind::UseAfterRelease,
        };
        let met = Met { gone: Some(place_of(gone)), ..Met::at(place, state) };
        self.add(kind, id, met);
    }

    /// The faults in the form that rules read.
    pub(super) fn told(self, at: FuncRef, facts: &FileFacts, plan: &Plan) -> Vec<(u16, Fault)> {
        let tell = |((kind, id), met): ((FaultKind, u16), Met)| {
            let came = match plan.sources.get(usize::from(id)) {
                Some(Source::Call(call)) => Some(*call),
                _ => None,
            };
            let mut source = came;
            let mut tests = Vec::new();
            let mut refused = None;
            for mark in met.trail.marks() {
                match mark {
                    Mark::Taken(of, call) if of == id => {
                        source = Some(call);
                        break;
                    }
                    Mark::Refused(of, call) if of == id => refused = Some(call),
                    Mark::Test(test, holds) if tests.len() < MAX_TESTS => tests.push((test, holds)),
                    _ => {}
                }
            }
            // Tests that come before it in the text belong to an earlier round.
            if let Some(source) = source {
                let start = facts.ast.expr_span(source).start;
                tests.retain(|(test, _)| facts.ast.expr_span(*test).start > start);
            }
            tests.reverse();
            if kind != FaultKind::Leak {
                source = came;
            }
            let never_held = came.is_some_and(|call| !plan.targets.contains_key(&call) && !met.held);
            let how = if kind == FaultKind::Leak && never_held && source == came { How::Dropped } else { met.how };
            (id, Fault { kind, at, place: met.place, how, source, gone: met.gone, fields: met.fields, refused, tests })
        };
        self.met.into_iter().map(tell).collect()
    }
}

fn place_of(gone: Gone) -> ExprId {
    match gone {
        Gone::Released(at) | Gone::Stolen(at) => at,
    }
}
