//! REF001: a reference is given up although a call took it, or given away although it was only lent.

use crate::finding::{Finding, Label};
use crate::link::flow::ownership::FaultKind;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF001};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::ReleaseAfterSteal) {
        let facts = project.file(fault.at.file);
        let (Some(source), Some(gone)) = (fault.source, fault.gone) else { continue };
        let (Some(maker), Some(taker)) = (callee(facts, source), callee(facts, gone)) else { continue };
        if facts.ast.expr_span(gone).contains(fault.place) {
            let message = format!("`{taker}` takes over the reference that `{maker}` only lends");
            let label = Label::new(fault.at.file, fault.place, "nobody took a reference to give");
            let mut finding = Finding::source(&REF001, message, label);
            if !facts.ast.expr_span(gone).contains(facts.ast.expr_span(source)) {
                finding = finding.label(fault.at.file, facts.ast.expr_span(source), "borrowed here");
            }
            out.push(path(project, fault, finding).help("give it a reference of its own: `Py_NewRef`"));
            continue;
        }
        let message = format!("the reference from `{maker}` is given up again after `{taker}` took it");
        let label = Label::new(fault.at.file, fault.place, "given up again here");
        let finding = Finding::source(&REF001, message, label)
            .label(fault.at.file, facts.ast.expr_span(source), "taken here")
            .label(fault.at.file, facts.ast.expr_span(gone), "this call takes it over");
        out.push(path(project, fault, finding).help("leave it out: the reference is no longer this function's"));
    }
}
