//! ABI004: a name that belongs to the interpreter alone.

use crate::capi::names;
use crate::facts::VersionSet;
use crate::finding::{Finding, Severity};
use crate::link::Project;
use crate::link::api::NameUse;
use crate::rules::common::api::{Occurrence, folded, gone, instead, is_generated, only, since};
use crate::rules::{ABI004, Context};

const WHY: &str = "private names may change or go in any minor release, without a notice";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let private = || project.api().names.iter().filter(|u| names::is_private(&u.name));
    for found in folded(private().map(|used| (used.name, Occurrence::of_name(used, lacking(project, used))))) {
        let name = found.what;
        let has = names::versions(&name).unwrap_or_default();
        let message = format!("private `{name}` is gone from Python {} on", since(has));
        let finding = found.finding(&ABI004, message, "not in the public headers there").severity(Severity::Error);
        let finding = only(finding, found.at, gone(has, &project.targets), &project.targets);
        out.push(told(project, finding, &name));
    }
    let unaccepted = private().filter(|used| !names::is_accepted(&used.name));
    for found in folded(unaccepted.map(|used| (used.name, Occurrence::of_name(used, kept(project, used))))) {
        let name = found.what;
        let message = format!("`{name}` is private to CPython");
        out.push(told(project, found.finding(&ABI004, message, "no part of the API"), &name).note(WHY));
    }
}

fn told(project: &Project, finding: Finding, name: &str) -> Finding {
    let advice = names::advice(name).and_then(|a| Some(instead(a.instead?, a.since, &project.targets)));
    finding.symbol(name).help(advice.unwrap_or_else(|| "use the public API".to_owned()))
}

/// The targets on which a use does not compile, or finds nothing to link with.
fn lacking(project: &Project, used: &NameUse) -> VersionSet {
    let Some(has) = names::versions(&used.name) else { return VersionSet::default() };
    let mut lacking = gone(has, &project.targets).and(used.live);
    if lacking.is_empty() {
        return lacking;
    }
    lacking = lacking.without(used.declared.and(VersionSet(names::exported(&used.name))));
    lacking.without(project.with_internal_headers(used.file))
}

/// The targets on which a use works, where nothing keeps it from the newest and it is gone on none.
fn kept(project: &Project, used: &NameUse) -> VersionSet {
    let live = used.live.without(project.with_internal_headers(used.file));
    let newest = live.contains(project.targets.max_python);
    if !newest || is_generated(project, used.file) || !lacking(project, used).is_empty() {
        return VersionSet::default();
    }
    live
}
