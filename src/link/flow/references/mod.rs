//! Who owns one reference on each path of a function: from where it comes in to where it goes.
//!
//! A walk follows one reference: the result of a call, the value that a variable is given, or what a parameter holds at
//! the start. So the states of a path stay few, however much else the function does. What a call does is told by the
//! table of CPython's functions, or by the function of the project that it calls, followed in turn. Whatever is not
//! understood makes a path [`Ownership::lost`]: no rule speaks of it.
//!
//! Answers are worked out by who asks and belong to it: nothing is shared, nothing is kept in cells. This module does
//! not judge, and knows no other object than the one it follows.

mod calls;
mod conds;
mod origins;
mod state;
mod values;
mod walk;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::facts::{ExprId, Name, Python};
use crate::link::flow::paths;
use crate::link::{CutKind, FuncRef, Model};

pub(in crate::link::flow) use calls::Meaning;
pub(in crate::link::flow) use calls::cpythons;
pub(crate) use origins::returns;
pub use origins::{Gives, is_null, origins};
pub use state::{Act, End, Keeper, Ownership};

/// Deepest chain of calls followed.
const MAX_DEPTH: usize = 4;
/// So many different outcomes of one function are told apart.
const MAX_OUTCOMES: usize = 6;

/// So many walks are made over one function: each looks at the whole body.
const MAX_WALKS: usize = 256;

/// Counts the walks over each function.
#[derive(Debug, Default)]
pub struct Walks {
    made: FxHashMap<FuncRef, usize>,
}

impl Walks {
    /// Whether one more walk over a function may be made; where not, that is counted as a cut.
    pub fn may(&mut self, model: &Model, at: FuncRef) -> bool {
        let made = self.made.entry(at).or_default();
        *made += 1;
        if *made > MAX_WALKS {
            model.cuts.add(CutKind::Walks, at.file, model.func(at).name_span);
        }
        *made <= MAX_WALKS
    }
}

/// Where a reference comes into a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// It is the value of this expression: a call, or what a variable is given.
    Value(ExprId),
    /// The parameter or variable holds it at the start; it is borrowed.
    Entry(Name),
}

/// What becomes of a reference.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// The ends of all paths on which it came in.
    pub ends: BTreeSet<End>,
    /// Each place where an expression that is the reference is stored, with what is known there.
    pub stores: BTreeSet<(ExprId, Option<bool>)>,
    /// Too many paths: nothing is known.
    pub unknown: bool,
}

impl Trace {
    /// The ends of the paths on which there is an object; none where a path was not understood.
    pub fn known(&self) -> Option<impl Iterator<Item = &End>> {
        let open = self.unknown || self.ends.iter().any(|end| end.state.lost);
        (!open).then(|| self.objects())
    }

    /// The ends of the paths that are understood and have an object.
    pub fn objects(&self) -> impl Iterator<Item = &End> {
        self.ends.iter().filter(|end| !self.unknown && !end.state.lost && end.state.null != Some(true))
    }
}

/// What a function of the project does with an argument, on one kind of path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Outcome {
    /// References taken (positive) or given up.
    owned: i8,
    /// It is stored where it lasts.
    kept: bool,
    /// It is returned.
    returned: bool,
    /// The function says by its result that it failed (true) or not.
    failed: Option<bool>,
}

/// Follows references on one Python.
pub struct References<'a> {
    model: &'a Model,
    python: Python,
    /// The functions that are being followed.
    stack: Vec<FuncRef>,
    arguments: FxHashMap<(FuncRef, usize), Option<Vec<Outcome>>>,
    returned: FxHashMap<FuncRef, Gives>,
    walks: Walks,
}

impl<'a> References<'a> {
    /// Follows references in the code that is compiled for `python`.
    pub fn new(model: &'a Model, python: Python) -> Self {
        let (arguments, returned) = Default::default();
        References { model, python, stack: Vec::new(), arguments, returned, walks: Walks::default() }
    }

    /// What a function does with the reference that comes in there.
    pub fn follow(&mut self, at: FuncRef, origin: Origin) -> Trace {
        let unknown = Trace { unknown: true, ..Trace::default() };
        let Some(body) = self.model.func(at).body else { return unknown };
        if self.stack.is_empty() && !self.walks.may(self.model, at) {
            return unknown;
        }
        let start = match origin {
            Origin::Value(_) => Ownership::default(),
            Origin::Entry(name) => Ownership::at_entry(name),
        };
        self.stack.push(at);
        let facts = self.model.file(at.file);
        let given = conds::given(self.model, at, origin, self.python);
        let mut walk = walk::Walk { references: self, facts, at, origin, given, out: Trace::default() };
        let bounded = paths::walk(&mut walk, facts, body, start);
        let mut out = walk.out;
        self.stack.pop();
        if !bounded {
            self.model.cuts.add(CutKind::Paths, at.file, self.model.func(at).name_span);
        }
        if out.ends.iter().any(|end| end.state.is_cut()) {
            self.model.cuts.add(CutKind::Walks, at.file, self.model.func(at).name_span);
        }
        out.unknown |= !bounded;
        out
    }

    /// What a function of the project does with an argument; None where that is not known.
    fn argument(&mut self, at: FuncRef, index: usize) -> Option<Vec<Outcome>> {
        if let Some(known) = self.arguments.get(&(at, index)) {
            return known.clone();
        }
        if self.stack.contains(&at) {
            return None;
        }
        if self.stack.len() > MAX_DEPTH {
            self.model.cuts.add(CutKind::Calls, at.file, self.model.func(at).name_span);
            return None;
        }
        let name = self.model.func(at).params.get(index).and_then(|p| p.name);
        let outcomes = name.and_then(|name| {
            let trace = self.follow(at, Origin::Entry(name));
            let ends = trace.known()?;
            let outcome = |end: &End| Outcome {
                owned: end.state.owned,
                kept: !end.state.kept.is_empty(),
                returned: end.returned,
                failed: end.failed,
            };
            let found: BTreeSet<Outcome> = ends.map(outcome).collect();
            if found.len() > MAX_OUTCOMES {
                self.model.cuts.add(CutKind::Paths, at.file, self.model.func(at).name_span);
            }
            (!found.is_empty() && found.len() <= MAX_OUTCOMES).then(|| found.into_iter().collect())
        });
        // What is found below a chain of calls hangs on what is above it: only whole answers are kept.
        if outcomes.is_some() || self.stack.is_empty() {
            self.arguments.insert((at, index), outcomes.clone());
        }
        outcomes
    }
}
