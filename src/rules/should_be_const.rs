//! ISO022: a variable with static storage that nothing writes.

use super::{Context, ISO022};
use crate::facts::{Language, Origin, Span, Storage};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::{Content, StaticVar};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in &project.statics().vars {
        let facts = project.file(var.definition.file);
        let definition = facts.var(var.definition.id);
        if !never_written(var) || definition.init.is_none() || definition.origin != Origin::Written {
            continue;
        }
        let pointers = var.ty.pointers > 0 || definition.ty.function_pointer;
        // The name of a variable that only another language or file declares may be written there.
        let seen_elsewhere = definition.storage != Storage::Static && facts.language == Language::Cpp;
        if seen_elsewhere {
            continue;
        }
        let label = Label::new(var.definition.file, definition.name_span, "lies in writable memory");
        let mut finding =
            Finding::source(&ISO022, format!("`{}` is never written; it could be const", definition.name), label)
                .symbol(definition.name.as_str())
                .severity(Severity::Note)
                .help(if pointers { "put `const` behind the last `*`" } else { "declare it `static const`" });
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
    var.exempt.is_none() && !var.is_written() && var.escapes.is_empty() && var.reads > 0 && !object
}
