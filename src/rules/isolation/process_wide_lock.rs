//! ISO023: a lock with static storage.

use crate::capi::locks::is_never_held;
use crate::facts::DataVariable;
use crate::finding::{Finding, Label};
use crate::link::Exemption;
use crate::rules::common::variables::{self, Class, Judged};
use crate::rules::isolation::global_object::weighed;
use crate::rules::{Context, ISO023};

const HELP: &str = "do not hold it while Python code runs";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    variables::each_variable(context, out, compiled);
    let project = context.project;
    for var in project.statics().vars.iter().filter(|v| v.exempt == Some(Exemption::Lock)) {
        let definition = project.var(var.definition);
        if is_never_held(definition.ty.bare_base()) || is_never_held(var.ty.bare_base()) {
            continue;
        }
        let label = Label::new(var.definition.file, definition.name_span, "one lock for all interpreters");
        let finding = Finding::source(&ISO023, format!("process-wide lock `{}`", definition.name), label)
            .symbol(definition.name.as_str())
            .note(
                "right for what exists once per process; an interpreter that waits for the lock must not hold its GIL",
            )
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
