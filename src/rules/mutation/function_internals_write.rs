//! MUT001: a field of a Python function is written past the interpreter.

use crate::finding::{Finding, Label};
use crate::rules::common::stores::into_functions;
use crate::rules::{Context, MUT001};

const WHY: &str = "the interpreter specialises calls by the function's version and keeps builtins beside globals: a store goes \
                   past both, past watchers and past locks";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for store in into_functions(project) {
        let label = Label::new(store.at.file, store.span, "changed behind the interpreter's back");
        out.push(
            Finding::source(&MUT001, format!("direct write to `{}` of a function", store.field.field), label)
                .symbol(project.func(store.at).name.as_str())
                .note(WHY)
                .help(format!("use {}", store.field.instead)),
        );
    }
}
