//! MUT001: a field of a Python function is written past the interpreter.

use crate::capi::internals::Of;
use crate::finding::{Finding, Label};
use crate::link::flow::sharing::{Sharing, Whose};
use crate::rules::common::stores::stores;
use crate::rules::{Context, MUT001};

const WHY: &str = "the interpreter specialises calls by the function's version and keeps builtins beside globals: a store goes \
                   past both, past watchers and past locks";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut sharing = Sharing::new(project);
    for store in stores(project, Of::Function) {
        // A function that nobody has called yet.
        if sharing.whose(store.at, store.object) == Whose::Own {
            continue;
        }
        let label = Label::new(store.at.file, store.span, "changed behind the interpreter's back");
        out.push(
            Finding::source(&MUT001, format!("direct write to `{}` of a function", store.field.field), label)
                .symbol(project.func(store.at).name.as_str())
                .note(WHY)
                .help(format!("use {}", store.field.instead)),
        );
    }
}
