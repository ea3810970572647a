//! ISO023: a lock with static storage.

use super::global_object::weighed;
use super::{Context, ISO023};
use crate::finding::{Finding, Label};
use crate::link::Exemption;

/// Types that are never held: what guards a first time, and what threads wait for.
const NOT_HELD: &[&str] = &[
    "once_flag",
    "std::once_flag",
    "_PyOnceFlag",
    "pthread_once_t",
    "INIT_ONCE",
    "pthread_cond_t",
    "cnd_t",
    "CONDITION_VARIABLE",
    "std::condition_variable",
];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in project.statics().vars.iter().filter(|v| v.exempt == Some(Exemption::Lock)) {
        let definition = project.var(var.definition);
        if NOT_HELD.contains(&definition.ty.bare_base()) || NOT_HELD.contains(&var.ty.bare_base()) {
            continue;
        }
        let label = Label::new(var.definition.file, definition.name_span, "one lock for all interpreters");
        let finding = Finding::source(&ISO023, format!("process-wide lock `{}`", definition.name), label)
            .symbol(definition.name.as_str())
            .note("right for what the process has once; an interpreter that waits for it must not hold its GIL")
            .help("do not hold it while running Python code");
        out.push(weighed(context, var, finding));
    }
}
