//! REF004: a result that may be NULL is followed without a test, or passed to what does not take NULL; or NULL is followed although a test has just found it.

use crate::finding::{Finding, Label, Severity};
use crate::link::flow::ownership::FaultKind;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF004};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::UncheckedNull) {
        let facts = project.file(fault.at.file);
        let label = Label::new(fault.at.file, fault.place, "followed here");
        let finding = match (fault.source, fault.gone) {
            (Some(source), Some(call)) => {
                let (Some(maker), Some(taker)) = (callee(facts, source), callee(facts, call)) else { continue };
                let message =
                    format!("the result of `{maker}` is NULL where it fails, and `{taker}` does not take NULL");
                Finding::source(&REF004, message, Label::new(fault.at.file, fault.place, "passed on without a test"))
                    .label(fault.at.file, facts.ast.expr_span(source), "may be NULL")
                    .severity(Severity::Warning)
                    .help("test it for NULL first")
            }
            (Some(source), None) => {
                let Some(maker) = callee(facts, source) else { continue };
                let message = format!("the result of `{maker}` is NULL where it fails, and followed without a test");
                Finding::source(&REF004, message, label)
                    .label(fault.at.file, facts.ast.expr_span(source), "may be NULL")
                    .help("test it for NULL first")
            }
            (None, Some(test)) => {
                let message = "a pointer is followed on the path on which a test has just found it to be NULL";
                Finding::source(&REF004, message, label)
                    .label(fault.at.file, facts.ast.expr_span(test), "NULL from here on")
                    .help("leave it out on this path, or use what takes NULL, such as `Py_XDECREF`")
            }
            _ => continue,
        };
        out.push(path(project, fault, finding));
    }
}
