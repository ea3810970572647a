//! GC001: the traverse function of a heap type that does not visit the type.

mod binary;
mod edit;

use std::collections::BTreeMap;

use crate::facts::{Span, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::traverse::Visits;
use crate::link::macros::constants::flags;
use crate::link::modules::Isolation;
use crate::link::types::{Slot, TypeId};
use crate::link::{FuncRef, Project};
use crate::rules::common::types::{delegates, harmless, label_gc, on_versions};
use crate::rules::{Context, GC001};

const WHY: &str =
    "an instance of a heap type owns a reference to its type; since Python 3.9 `tp_traverse` must visit it";

/// One traverse function and the heap types that install it.
#[derive(Default)]
struct Case {
    types: Vec<(TypeId, Slot)>,
    versions: VersionSet,
    /// A return without the visit, where other paths have it.
    partly: Option<Span>,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::check(context, out);
    let project = context.project;
    let mut cases: BTreeMap<FuncRef, Case> = BTreeMap::new();
    for (id, _) in project.types.iter().filter(|(_, t)| t.is_heap()) {
        for python in project.type_live(id).and(since(project)).iter() {
            if !project.type_flags(id, python).may_have(flags::HAVE_GC) {
                continue;
            }
            for slot in project.type_slots(id, "tp_traverse", python) {
                for func in project.type_slot(&slot).funcs() {
                    let at = project.file(func.file);
                    if at.conds.truth(project.func(func).cond, python) == Truth::False {
                        continue;
                    }
                    let partly = match project.traversal(func, python).visits {
                        Visits::No => None,
                        Visits::Partly(span) => Some(span),
                        Visits::Yes | Visits::Unknown => continue,
                    };
                    let case = cases.entry(func).or_default();
                    case.versions = case.versions.or(VersionSet::range(python, python));
                    case.partly = case.partly.or(partly);
                    if case.types.last().is_none_or(|(last, _)| *last != id) {
                        case.types.push((id, slot));
                    }
                }
            }
        }
    }
    out.extend(cases.into_iter().map(|(func, case)| finding(project, func, &case)));
}

/// The Pythons that leave the visit to the type.
fn since(project: &Project) -> VersionSet {
    GC001.pythons(&project.targets)
}

fn finding(project: &Project, at: FuncRef, case: &Case) -> Finding {
    let func = project.func(at);
    let object = func.params.first().and_then(|p| p.name);
    let of = object.map_or("its object".to_owned(), |name| format!("`{name}`"));
    let message = format!("`{}` does not visit the type of {of}", func.name);
    let message = match case.partly {
        Some(_) => format!("{message} on every path"),
        None => message,
    };
    let label = Label::new(at.file, func.name_span, "the type is not visited");
    let mut finding =
        Finding::source(&GC001, on_versions(project, message, case.versions), label).symbol(func.name.as_str());
    if let Some(span) = case.partly {
        finding = finding
            .label(at.file, span, "returns without visiting the type")
            .likely("other paths do visit the type; whether this path can be taken is not known");
    }
    for (id, slot) in case.types.iter().take(4) {
        let of = project.types.get(*id).short_name();
        finding = finding.label(slot.file, slot.span, format!("installed here as `tp_traverse` of `{of}`"));
    }
    if let Some((id, _)) = case.types.first() {
        finding = label_gc(project, *id, finding);
    }
    finding = finding.note(WHY);
    if let Some((name, span)) = project.empty_visit(at).filter(|_| case.partly.is_none()) {
        finding = finding.label(at.file, span, format!("as `{name}` is defined here, it visits nothing"));
    }
    if let Some(note) = delegates(project, at) {
        finding = finding.note(note);
    }
    let level = if case.types.iter().any(|(_, s)| project.isolation(s.file) == Isolation::PerInterpreterGil) {
        Severity::Error
    } else if case.types.iter().all(|(id, _)| harmless(project, *id)) {
        Severity::Note
    } else {
        finding.severity
    };
    if finding.confidence == crate::finding::Confidence::Certain {
        finding = finding.severity(level);
    }
    // Where some paths or Pythons have the visit, one more at the top would be a second one there.
    let everywhere = since(project).iter().all(|python| project.traversal(at, python).visits == Visits::No);
    let types: Vec<TypeId> = case.types.iter().map(|(id, _)| *id).collect();
    edit::offer(project, at, &types, finding, everywhere)
}
