//! ISO023: a lock with static storage.

use crate::facts::DataVariable;
use crate::finding::{Finding, Label};
use crate::link::Exemption;
use crate::rules::common::variables::{self, Class, Judged};
use crate::rules::isolation::global_object::weighed;
use crate::rules::{Context, ISO023};

const HELP: &str = "do not hold it while running Python code";

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
    variables::each_variable(context, out, compiled);
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
            .help(HELP);
        out.push(weighed(context, var, finding));
    }
}

/// A lock of a compiled file: its type says all. A handle is one only once something writes it, and a lock that
/// no code names locks nothing.
fn compiled(var: &DataVariable) -> Option<Judged> {
    let names = &var.declared.names;
    let held = variables::class(var) == Class::Lock && !names.iter().any(|name| is_never_held(name));
    let there = var.declared.pointers == 0 || var.written.is_some();
    let message = format!("process-wide lock `{}`", var.name);
    (held && there && var.used && var.beside_python).then_some(Judged { rule: &ISO023, message, help: HELP })
}

fn is_never_held(name: &str) -> bool {
    NOT_HELD.iter().any(|ty| *ty == name || ty.strip_prefix("std::") == Some(name))
}
