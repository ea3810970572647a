//! What a call of CPython or of the C library does to the exception that is set. Data and look-ups, no judgement.
//!
//! What is not told by the table of functions stands in `exceptions.tsv`, written by hand.

use std::sync::LazyLock;

use super::functions::{self, Fails, Returns, RunsPython};
use super::libc;
use super::plain::{self, Plain};
use super::roles;
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Does>> = LazyLock::new(|| Named::of(include_str!("exceptions.tsv"), read));
static LIBC: LazyLock<rustc_hash::FxHashSet<&'static str>> =
    LazyLock::new(|| libc::all().map(|(name, _)| name).collect());

/// Calls by which a function sets the exception that another one did not, or asks for it.
pub const RAISES: &[&str] =
    &["PyErr_NoMemory", "PyErr_Occurred", "PyErr_SetNone", "PyErr_SetString", "PyErr_Format", "PyErr_SetObject"];

/// Whether a call of this name sets an exception for sure.
pub fn raises(name: &str) -> bool {
    RAISES.contains(&name) && plain::lookup(name) != Some(Plain::ErrorSet)
}

/// What a call does to the exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It never sets one.
    Quiet,
    /// It sets one where it fails, and tells that by its result.
    Tells(Fails),
    /// It forgets the one that is set.
    Forgets,
    /// It says whether one is set.
    Asks,
    /// It sets one, or that is not known.
    Open,
}

/// What a row of the table says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Does {
    effect: Effect,
    memory: bool,
}

/// Whether a call gives NULL, and no exception, where there is no memory.
pub fn allocates(name: &str) -> bool {
    TABLE.get(name).is_some_and(|does| does.memory)
}

/// All such calls.
pub fn allocators() -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(|(_, does)| does.memory).map(|(name, _)| name)
}

/// Whether NULL of a call that sets no exception may be met: one that is listed, or of the C library.
pub fn may_be_null(name: &str) -> bool {
    match TABLE.get(name) {
        Some(does) => does.effect == Effect::Quiet,
        None => LIBC.contains(name),
    }
}

/// What a call does; None for a name that is neither of CPython nor of the C library.
pub fn of(name: &str) -> Option<Effect> {
    if let Some(does) = TABLE.get(name) {
        return Some(does.effect);
    }
    let known = match name {
        super::threeway::ASKS => Some(Effect::Asks),
        super::threeway::FORGETS => Some(Effect::Forgets),
        _ => None,
    };
    let Some(facts) = known.is_none().then(|| functions::facts_of(name)).flatten() else {
        return known.or_else(|| LIBC.contains(name).then_some(Effect::Quiet));
    };
    Some(match facts.may_fail {
        // What only ever returns NULL sets one.
        Some(fails) if facts.returns != Some(Returns::Null) => Effect::Tells(fails),
        Some(_) => Effect::Open,
        None if facts.runs_python == Some(RunsPython::No) || roles::releases(name) || roles::takes(name) => {
            Effect::Quiet
        }
        None => Effect::Open,
    })
}

/// Whether a macro returns an object from the function around it: `Py_RETURN_NONE`.
pub fn returns_value(name: &str) -> bool {
    name.starts_with("Py_RETURN_")
}

/// Whether a name is that of an object that every interpreter has: a value that stands for no error.
pub fn is_value(name: &str) -> bool {
    matches!(name, "Py_None" | "Py_True" | "Py_False" | "Py_NotImplemented" | "Py_Ellipsis")
}

fn read(row: &Row<'_>) -> Result<Does, Wrong> {
    let does = |effect, memory| Does { effect, memory };
    let words = [
        ("quiet", does(Effect::Quiet, false)),
        ("memory", does(Effect::Quiet, true)),
        ("perhaps", does(Effect::Open, false)),
        ("ends", does(Effect::Open, false)),
    ];
    row.word("does", &words)?.ok_or_else(|| row.wrong("does", "empty"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        assert!(Table::of(include_str!("exceptions.tsv")).collect(read).1.is_empty());
        assert_eq!(of("PyMem_Malloc"), Some(Effect::Quiet));
        assert_eq!(of("PyList_New"), Some(Effect::Tells(Fails::Null)));
        assert_eq!(of("PyArg_ParseTuple"), Some(Effect::Tells(Fails::Zero)));
        assert_eq!((of("PyErr_Format"), of("PyErr_SetString")), (Some(Effect::Open), Some(Effect::Open)));
        assert_eq!((of("Py_DECREF"), of("PyList_Check")), (Some(Effect::Quiet), Some(Effect::Quiet)));
        assert_eq!((of("malloc"), of("my_function"), of("abort")), (Some(Effect::Quiet), None, Some(Effect::Open)));
        assert_eq!((of("PyErr_Clear"), of("PyErr_Occurred")), (Some(Effect::Forgets), Some(Effect::Asks)));
    }
}
