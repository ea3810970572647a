//! Presence conditions seen from inside another: what of a condition remains when the surrounding one holds anyway.

use super::Units;
use crate::facts::{Cond, CondId, CondTable, FileId, Python, Span, Truth};

/// The truth on `python` of `cond`, a condition of `file`, where `given` (of the same file) holds anyway.
pub(crate) fn truth(project: &Units, file: FileId, cond: CondId, given: CondId, python: Python) -> Truth {
    if cond == CondId::ALWAYS || cond == given {
        return Truth::True;
    }
    let table = &project.file(file).conds;
    let (mut wanted, mut known) = (Vec::new(), Vec::new());
    conjuncts(table, cond, &mut wanted);
    conjuncts(table, given, &mut known);
    let rest = wanted.into_iter().filter(|c| !known.contains(c));
    rest.map(|c| table.truth(c, python)).min().unwrap_or(Truth::True)
}

/// [`truth`] of the condition that governs the start of `span`.
pub(crate) fn truth_at(project: &Units, file: FileId, span: Span, given: CondId, python: Python) -> Truth {
    truth(project, file, project.file(file).conds.at_span(span), given, python)
}

fn conjuncts(table: &CondTable, id: CondId, out: &mut Vec<CondId>) {
    match *table.get(id) {
        Cond::And(a, b) => {
            conjuncts(table, a, out);
            conjuncts(table, b, out);
        }
        _ => out.push(id),
    }
}
