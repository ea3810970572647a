//! ISO003: an object that is itself a variable with static storage.

use rustc_hash::FxHashSet;

use crate::facts::DataVariable;
use crate::finding::Finding;
use crate::link::{Content, VarRef, is_heap_type_struct};
use crate::rules::common::variables::{self, Class, Judged};
use crate::rules::isolation::global_object::{located, weighed};
use crate::rules::{Context, ISO003};

const HELP: &str = "create it in the `Py_mod_exec` function and keep it in module state";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    variables::each_variable(context, out, compiled);
    let project = context.project;
    let types: FxHashSet<VarRef> = project.types.iter().filter_map(|(_, t)| t.var).collect();
    for var in &project.statics().vars {
        if var.content != Content::Object || var.exempt.is_some() || var.ty.pointers > 0 {
            continue;
        }
        // A type, or a struct that begins with one: another rule's matter.
        let is_type = is_heap_type_struct(project, var.definition.file, var.ty.base.as_str());
        if is_type || types.contains(&var.definition) {
            continue;
        }
        let name = project.var(var.definition).name;
        let message = format!("Python object `{name}` is statically allocated");
        let finding = located(context, &ISO003, var, message, "its reference count is shared by all interpreters")
            .note(format!("its type is `{}`, a struct that starts with an object header", var.ty.base))
            .help(HELP);
        out.push(weighed(context, var, finding));
    }
}

/// An object in the data of a compiled file.
fn compiled(var: &DataVariable) -> Option<Judged> {
    let object = variables::class(var) == Class::Object;
    let message = format!("Python object `{}` is statically allocated", var.name);
    object.then_some(Judged { rule: &ISO003, message, help: HELP })
}
