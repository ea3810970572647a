//! Presence conditions seen from inside another: what of a condition remains when the surrounding one holds anyway.

use rustc_hash::FxHashSet;

use super::Units;
use crate::facts::{Cond, CondId, CondTable, FileId, Python, Span, Truth};

/// The truth on `python` of `cond`, a condition of `file`, where `given` (of the same file) holds anyway.
pub(crate) fn truth(project: &Units, file: FileId, cond: CondId, given: CondId, python: Python) -> Truth {
    if cond == CondId::ALWAYS || cond == given {
        return Truth::True;
    }
    let table = &project.file(file).conds;
    let holds = |id: CondId| table.truth(id, python);
    if given == CondId::ALWAYS || holds(cond) == Truth::True {
        return holds(cond);
    }
    // Conditions grow to the right: the surrounding one stands at the left end, and is not taken apart.
    let (mut next, mut rest) = (cond, Vec::new());
    while next != given && holds(next) != Truth::True {
        let Cond::And(before, own) = *table.get(next) else {
            rest.push(next);
            break;
        };
        rest.push(own);
        next = before;
    }
    let open: Vec<CondId> = conjuncts(table, rest).into_iter().filter(|&c| holds(c) != Truth::True).collect();
    if open.is_empty() {
        return Truth::True;
    }
    let known: FxHashSet<CondId> = conjuncts(table, vec![given]).into_iter().collect();
    open.into_iter().filter(|c| !known.contains(c)).map(holds).min().unwrap_or(Truth::True)
}

/// [`truth`] of the condition that governs the start of `span`.
pub(crate) fn truth_at(project: &Units, file: FileId, span: Span, given: CondId, python: Python) -> Truth {
    truth(project, file, project.file(file).conds.at_span(span), given, python)
}

/// The parts that formulas demand together.
fn conjuncts(table: &CondTable, mut open: Vec<CondId>) -> Vec<CondId> {
    let mut out = Vec::new();
    while let Some(id) = open.pop() {
        match *table.get(id) {
            Cond::And(a, b) => open.extend([b, a]),
            _ => out.push(id),
        }
    }
    out
}
