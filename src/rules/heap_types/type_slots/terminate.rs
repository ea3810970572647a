//! The edit that ends a slot array.

use crate::facts::{ExprId, FileId, Origin, Span, Var};
use crate::finding::{Applicability, Finding};
use crate::link::Project;

/// Offers the terminator behind the last item: on a line of its own where the items have such.
pub(super) fn terminate(project: &Project, file: FileId, var: &Var, items: &[ExprId], finding: Finding) -> Finding {
    let facts = project.file(file);
    let (Some(&first), Some(&last), Some(list)) = (items.first(), items.last(), var.init) else { return finding };
    let [first, last, list] = [first, last, list].map(|e| facts.ast.expr_span(e));
    if var.origin != Origin::Written || facts.conds.at_span(last) != var.cond {
        return finding;
    }
    let line = first.start > list.start + 1;
    let text = if line { ",\n    {0, NULL}" } else { ", {0, NULL}" };
    finding.edit(file, Span::new(last.end, last.end), text, Applicability::Safe)
}
