//! HT007: a type from a spec whose metaclass has a `tp_new`, which the creation does not call.

use crate::capi::creators;
use crate::facts::{Expr, Python, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::macros::constants::flags;
use crate::link::types::{Creation, Slot, TypeId, TypeKind, TypeRef};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, HT007};

/// Since then no function tolerates it.
const REFUSED_SINCE: Python = Python(14);

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter().filter(|(_, t)| t.kind == TypeKind::Spec) {
        for creation in &object.creations {
            let Some((meta, inherited)) = metaclass(project, creation) else { continue };
            let facts = project.file(creation.file);
            let span = facts.ast.expr_span(creation.call);
            let since = HT007.pythons(&project.targets);
            let call = project.live_at(creation.file, span);
            let live = call.and(since).and(project.type_live(id));
            let mut found: Option<(VersionSet, Slot)> = None;
            for python in live.iter() {
                if let Some(slot) = new_of(project, meta, python) {
                    let here = VersionSet::range(python, python);
                    found = Some(found.map_or((here, slot), |(all, first)| (all.or(here), first)));
                }
            }
            let Some((versions, slot)) = found else { continue };
            let strict = facts
                .ast
                .callee_name(creation.call)
                .is_some_and(|n| creators::lookup(&n).is_some_and(|c| c.metaclass.is_some()));
            let refused = strict || versions.max() >= Some(REFUSED_SINCE);
            let own = project.types.get(meta);
            let message =
                format!("the metaclass `{}` of `{}` has its own `tp_new`", own.short_name(), object.short_name());
            // The function itself is no older.
            let message = if strict { message } else { on_versions(project, message, versions) };
            let text = if refused { "raises TypeError" } else { "emits a DeprecationWarning" };
            let mut finding = Finding::source(&HT007, message, Label::new(creation.file, span, text))
                .symbol(object.symbol.as_str())
                .severity(if refused { Severity::Error } else { Severity::Warning })
                .label(slot.file, slot.span, "set here");
            if inherited {
                finding = finding.note("the metaclass comes from the base");
            }
            if !strict {
                finding = finding.note("deprecated since Python 3.12, raises TypeError since 3.14");
            }
            out.push(
                finding
                    .help("initialize the type in `tp_init` of the metaclass, or create it by calling the metaclass"),
            );
        }
    }
}

/// The metaclass of what a call creates, and whether a base gives it.
fn metaclass(project: &Project, creation: &Creation) -> Option<(TypeId, bool)> {
    match (project.named_metaclass(creation), creation.base) {
        (TypeRef::Type(meta), _) => Some((meta, false)),
        (TypeRef::Null, TypeRef::Type(base)) => match project.metaclass_of(base) {
            TypeRef::Type(meta) => Some((meta, true)),
            _ => None,
        },
        _ => None,
    }
}

/// The slot that gives a metaclass a `tp_new` other than that of `type`: its own, or that of a base.
fn new_of(project: &Project, meta: TypeId, python: Python) -> Option<Slot> {
    let mut own = None;
    for id in project.with_bases(meta) {
        if project.type_flags(id, python).has(flags::DISALLOW_INSTANTIATION) != Some(Truth::False) {
            return None;
        }
        if project.type_sets(id, "tp_new", python)? != Truth::False {
            own = Some(id);
            break;
        }
    }
    let meta = own?;
    let slots = project.type_slots(meta, "tp_new", python);
    let [slot] = slots.as_slice() else { return None };
    let ast = &project.file(slot.file).ast;
    // `PyType_Type.tp_new`, `(&PyType_Type)->tp_new`
    let of_type = matches!(ast.expr(ast.strip_casts(slot.value)), Expr::Member { .. });
    (!of_type && project.type_sets(meta, "tp_new", python) == Some(Truth::True)).then_some(*slot)
}
