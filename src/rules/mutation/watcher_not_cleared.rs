//! MUT009: a watcher is added, and nothing in the project ever gives it back.

use crate::capi::watchers;
use crate::finding::{Finding, Label};
use crate::rules::common::threads::calls;
use crate::rules::{Context, MUT009};

const WHY: &str = "an interpreter has eight of a kind, and keeps the pointer to the callback when the module is gone";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (name, row) in watchers::all() {
        if calls(project, row.clear).next().is_some() {
            continue;
        }
        for (at, site) in calls(project, name) {
            let call = project.call(site);
            let versions = call.live().and(MUT009.pythons(&project.targets));
            if versions.max().is_none_or(|newest| newest.0 < row.since) || project.is_unused(at) {
                continue;
            }
            let label = Label::new(site.file, call.span(), format!("no call of {} gives it back", row.clear));
            out.push(
                Finding::source(&MUT009, format!("a {} watcher is never cleared", row.of), label)
                    .symbol(project.func(at).name.as_str())
                    .note(WHY)
                    .help(format!("call {} where the module ends: m_free, or m_clear", row.clear)),
            );
        }
    }
}
