//! ISO020 and ISO021: mutable variables with static storage that hold no Python object.

use super::common::culprits::is_mutable;
use super::global_object::{located, weighed};
use super::{Context, ISO020, ISO021};
use crate::finding::{Finding, Severity};
use crate::link::Content;

/// The level is a note; a warning where a function that runs after the module's initialisation writes the variable:
/// then every interpreter of the process sees the others' changes.
pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in &project.statics().vars {
        if var.content != Content::Plain || !is_mutable(var) {
            continue;
        }
        let name = project.var(var.definition).name;
        let role = var.role(project).as_str();
        let (rule, message) = if var.local {
            (&ISO021, format!("mutable static local `{name}` ({role})"))
        } else {
            (&ISO020, format!("mutable process-wide variable `{name}` ({role})"))
        };
        let mut finding = located(context, rule, var, message, "one for all interpreters and threads");
        if var.written_after_init() && !var.local && var.is_written() {
            finding = finding.severity(Severity::Warning);
        } else if let Some(value) = var.single_constant(project) {
            finding = finding.note(format!("set once, to {value}: two interpreters cannot disagree about it"));
        }
        finding = finding.help("move it to module state, or make it thread-local or atomic");
        out.push(weighed(context, var, finding));
    }
}
