//! ABI008, ABI010, ABI011: structs and fields that a targeted Python does not have.

use crate::capi::internals::{self, Of};
use crate::capi::{fields, structs};
use crate::facts::{Name, VersionSet};
use crate::finding::{Finding, RuleMeta};
use crate::link::Project;
use crate::link::api::{FieldUse, FieldUseKind};
use crate::rules::common::api::{Occurrence, Occurrences, folded, gone, instead, not_yet, since};
use crate::rules::common::threads::is_compiled_python;
use crate::rules::{ABI008, ABI010, ABI011, Context};

/// What a use is about: the struct, its field, and which rule speaks.
type Key = (&'static str, Option<Name>, Lack);

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    /// The struct is not defined any more.
    Struct,
    /// The field is gone.
    Field,
    /// The field is not there yet.
    NotYet,
    /// The field, in an initialiser of a struct of slots.
    Slot,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    // Who asks for the version of a dict is told by MUT014, but for generated code.
    let told_by_version = |used: &&FieldUse| {
        let version = internals::of(Of::Version).any(|row| used.field.is_some_and(|field| field == row.field));
        version && !is_compiled_python(project, used.file)
    };
    let uses =
        project.api().fields.iter().filter(|used| !told_by_version(used)).filter_map(|used| lacking(project, used));
    out.extend(folded(uses).into_iter().map(|found| told(project, &found)));
    moved(project, out);
}

fn lacking(project: &Project, used: &FieldUse) -> Option<(Key, Occurrence)> {
    let targets = &project.targets;
    let has_struct = fields::defined(used.of)?;
    // What the public headers define is as they say it, whatever internal headers are there.
    let known = used.certain.without(project.with_internal_headers(used.file).without(VersionSet(has_struct)));
    let without = gone(has_struct, targets).and(known);
    if !without.is_empty() {
        return Some(((used.of, used.field, Lack::Struct), Occurrence::of_field(used, without)));
    }
    let field = used.field?;
    let slot =
        matches!(used.kind, FieldUseKind::Designated(_)) && structs::fields(used.of, targets.max_python.0).is_some();
    let Some(has) = fields::versions(used.of, &field) else {
        let relic = slot && fields::is_relic(used.of, &field);
        return relic.then(|| ((used.of, Some(field), Lack::Slot), Occurrence::of_field(used, known)));
    };
    let known = known.and(VersionSet(has_struct));
    let lost = gone(has, targets).and(known);
    if !lost.is_empty() {
        let lack = if slot { Lack::Slot } else { Lack::Field };
        return Some(((used.of, Some(field), lack), Occurrence::of_field(used, lost)));
    }
    let early = not_yet(has, targets).and(known);
    Some(((used.of, Some(field), Lack::NotYet), Occurrence::of_field(used, early)))
}

fn told(project: &Project, found: &Occurrences<Key>) -> Finding {
    let (of, field, lack) = found.what;
    let name = field.map_or(of.to_owned(), |field| format!("{of}.{field}"));
    let has = field.and_then(|field| fields::versions(of, &field)).unwrap_or_default();
    let (rule, message, label): (&'static RuleMeta, String, &str) = match lack {
        Lack::Struct => {
            let from = since(fields::defined(of).unwrap_or_default());
            let what = field.map_or_else(|| "its size is not known".to_owned(), |f| format!("`{f}` is out of reach"));
            (&ABI010, format!("`{of}` is opaque from Python {from} on: {what}"), "does not compile there")
        }
        Lack::Field => (&ABI011, format!("`{name}` was removed in Python {}", since(has)), "does not compile there"),
        Lack::NotYet => {
            let first = has.trailing_zeros();
            (&ABI011, format!("`{name}` is not there before Python 3.{first}"), "does not compile there")
        }
        Lack::Slot if has == 0 => (&ABI008, format!("`{name}` is of Python 2"), "no Python 3 has it"),
        Lack::Slot => (&ABI008, format!("`{name}` was removed in Python {}", since(has)), "does not compile there"),
    };
    let finding = found.finding(rule, message, label).symbol(name);
    let advice = field.and_then(|field| fields::advice(of, &field)).filter(|_| lack != Lack::NotYet);
    finding.help(match advice {
        Some(advice) => instead(advice.instead, advice.since, &project.targets),
        None if lack == Lack::Slot => "take it out, or put it behind a test of PY_VERSION_HEX".to_owned(),
        None => "put it behind a test of PY_VERSION_HEX".to_owned(),
    })
}

/// A function at the place of `tp_print` in a list without names: newer Pythons read an offset there.
fn moved(project: &Project, out: &mut Vec<Finding>) {
    for ty in project.type_views() {
        let newer = VersionSet::range(crate::facts::Python(fields::PRINT_BECAME_OFFSET), project.targets.max_python);
        for slot in ty.slots_ever("tp_vectorcall_offset").filter(|slot| !slot.funcs().is_empty()) {
            let at = slot.live().and(newer).and(project.targets.versions());
            if at.is_empty() {
                continue;
            }
            let name = slot.name().map(|n| n.to_string()).unwrap_or_default();
            let message = format!("`{name}` stands where Python 3.8 and newer read tp_vectorcall_offset");
            let label = crate::finding::Label::new(slot.file, slot.span, "was tp_print once");
            let why = "a call of an instance takes the function's address for an offset";
            out.push(
                Finding::source(&ABI008, message, label)
                    .symbol(ty.symbol.as_str())
                    .note(why)
                    .help("write 0 in its place"),
            );
        }
    }
}
