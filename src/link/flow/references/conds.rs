//! Which statements are compiled in on a path: by what the origin demands, and by the `#if`s decided before.
//!
//! Where a reference comes in, all that its own `#if`s demand holds. So a walk need not ask them, and what stands in
//! their `#else` is not on its paths. Each `#if` that is told apart for nothing doubles the states.

use super::Origin;
use super::state::Ownership;
use super::walk::Walk;
use crate::facts::{Cond, CondId, CondTable, Python, Truth};
use crate::link::{FuncRef, Model, presence};

/// So deep formulas are taken apart. What lies deeper stays open, as a macro that nothing is known of: both branches of
/// its `#if` are walked, and a finding on one of them alone says under which macros it holds.
const MAX_PARTS: usize = 24;
const MAX_DEPTH: usize = 8;

/// The condition that holds on all paths of a walk.
pub(super) fn given(model: &Model, at: FuncRef, origin: Origin, python: Python) -> CondId {
    let facts = model.file(at.file);
    let own = match origin {
        Origin::Value(value) => Some(facts.conds.at_span(facts.ast.expr_span(value))),
        Origin::Entry(_) => None,
    };
    let own = own.filter(|&cond| facts.conds.truth(cond, python) != Truth::False);
    own.unwrap_or_else(|| facts.conds.at_span(model.func(at).name_span))
}

impl Walk<'_, '_> {
    pub(super) fn compiled_in(&self, cond: CondId, state: &Ownership) -> Truth {
        let python = self.references.python;
        match presence::truth(self.references.model, self.at.file, cond, self.given, python) {
            Truth::Maybe => {
                let mut known = Vec::new();
                for &(cond, holds) in state.conds.iter().chain([&(self.given, true)]) {
                    parts(&self.facts.conds, cond, holds, &mut known);
                }
                told(&self.facts.conds, cond, &known, python, 0)
            }
            truth => truth,
        }
    }
}

/// What follows from a formula that holds, or does not.
fn parts(table: &CondTable, cond: CondId, holds: bool, known: &mut Vec<(CondId, bool)>) {
    let mut pending = vec![(cond, holds)];
    for _ in 0..MAX_PARTS {
        let Some((cond, holds)) = pending.pop() else { return };
        known.push((cond, holds));
        match (*table.get(cond), holds) {
            (Cond::Not(inner), _) => pending.push((inner, !holds)),
            (Cond::And(a, b), true) | (Cond::Or(a, b), false) => pending.extend([(a, holds), (b, holds)]),
            _ => {}
        }
    }
}

fn told(table: &CondTable, cond: CondId, known: &[(CondId, bool)], python: Python, depth: usize) -> Truth {
    if let Some((_, holds)) = known.iter().find(|(of, _)| *of == cond) {
        return (*holds).into();
    }
    if depth >= MAX_DEPTH {
        return table.truth(cond, python);
    }
    let inner = |cond| told(table, cond, known, python, depth + 1);
    match *table.get(cond) {
        Cond::Not(a) => match inner(a) {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Maybe => Truth::Maybe,
        },
        Cond::And(a, b) => inner(a).min(inner(b)),
        Cond::Or(a, b) => inner(a).max(inner(b)),
        _ => table.truth(cond, python),
    }
}
