//! MUT012: the function that runs frames is replaced.

use crate::capi::internals::Of;
use crate::capi::roles::{self, Role};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::common::stores::stores;
use crate::rules::common::threads::calls;
use crate::rules::{Context, MUT012};

const WHY: &str = "the hook is private: its signature changed in Python 3.9 and 3.11, it turns off inlined calls, and the last \
                   one who sets it wins";
const HELP: &str = "use sys.monitoring (Python 3.12), or sys.setprofile";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for name in roles::named(Role::HooksEval) {
        for (at, site) in calls(project, name).filter(|(at, _)| !project.is_unused(*at)) {
            let label = Label::new(site.file, project.call(site).span(), "for all frames of the interpreter");
            out.push(finding(project, at, label));
        }
    }
    for store in stores(project, Of::Interpreter).into_iter().filter(|s| s.field.field == "eval_frame") {
        out.push(finding(
            project,
            store.at,
            Label::new(store.at.file, store.span, "for all frames of the interpreter"),
        ));
    }
}

fn finding(project: &Project, at: FuncRef, label: Label) -> Finding {
    let finding = Finding::source(&MUT012, "the function that runs frames is replaced", label);
    finding.symbol(project.func(at).name.as_str()).note(WHY).help(HELP)
}
