//! A finding about types that are ready before the module's code runs.

use crate::facts::Span;
use crate::finding::{Finding, Label, Severity};
use crate::link::{FuncRef, Project};
use crate::rules::HT017;

/// A change of a type that this function has not made.
pub(super) fn finding(project: &Project, at: FuncRef, of: &str, field: &str, span: Span) -> Finding {
    Finding::source(
        &HT017,
        format!("`{field}` is changed on {of}, which is ready and in use"),
        Label::new(at.file, span, "changed for all users of the type"),
    )
    .symbol(project.func(at).name.as_str())
    .severity(Severity::Warning)
    .note("the type belongs to the whole process or to another module, and what its subclasses have inherited does not change with it")
    .help("create a subclass, or a type of your own")
}
