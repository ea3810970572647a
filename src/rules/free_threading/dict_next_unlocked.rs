//! FT002: a dict that other threads may change is walked with `PyDict_Next` outside of a critical section.

use crate::capi::roles::{self, Role};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::sharing::Whose;
use crate::rules::common::threads::{Threads, calls};
use crate::rules::{Context, FT002};

const WHY: &str = "the call takes no lock and gives borrowed references: a change of the dict in between is undefined \
                   behaviour";
const HELP: &str = "put the loop between Py_BEGIN_CRITICAL_SECTION(dict) and Py_END_CRITICAL_SECTION(), or walk a copy \
                    (PyDict_Copy)";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(mut threads) = Threads::new(project, &FT002) else { return };
    for name in roles::named(Role::WalkDict) {
        for (at, site) in calls(project, name) {
            let call = project.call(site);
            let Some(&dict) = call.args().first() else { continue };
            if !threads.is_open(at, call.span()) {
                continue;
            }
            let Whose::Shared(through) = threads.whose(at, dict) else { continue };
            let versions = threads.built(site.file, call.span());
            let message = threads.on_versions(format!("`{name}` walks a dict that other threads may change"), versions);
            let label = format!("no critical section around it; the dict is {}", through.as_str());
            let finding = Finding::source(&FT002, message, Label::new(site.file, call.span(), label))
                .symbol(project.func(at).name.as_str())
                .note(WHY)
                .help(HELP);
            out.push(threads.weighed(finding, Severity::Warning, at));
        }
    }
}
