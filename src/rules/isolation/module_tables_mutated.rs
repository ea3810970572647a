//! ISO030: a table that CPython's API takes (methods, slots, definitions) is written at run time.

use crate::capi::functions::facts_of;
use crate::facts::{DataVariable, Scope};
use crate::finding::{Finding, Severity};
use crate::link::{Exemption, WriteKind};
use crate::rules::common::variables::{self, Class, Judged};
use crate::rules::isolation::global_object::{located, weighed};
use crate::rules::{Context, ISO030};

const HELP: &str = "set it in its initializer, or build one table per module";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    variables::each_variable(context, out, compiled);
    let project = context.project;
    for var in project.statics().vars.iter().filter(|v| v.exempt == Some(Exemption::Table)) {
        // A pointer to a table may change without the table.
        let direct = |kind: WriteKind| matches!(kind, WriteKind::Part | WriteKind::Assign | WriteKind::Step);
        // What the C API does with its tables is its own matter, even where the run holds its sources.
        let passed = |kind: WriteKind| matches!(kind, WriteKind::Passed(callee) if facts_of(&callee).is_none());
        let written = var.writes.iter().any(|w| direct(w.kind) || passed(w.kind));
        let keywords = var.ty.bare_base() == "char" && var.ty.arrays > 0;
        if !written || var.ty.pointers > 0 && !keywords {
            continue;
        }
        let definition = project.var(var.definition);
        let message = format!("table `{}` of type `{}` is changed at run time", definition.name, var.ty.bare_base());
        let label = if matches!(definition.scope, Scope::Local(_)) {
            "static: one table for all interpreters"
        } else {
            "one table for all interpreters"
        };
        let finding = located(context, &ISO030, var, message, label)
            .note("objects that were created from the table before the change, or by another interpreter, see the change as well")
            .help(HELP);
        let finding = if var.gets_constants_at_init(project) {
            let why = "only the import sets it, to constants: two interpreters write the same values";
            finding.severity(Severity::Note).note(why)
        } else {
            finding
        };
        out.push(weighed(context, var, finding));
    }
}

/// A table of a compiled file that an instruction writes.
fn compiled(var: &DataVariable) -> Option<Judged> {
    let written = variables::class(var) == Class::Table && var.written.is_some();
    let message = format!("table `{}` of type `{}` is changed at run time", var.name, var.declared.text);
    written.then_some(Judged { rule: &ISO030, message, help: HELP })
}
