//! ISO022: a variable with static storage that nothing writes.

use crate::capi::families::{self, Family};
use crate::facts::{Origin, Span, Storage};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::{Content, StaticVar};
use crate::rules::{Context, ISO022};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in &project.statics().vars {
        let facts = project.file(var.definition.file);
        let definition = facts.var(var.definition.id);
        if !never_written(var) || definition.init.is_none() || definition.origin != Origin::Written {
            continue;
        }
        let pointers = var.ty.pointers > 0 || definition.ty.function_pointer;
        // A name that the linker knows may be written by what is not here; so may one that another configuration writes.
        let own = definition.storage == Storage::Static;
        let assigned = project.sites.assignments_of_in(facts.file, definition.name).iter().any(|a| a.expr.is_some());
        // The parsers of arguments took keywords that are not constant before Python 3.13.
        let keywords = project.sites.calls_with_in(facts.file, definition.name).iter().any(|s| {
            let callee = facts.ast.callee_name(s.expr);
            callee.is_some_and(|n| families::is(n.trim_start_matches('_'), Family::Arguments))
        });
        if !own || assigned || keywords || definition.ty.volatile || var.ty.volatile {
            continue;
        }
        let label = Label::new(var.definition.file, definition.name_span, "placed in writable memory");
        let mut finding =
            Finding::source(&ISO022, format!("`{}` is never written and could be const", definition.name), label)
                .symbol(definition.name.as_str())
                .severity(Severity::Note)
                .help(if pointers { "put `const` after the last `*`" } else { "declare it `static const`" });
        // `*const p` binds to this one name; a `const` among the specifiers would bind to its neighbours as well.
        if definition.ty.pointers > 0 && !definition.ty.function_pointer && !definition.name.contains("::") {
            let at = Span::new(definition.name_span.start, definition.name_span.start);
            // A pointer into a constant array is of another type: whoever keeps one has to follow.
            let safe = if var.ty.arrays == 0 { Applicability::Safe } else { Applicability::Unsafe };
            finding = finding.edit(var.definition.file, at, "const ", safe);
        }
        out.push(finding);
    }
}

/// Nothing writes it, its address goes nowhere where it may be written, and somebody reads it.
fn never_written(var: &StaticVar) -> bool {
    let object = matches!(var.content, Content::Object);
    var.exempt.is_none()
        && !var.is_written()
        && !var.address_passed
        && var.escapes.is_empty()
        && var.reads + var.address_reads > 0
        && !object
}
