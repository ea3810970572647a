//! HT016: a pointer that only `tp_init` sets and that a method follows without a test.

mod fills;
mod followed;
mod makers;
mod refuses;
mod straight;

use rayon::prelude::*;

use crate::facts::{Python, Truth};
use crate::finding::{Finding, Label, Severity};
use crate::link::macros::constants::flags;
use crate::link::types::{TypeId, TypeKind};
use crate::link::{FuncRef, Project};
use crate::rules::heap_types::inherited_new::inherits_new;
use crate::rules::{Context, HT016};
use followed::How;
use refuses::Instances;

/// Why it is an error, and why a warning.
const ALWAYS: &str = "nothing is tested before: each such call crashes";
const SOMETIMES: &str = "a test or a loop stands before it: some of these calls crash";
const MAYBE: &str = "what stands before it was not followed: some of these calls crash";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let types: Vec<TypeId> = context.project.types.iter().map(|(id, _)| id).collect();
    // No type's answer asks for another's: in parallel, as this is the longest of all rules.
    let found: Vec<Option<Finding>> = types.into_par_iter().map(|id| finding(context.project, id)).collect();
    out.extend(found.into_iter().flatten());
}

fn finding(project: &Project, id: TypeId) -> Option<Finding> {
    let object = project.types.get(id);
    let python = project.type_live(id).max()?;
    let new = new_of(project, id, python)?;
    let init = match project.type_slots(id, "tp_init", python).is_empty() {
        // HT004 speaks about types that inherit their tp_new.
        true if project.type_slots(id, "tp_new", python).is_empty() => return None,
        true => None,
        false => Some(init_of(project, id, python)?),
    };
    if !object.complete || object.kind == TypeKind::ManualHeap {
        return None;
    }
    let subclassed = project.type_flags(id, python).has(flags::BASETYPE) != Some(Truth::False);
    let given = new.map_or(Instances::Own, |new| refuses::instances(project, new, subclassed));
    if given == Instances::None {
        return None;
    }
    let filled = match init {
        Some(init) => fills::filled(project, init),
        None => makers::set_by_makers(project, id),
    };
    if filled.is_empty() {
        return None;
    }
    let left = |field| new.is_none_or(|func| fills::leaves_null(project, func, field));
    let all = followed::followed(project, id, &|field| filled.contains_key(&field) && left(field));
    let used = all.iter().find(|used| used.how == How::Always).or(all.first())?;
    let (file, span) = filled.get(&used.name).copied()?;
    let (name, of) = (project.func(used.func).name, object.short_name());
    let (setter, where_null, note, help) = match init {
        Some(_) => (
            "`tp_init`",
            "NULL if `__init__` has not run",
            "such an object is created by `__new__` without `__init__`, or by a subclass whose `__init__` does not call that of its base",
            "set the field in `tp_new`, or raise an exception if it is NULL",
        ),
        None => (
            "the C code that creates instances",
            "NULL if Python code has created the object",
            match given {
                Instances::OfSubclasses => "`tp_new` leaves the field NULL: calling a subclass creates such an object",
                _ => "`tp_new` leaves the field NULL: calling the type creates such an object",
            },
            match given {
                Instances::OfSubclasses => "set the field in `tp_new`, or raise an exception if it is NULL",
                _ => {
                    "set `Py_TPFLAGS_DISALLOW_INSTANTIATION` (Python 3.10), set the field in `tp_new`, or raise an exception if it is NULL"
                }
            },
        ),
    };
    let mut finding = Finding::source(
        &HT016,
        match init {
            Some(init) if !fills::is_sole(project, id, init, used.name) => {
                format!("`{name}` dereferences `{}`, which `tp_init` of `{of}` sets but `tp_new` does not", used.name)
            }
            _ => format!("`{name}` dereferences `{}`, which only {setter} of `{of}` sets", used.name),
        },
        Label::new(used.func.file, used.span, where_null),
    )
    .symbol(object.symbol.as_str())
    .label(file, span, "set here")
    .note(note);
    finding = match used.how {
        How::Always => finding.note(ALWAYS).severity(Severity::Error),
        How::Handed(callee) => {
            finding.note(format!("nothing is tested before: `{callee}` gets the pointer, and follows it"))
        }
        How::Tested => finding.note(SOMETIMES),
        How::Unknown => finding.note(MAYBE),
    };
    Some(finding.help(help))
}

/// The `tp_init` of a type, where it is one function of the project.
fn init_of(project: &Project, id: TypeId, python: Python) -> Option<FuncRef> {
    let [slot] = project.type_slots(id, "tp_init", python)[..] else { return None };
    let name = project.file(slot.file).ast.referred_name(slot.value)?;
    match project.resolve_func_at(slot.file, name, slot.span)[..] {
        [func] => Some(func),
        _ => None,
    }
}

/// How Python code makes an instance: Some(None) by what CPython has for it, which zeroes the fields, else by a function.
fn new_of(project: &Project, id: TypeId, python: Python) -> Option<Option<FuncRef>> {
    if project.type_flags(id, python).has(flags::DISALLOW_INSTANTIATION) != Some(Truth::False) {
        return None;
    }
    match project.type_slots(id, "tp_new", python)[..] {
        [] => (project.types.get(id).kind == TypeKind::Spec && inherits_new(project, id, python)).then_some(None),
        [slot] => {
            let name = project.file(slot.file).ast.referred_name(slot.value)?;
            match project.resolve_func_at(slot.file, name, slot.span)[..] {
                [] => (name == "PyType_GenericNew").then_some(None),
                [func] => Some(Some(func)),
                _ => None,
            }
        }
        _ => None,
    }
}
