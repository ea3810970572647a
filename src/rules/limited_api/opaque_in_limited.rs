//! LIM003: structs that the limited API does not show, and static objects of them.

use rustc_hash::FxHashMap;

use crate::capi::{fields, limited};
use crate::facts::{FileId, Name, Span, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::api::Limited;
use crate::link::types::TypeKind;
use crate::rules::common::api::{Occurrence, folded};
use crate::rules::{Context, LIM003};

const GET_SLOT: &str = "get slots by PyType_GetSlot, names by PyType_GetName; everything else by functions";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut known: FxHashMap<FileId, Option<(Limited, Vec<VersionSet>)>> = FxHashMap::default();
    // The limited API of a file, and the targets on which a place of it is compiled with that.
    let mut at = |file: FileId, span: Span| {
        let conds = &project.file(file).conds;
        let of = || project.limited(file).map(|api| (api, conds.with_limited_api(api.value)));
        let (api, live) = known.entry(file).or_insert_with(of).as_ref()?;
        Some((*api, *live.get(conds.at_span(span).0 as usize)?))
    };
    let uses = project.api().fields.iter().filter_map(|used| {
        let (_, live) = at(used.file, used.span).filter(|(api, _)| !limited::shows(used.of, api.minor()))?;
        let field = used.field.filter(|f| fields::versions(used.of, f).is_some());
        Some(((used.of, field), Occurrence::of_field(used, live)))
    });
    for found in folded(uses) {
        let (of, field): (&str, Option<Name>) = found.what;
        let what = field.map_or_else(|| "its size is not known".to_owned(), |f| format!("`{f}` is out of reach"));
        let message = format!("`{of}` is opaque in the limited API: {what}");
        let finding = found.finding(&LIM003, message, "does not compile there").symbol(of);
        let advice = field.and_then(|f| fields::advice(of, &f)).map(|a| format!("use {}", a.instead));
        out.push(finding.help(advice.unwrap_or_else(|| GET_SLOT.to_owned())));
    }
    for (_, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Static) {
        let live = at(object.file, object.span).map(|(_, live)| live);
        if live.is_none_or(|live| live.is_empty()) || project.own(object.file, object.symbol).0.is_empty() {
            continue;
        }
        let message = format!("static type `{}`: the limited API does not show what a type is made of", object.symbol);
        let label = Label::new(object.file, object.span, "does not compile there");
        let help = "make it of a PyType_Spec with PyType_FromModuleAndSpec";
        out.push(Finding::source(&LIM003, message, label).symbol(object.symbol.as_str()).help(help));
    }
}
