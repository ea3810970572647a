//! ISO003: an object that is itself a variable with static storage.

use super::global_object::{located, weighed};
use super::{Context, ISO003};
use crate::finding::Finding;
use crate::link::Content;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in &project.statics().vars {
        if var.content != Content::Object || var.exempt.is_some() || var.ty.pointers > 0 {
            continue;
        }
        let name = project.var(var.definition).name;
        let message = format!("Python object `{name}` is statically allocated");
        let finding = located(context, &ISO003, var, message, "its reference count is shared by all interpreters")
            .note(format!("its type is `{}`, a struct that starts with an object header", var.ty.base))
            .help("create it in the Py_mod_exec function and keep it in module state");
        out.push(weighed(context, var, finding));
    }
}
