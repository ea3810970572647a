//! What is known of a reference at one point of a path, and where paths end.

use crate::facts::{CondId, ExprId, Name, Span};

/// Something done with the reference on a path, or with its object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// The count goes up for this function.
    Taken(ExprId),
    /// The count goes down.
    Released(ExprId),
    /// A call steals it.
    Stolen(ExprId),
    /// A call that steals it where it succeeds has failed.
    Refused(ExprId),
    /// A call takes a reference of its own.
    Shared(ExprId),
    /// A macro or function that is not followed looks at the answer of a call that failed, and may leave.
    Unseen(ExprId),
    /// It is stored in a field, in a variable outside, or through a parameter.
    Stored(ExprId),
}

/// A place that outlives the function, by what it says: the same words mean the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Keeper {
    /// Its last name: the field, the variable, the parameter that points to it.
    pub name: Name,
    pub(super) words: u64,
}

/// Who holds the answer of a call that may have failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Answer {
    Call(ExprId),
    Local(Name),
}

/// So much is remembered on a path. What is done beyond it is lost, and that is said; an answer beyond it is forgotten, and a
/// test of it is taken both ways: that adds paths, and loses none.
const MAX_REMEMBERED: usize = 12;
/// So many open `#if`s are remembered, the first of a path; the others are taken both ways again, which loses no path.
const MAX_CONDS: usize = 4;

/// What is known at a point of a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ownership {
    /// It has come in.
    pub(super) begun: bool,
    /// References that this function has to give up: those it was given and took, less those given away.
    pub owned: i8,
    /// Locals that hold it.
    pub(super) locals: Vec<Name>,
    /// Places outside that it was stored in and not taken out of again.
    pub kept: Vec<Keeper>,
    /// Something was done with it that is not understood.
    pub lost: bool,
    /// Whether it is NULL.
    pub null: Option<bool>,
    /// What was done, in order.
    pub acts: Vec<Act>,
    /// Whether calls that gave the reference away have failed.
    pub(super) answers: Vec<(Answer, bool)>,
    /// Whether a test said that the object is of a type that refers to no other.
    pub(super) acyclic: Option<bool>,
    pub(super) conds: Vec<(CondId, bool)>,
}

impl Ownership {
    pub(super) fn at_entry(name: Name) -> Ownership {
        Ownership { begun: true, locals: vec![name], ..Ownership::default() }
    }

    /// From here on nothing is known of it but what was done before.
    pub(super) fn lose(&mut self) {
        let (conds, acts) = (std::mem::take(&mut self.conds), std::mem::take(&mut self.acts));
        *self = Ownership { begun: true, lost: true, acts, conds, ..Ownership::default() };
    }

    /// Whether more was done than is remembered.
    pub(super) fn is_cut(&self) -> bool {
        self.lost && self.acts.len() >= MAX_REMEMBERED
    }

    pub(super) fn act(&mut self, act: Act) {
        if self.acts.len() >= MAX_REMEMBERED {
            self.lose();
        } else if self.acts.last() != Some(&act) {
            self.acts.push(act);
        }
    }

    pub(super) fn own(&mut self, more: i8) {
        self.owned = (self.owned + more).clamp(-4, 4);
    }

    pub(super) fn hold(&mut self, local: Name) {
        if !self.locals.contains(&local) {
            self.locals.push(local);
            self.locals.sort();
        }
    }

    pub(super) fn keep(&mut self, place: Keeper) {
        if !self.kept.contains(&place) {
            self.kept.push(place);
            self.kept.sort();
        }
    }

    pub(super) fn answer(&mut self, of: Answer, failed: bool) {
        self.answers.retain(|(known, _)| *known != of);
        if self.answers.len() < MAX_REMEMBERED {
            self.answers.push((of, failed));
            self.answers.sort_unstable();
        }
    }

    pub(super) fn answer_of(&self, of: Answer) -> Option<bool> {
        self.answers.iter().find(|(known, _)| *known == of).map(|(_, failed)| *failed)
    }

    pub(super) fn remember(&mut self, cond: CondId, holds: bool) {
        if self.conds.len() < MAX_CONDS {
            self.conds.push((cond, holds));
        }
    }

    /// Whether something was done on the path.
    pub fn did(&self, wanted: impl Fn(&Act) -> bool) -> bool {
        self.acts.iter().any(wanted)
    }
}

/// The end of a path: a `return`, the end of the body, or where the reference comes in anew.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// The statement.
    pub span: Span,
    /// What is known there.
    pub state: Ownership,
    /// It is returned.
    pub returned: bool,
    /// Whether the value returned tells of a failure; None where that is not known.
    pub failed: Option<bool>,
}

impl End {
    /// References that nobody owns behind the end: each place that keeps the object needs one, and so does the caller.
    pub fn left_over(&self) -> i8 {
        let kept = self.state.kept.len().min(4) as i8;
        self.state.owned - kept - i8::from(self.returned)
    }
}
