//! MUT007: a builtin or a function of another module is looked up once and kept: what replaces it later is not seen. Off
//! by itself: ISO rules speak of the variable, this one of what it holds.

use crate::facts::{FileId, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::{Content, StaticVar, Value, Write};
use crate::rules::{Context, MUT007};

const HELP: &str = "look it up where it is used, or compare it with what is there now";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for var in project.statics().vars.iter().filter(|v| v.content == Content::ObjectPointer && v.exempt.is_none()) {
        let Some((file, span)) = looked_up(var) else { continue };
        let definition = project.var(var.definition);
        let label = Label::new(file, span, "kept from here on");
        out.push(
            Finding::source(&MUT007, format!("`{}` keeps an attribute of another module", definition.name), label)
                .symbol(definition.name.as_str())
                .severity(Severity::Note)
                .label(var.definition.file, definition.name_span, "kept here")
                .note("code that replaces the attribute later is not followed")
                .help(HELP),
        );
    }
}

/// Where the variable gets an attribute of a module, if it gets nothing else.
fn looked_up(var: &StaticVar) -> Option<(FileId, Span)> {
    let plain: Vec<&Write> = var.writes.iter().filter(|w| w.value != Value::Null).collect();
    let all = plain.iter().all(|w| w.value == Value::ImportedAttribute);
    plain.first().filter(|_| all).map(|w| (w.site.file, w.site.span))
}
