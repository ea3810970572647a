//! REF003: a borrowed reference is used after a call that can run Python code.

use crate::finding::{Finding, Label};
use crate::link::flow::ownership::FaultKind;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF003};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::Stale) {
        let facts = project.file(fault.at.file);
        let (Some(source), Some(gone)) = (fault.source, fault.gone) else { continue };
        let (Some(maker), Some(runs)) = (callee(facts, source), callee(facts, gone)) else { continue };
        let message = format!("the reference borrowed by `{maker}` is used after `{runs}`, which can run Python code");
        let label = Label::new(fault.at.file, fault.place, "used here");
        let finding = Finding::source(&REF003, message, label)
            .label(fault.at.file, facts.ast.expr_span(source), "borrowed here")
            .label(fault.at.file, facts.ast.expr_span(gone), "that code can take the object out of its container");
        out.push(path(project, fault, finding).help("take a reference with `Py_INCREF` before the call"));
    }
}
