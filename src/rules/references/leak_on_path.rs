//! REF002: a new reference that nobody gives up on some path.

use crate::capi::families::{Family, is};
use crate::capi::functions::{Makes, facts_of};
use crate::capi::plain::{self, Plain};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::ownership::{Fault, FaultKind, How};
use crate::link::modules::Module;
use crate::link::{FuncRef, Project};
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF002};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::Leak) {
        // A value that a failing `PyModule_AddObject` leaves is another rule's.
        if fault.refused.is_none() {
            out.extend(report(project, fault));
        }
    }
}

fn report(project: &Project, fault: &Fault) -> Option<Finding> {
    let file = fault.at.file;
    let facts = project.file(file);
    let source = fault.source?;
    let name = callee(facts, source).filter(|name| !is_spoken_of(name))?;
    // `Py_XNewRef(*place);` counts for whoever has the place.
    if fault.how == How::Dropped && facts_of(name).is_some_and(|f| f.takes.has(1)) {
        return None;
    }
    let taken = facts.ast.expr_span(source);
    let (message, label) = match fault.how {
        How::Dropped => (
            format!("the reference that `{name}` returns is lost"),
            Label::new(file, taken, "no variable holds it, and nothing takes it over"),
        ),
        How::Overwritten => (
            format!("the reference from `{name}` is lost where its variable gets another value"),
            Label::new(file, fault.place, "lost here"),
        ),
        How::Return => (
            format!("the reference from `{name}` is not given up on this path"),
            Label::new(file, fault.place, "lost here"),
        ),
    };
    let mut finding = Finding::source(&REF002, message, label);
    if fault.how != How::Dropped {
        finding = finding.label(file, taken, "taken here");
        finding = path(project, fault, finding);
    } else {
        finding = finding.symbol(facts.func(fault.at.id).name.as_str());
    }
    if runs_once(project, fault.at) {
        finding =
            finding.severity(Severity::Note).note("this function runs once for an import: what it leaks does not grow");
    }
    Some(finding.help("release it with `Py_DECREF` on this path, return it, or store it where it is released later"))
}

/// Whether a function makes a module, or is called for that alone.
fn runs_once(project: &Project, at: FuncRef) -> bool {
    let makes = |module: &Module| module.init == at || module.others.contains(&at);
    project.modules.iter().any(makes) || project.statics().runs_at_init(at)
}

/// Whether other rules speak of what a call returns: the dict of a type, a module that its init function makes.
fn is_spoken_of(name: &str) -> bool {
    let module = facts_of(name).is_some_and(|f| f.makes == Some(Makes::Module)) && !is(name, Family::Imports);
    plain::lookup(name) == Some(Plain::TypeDict) || module
}
