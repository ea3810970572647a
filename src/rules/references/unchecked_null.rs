//! REF004: a result that may be NULL is followed without a test.

use crate::finding::{Finding, Label};
use crate::link::flow::ownership::FaultKind;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF004};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::UncheckedNull) {
        let facts = project.file(fault.at.file);
        let Some(source) = fault.source else { continue };
        let Some(maker) = callee(facts, source) else { continue };
        let message = format!("the result of `{maker}` is NULL where it fails, and followed without a test");
        let label = Label::new(fault.at.file, fault.place, "followed here");
        let finding =
            Finding::source(&REF004, message, label).label(fault.at.file, facts.ast.expr_span(source), "may be NULL");
        out.push(path(project, fault, finding).help("test it for NULL first"));
    }
}
