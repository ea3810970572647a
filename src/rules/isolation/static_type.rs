//! ISO001: a type object with static storage.

use rustc_hash::FxHashSet;

use crate::facts::{Origin, Scope};
use crate::finding::{Finding, Label};
use crate::link::types::TypeKind;
use crate::link::values::live;
use crate::link::{Exemption, is_heap_type_struct};
use crate::rules::common::binary::{self, isolated};
use crate::rules::common::types::{by_isolation, on_versions};
use crate::rules::{Context, ISO001};

const WHY: &str = "its reference count, dict and subclasses are mutable, and its methods cannot access module state";
const HELP: &str =
    "define a `PyType_Spec` and create the type with `PyType_FromModuleAndSpec` in the `Py_mod_exec` function";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    check_heap_type_structs(context, out);
    let project = context.project;
    let mut seen = FxHashSet::default();
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Static) {
        let versions = project.type_live(id);
        let Some(var) = object.var else { continue };
        let var = project.var(var);
        // `#if` branches that define one variable each are one type.
        let repeated = !matches!(var.scope, Scope::Local(_)) && !seen.insert((object.file, object.symbol));
        if versions.is_empty() || repeated {
            continue;
        }
        let what = if var.ty.arrays > 0 { "types" } else { "type" };
        let verb = if var.ty.arrays > 0 { "are" } else { "is" };
        let message = format!("{what} `{}` {verb} statically allocated and shared between interpreters", object.symbol);
        let label = Label::new(object.file, object.span, "one object for the whole process");
        let mut finding = Finding::source(&ISO001, on_versions(project, message, versions), label)
            .symbol(object.symbol.as_str())
            .note(WHY)
            .help(HELP);
        if let Origin::Macro(name) = object.origin {
            finding = finding.note(format!("defined by the macro `{name}`"));
        }
        out.push(by_isolation(project, object.file, finding));
    }
}

/// Type objects with more behind them, which no table of types fills: `PyHeapTypeObject` and structs that start with one.
fn check_heap_type_structs(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in &project.statics().vars {
        let at = var.definition;
        let versions = live(project, at.file, project.var(at).cond);
        let exempt = var.exempt.is_some_and(|why| why != Exemption::TypeObject);
        if exempt || var.ty.pointers > 0 || !is_heap_type_struct(project, at.file, var.ty.base.as_str()) {
            continue;
        }
        let (name, span) = (project.var(at).name, project.var(at).name_span);
        let message = format!("type `{name}` is statically allocated and shared between interpreters");
        let label = Label::new(at.file, span, "one object for the whole process");
        let finding = Finding::source(&ISO001, on_versions(project, message, versions), label)
            .symbol(name.as_str())
            .note(WHY)
            .help(HELP);
        out.push(by_isolation(project, at.file, finding));
    }
}

/// Static types in the data of compiled modules; those that code fills at run time are not seen.
fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each(
        context,
        |recovered| &recovered.types,
        |found| {
            let name = &found.object.name;
            let message = format!("type `{name}` is statically allocated and shared between interpreters");
            let finding = found.finding(&ISO001, message, name, found.object.address).note(WHY).help(HELP);
            out.push(isolated(found.slice, finding));
        },
    );
}
