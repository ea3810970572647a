//! REF005: an object is used after the function gave up its only reference.

use crate::finding::{Finding, Label};
use crate::link::flow::ownership::FaultKind;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF005};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::UseAfterRelease) {
        let facts = project.file(fault.at.file);
        let (Some(source), Some(gone)) = (fault.source, fault.gone) else { continue };
        let Some(maker) = callee(facts, source) else { continue };
        let message = format!("the object from `{maker}` is used after its only reference was released");
        let label = Label::new(fault.at.file, fault.place, "used here");
        let finding = Finding::source(&REF005, message, label)
            .label(fault.at.file, facts.ast.expr_span(source), "taken here")
            .label(fault.at.file, facts.ast.expr_span(gone), "released here");
        out.push(path(project, fault, finding).help("release it behind the last use"));
    }
}
