//! What the rules about state in C globals share on compiled files: variables that debug information declares and that
//! an instruction surely writes.

use super::binary::weighed;
use crate::capi::families::{self, Family};
use crate::capi::struct_roles::Kind;
use crate::capi::{locks, struct_roles};
use crate::facts::{BinaryFacts, DataVariable, Holds, Slice};
use crate::finding::{Finding, RuleMeta};
use crate::rules::Context;

/// What a declaration says that a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// No Python object.
    Plain,
    /// A pointer to an object, or an array of such.
    ObjectPointer,
    /// A struct with such pointers.
    ObjectStruct,
    /// An object.
    Object,
    /// A table that CPython's API takes.
    Table,
    /// A lock, itself or its handle.
    Lock,
    /// Another rule's matter, or not known: a type object, an atomic variable, a type without a description.
    Other,
}

/// Types of C++ by their names without a namespace, which is all that debug information has at hand.
fn is_atomic(name: &str) -> bool {
    name.starts_with("atomic<") || name.starts_with("atomic_") || families::is(name, Family::Atomic)
}

/// What a variable is by its declared type.
pub(crate) fn class(var: &DataVariable) -> Class {
    let ty = &var.declared;
    let any = |test: fn(&str) -> bool| ty.names.iter().any(|name| test(name));
    if ty.atomic || any(is_atomic) || ty.pointers == 0 && any(struct_roles::is_type) {
        return Class::Other;
    }
    if any(locks::is_type) {
        return Class::Lock;
    }
    if any(struct_roles::is_table) || ty.behind.iter().any(|name| struct_roles::is(name, Kind::ModuleDef)) {
        return if ty.pointers == 0 { Class::Table } else { Class::Other };
    }
    match ty.holds {
        Holds::Nothing => Class::Plain,
        Holds::ObjectPointer => Class::ObjectPointer,
        Holds::ObjectStruct => Class::ObjectStruct,
        Holds::Object => Class::Object,
        Holds::Unknown => Class::Other,
    }
}

/// Adds the findings that `judge` makes of the variables of every compiled file; they are placed, and their level is
/// set by what the module says about interpreters.
///
/// The slices of one file are compiled from the same sources: only the first one that has variables counts.
pub(crate) fn each_variable(
    context: &Context<'_>,
    out: &mut Vec<Finding>,
    judge: impl Fn(&DataVariable) -> Option<Judged>,
) {
    for binary in context.artifacts.iter().flat_map(|a| a.binaries()) {
        let Some(slice) = binary.slices.iter().find(|s| !s.recovered.variables.is_empty()) else { continue };
        for var in &slice.recovered.variables {
            if !is_found_otherwise(slice, var)
                && let Some(judged) = judge(var)
            {
                out.push(place(binary, slice, var, judged));
            }
        }
    }
}

/// What a rule says about a variable.
pub(crate) struct Judged {
    /// The rule.
    pub(crate) rule: &'static RuleMeta,
    /// The header line.
    pub(crate) message: String,
    /// What to write instead.
    pub(crate) help: &'static str,
}

/// A static type or a module definition has its own rules.
fn is_found_otherwise(slice: &Slice, var: &DataVariable) -> bool {
    let data = &slice.recovered;
    let inside = |address: u64| address >= var.address && address - var.address < var.size.max(1);
    data.types.iter().any(|t| inside(t.address))
        || data.sequences.iter().any(|s| inside(s.address))
        || data.modules.iter().any(|m| inside(m.address))
}

fn place(binary: &BinaryFacts, slice: &Slice, var: &DataVariable, judged: Judged) -> Finding {
    let machine = slice.machine.as_str();
    let mut finding = Finding::binary(judged.rule, judged.message, binary.file, binary.member.clone())
        .symbol(&*var.name)
        .evidence(format!("`{}` at {:#x} ({machine})", var.declared.text, var.address))
        .compiled_from(var.line.as_ref());
    if let Some(place) = &var.written {
        finding =
            finding.evidence(format!("written by the instruction at {:#x} in `{}`", place.address, place.function));
    }
    let finding = finding.help(judged.help);
    // Whether what a variable gets can do harm is not seen: its level is never raised.
    weighed(slice, finding)
}
