//! ABI006, ABI007: names that are to go, and names that are promised for one minor version only.

use crate::capi::functions::facts_of;
use crate::capi::names;
use crate::facts::{Name, Python, Truth, VersionSet};
use crate::finding::{Finding, Severity};
use crate::link::Project;
use crate::rules::common::api::{Occurrence, Occurrences, folded, gone, instead, is_generated};
use crate::rules::{ABI006, ABI007, Context};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let uses = || project.api().names.iter().filter(|u| !is_generated(project, u.file));
    let leaving = uses().map(|used| (used.name, Occurrence::of_name(used, leaving(project, used.name))));
    out.extend(folded(leaving).into_iter().map(|found| deprecated(project, &found)));
    let unstable = uses().filter(|u| names::is_unstable(&u.name) && !names::is_accepted(&u.name));
    for found in folded(unstable.map(|used| (used.name, Occurrence::of_name(used, project.targets.versions())))) {
        let name = found.what;
        let limited = project.targets.limited_api == Truth::True;
        let message = format!("`{name}` is unstable API: it may change in the next minor version");
        let finding = found.finding(&ABI007, message, "promised for one minor version").symbol(name.as_str());
        out.push(if limited {
            finding.severity(Severity::Error).note("the limited API has no unstable names").help("use the limited API")
        } else {
            finding.help("build once for each minor version, and look at it when a new one comes")
        });
    }
}

/// Since when a name is deprecated, and whether only softly.
fn since(name: &str) -> Option<(Option<u8>, bool)> {
    let function = facts_of(name);
    let pending = names::advice(name).is_some_and(|a| a.pending.is_some());
    match function.and_then(|f| f.deprecated) {
        Some(minor) => Some((Some(minor), false)),
        None if pending => Some((None, false)),
        None => function.and_then(|f| f.soft_deprecated).map(|minor| (Some(minor), true)),
    }
}

/// The targets on which something is to be said about a name: something else can be written there.
fn leaving(project: &Project, name: Name) -> VersionSet {
    let none = VersionSet::default();
    if names::is_private(&name) || names::versions(&name).is_some_and(|has| !gone(has, &project.targets).is_empty()) {
        return none;
    }
    let (Some((minor, soft)), Some(advice)) = (since(&name), names::advice(&name)) else { return none };
    let there = advice.since.is_none_or(|since| Python(since) <= project.targets.min_python);
    if !there && (soft || advice.pending.is_none()) || advice.instead.is_none() {
        return none;
    }
    VersionSet::range(Python(minor.unwrap_or(0)), project.targets.max_python).and(project.targets.versions())
}

fn deprecated(project: &Project, found: &Occurrences<Name>) -> Finding {
    let name = found.what;
    let (minor, soft) = since(&name).unwrap_or((None, true));
    let advice = names::advice(&name);
    let pending = advice.and_then(|a| a.pending);
    let message = match (minor, soft) {
        (Some(minor), true) => format!("`{name}` is soft-deprecated since Python 3.{minor}"),
        (Some(minor), false) => format!("`{name}` is deprecated since Python 3.{minor}"),
        (None, _) => format!("`{name}` is deprecated"),
    };
    let mut finding = found.finding(&ABI006, message, "").symbol(name.as_str());
    if let Some(pending) = pending {
        finding = finding.note(format!("it is to be removed in Python 3.{pending}"));
        if pending <= project.targets.max_python.0 + 1 {
            finding = finding.severity(Severity::Warning);
        }
    }
    match advice.and_then(|a| Some(instead(a.instead?, a.since, &project.targets))) {
        Some(help) => finding.help(help),
        None => finding,
    }
}
