//! ISO002: a struct sequence type filled into a static type object.

use crate::finding::{Finding, Label};
use crate::link::types::TypeKind;
use crate::rules::common::binary::{self, isolated};
use crate::rules::common::types::{by_isolation, on_versions};
use crate::rules::{Context, ISO002};

const NOTE: &str = "`PyStructSequence_InitType` is also not part of the limited API";
const HELP: &str = "keep a pointer in module state and set it to `PyStructSequence_NewType(&desc)`";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    check_binaries(context, out);
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::StructSequence) {
        let versions = project.type_live(id);
        let live = object.creations.iter().find(|c| {
            let span = project.file(c.file).ast.expr_span(c.call);
            !project.live_at(c.file, span).and(versions).is_empty()
        });
        let Some(creation) = live else { continue };
        let call = project.file(creation.file).ast.expr_span(creation.call);
        let message = format!("struct sequence type `{}` is static and shared between interpreters", object.symbol);
        let label = Label::new(object.file, object.span, "one object for the whole process");
        let finding = Finding::source(&ISO002, on_versions(project, message, versions), label)
            .symbol(object.symbol.as_str())
            .label(creation.file, call, "initialized here")
            .note(NOTE)
            .help(HELP);
        out.push(by_isolation(project, object.file, finding));
    }
}

/// Static types of compiled modules that code hands to the function.
fn check_binaries(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::each(
        context,
        |recovered| &recovered.sequences,
        |found| {
            let name = &found.object.name;
            let message = format!("struct sequence type `{name}` is static and shared between interpreters");
            let finding = found.finding(&ISO002, message, name, found.object.address).note(NOTE).help(HELP);
            out.push(isolated(found.slice, finding));
        },
    );
}
