//! The functions that CPython calls through slots, tables of methods and definitions: what it gives them and takes of them.
//! Data and look-ups, no judgement.
//!
//! The table stands in `callbacks.tsv`, written by hand.

use std::sync::LazyLock;

use super::flags;
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Callback>> = LazyLock::new(|| Named::of(include_str!("callbacks.tsv"), read));

/// The flag of a method that gets a tuple.
pub const VARARGS: &str = "METH_VARARGS";
/// The flags of one that gets a dict of keywords as well, as code has them.
pub const WITH_KEYWORDS: &str = "METH_VARARGS | METH_KEYWORDS";

/// The flags of a method that say how it is called.
const CONVENTION: [&str; 6] =
    ["METH_VARARGS", "METH_KEYWORDS", "METH_NOARGS", "METH_O", "METH_FASTCALL", "METH_METHOD"];

/// Structs of which some field is a function that CPython calls; their fields stand in one order in all versions.
const TABLES: [&str; 8] = [
    "PyMethodDef",
    "PyGetSetDef",
    "PyNumberMethods",
    "PySequenceMethods",
    "PyMappingMethods",
    "PyAsyncMethods",
    "PyBufferProcs",
    "PyModuleDef",
];

/// What is passed, or returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// A pointer.
    Pointer,
    /// An `int`.
    Int,
    /// A `Py_ssize_t`, or as wide.
    Size,
    /// An `int` that nobody reads.
    Unread,
    /// Nothing.
    Void,
    /// An array of objects: a pointer to pointers.
    Array,
}

impl Passed {
    /// The C type as a message names it.
    pub fn as_str(self) -> &'static str {
        match self {
            Passed::Pointer => "a pointer",
            Passed::Int | Passed::Unread => "int",
            Passed::Size => "Py_ssize_t",
            Passed::Void => "void",
            Passed::Array => "an array of objects",
        }
    }
}

/// How CPython calls a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    /// What it takes for the result.
    pub result: Passed,
    /// What it gives.
    pub parameters: Vec<Passed>,
    /// NULL or -1 needs an exception.
    pub raises: bool,
}

/// How the function of a slot or field is called, by the name without `Py_`; with that name.
pub fn of(name: &str) -> Option<(&'static str, &'static Callback)> {
    TABLE.find(name)
}

/// Whether a struct holds functions that CPython calls; with the name as the table has it.
pub fn table(name: &str) -> Option<&'static str> {
    TABLES.into_iter().find(|table| *table == name)
}

/// How a method with these flags is called, and the names of the flags; None for flags that are no convention.
pub fn of_method(flags: u64) -> Option<(&'static str, &'static Callback)> {
    let bits = |name: &str| flags::value(name).unwrap_or_default();
    let mask = CONVENTION.iter().fold(0, |mask, name| mask | bits(name));
    let methods = TABLE.iter().filter(|(name, _)| name.starts_with("METH_"));
    methods.into_iter().find(|(name, _)| name.split('|').fold(0, |all, name| all | bits(name)) == flags & mask)
}

fn read(row: &Row<'_>) -> Result<Callback, Wrong> {
    let one = |letter: char| match letter {
        'p' => Some(Passed::Pointer),
        'i' => Some(Passed::Int),
        'n' => Some(Passed::Size),
        'u' => Some(Passed::Unread),
        'v' => Some(Passed::Void),
        'a' => Some(Passed::Array),
        _ => None,
    };
    let result = row.map("result", |text| one(text.chars().next()?))?.ok_or_else(|| row.wrong("result", "empty"))?;
    let parameters = row.map("parameters", |text| text.chars().map(one).collect())?;
    let parameters = parameters.ok_or_else(|| row.wrong("parameters", "empty"))?;
    Ok(Callback { result, parameters, raises: !row.yes("quiet")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::{slots, table::Table};

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("callbacks.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        let no_functions = ["tp_base", "tp_bases", "tp_doc", "tp_methods", "tp_members", "tp_getset", "tp_token"];
        for id in 1..=83 {
            let name = slots::of_type(id).expect("a slot");
            assert_eq!(of(name).is_none(), no_functions.contains(&name), "{name}");
        }
    }

    #[test]
    fn flags_are_conventions() {
        let count = |flags| of_method(flags).map(|(_, callback)| callback.parameters.len());
        assert_eq!((count(1), count(3), count(4), count(8)), (Some(2), Some(3), Some(2), Some(2)));
        assert_eq!((count(0x80), count(0x82), count(0x282), count(0x91)), (Some(3), Some(4), Some(5), None));
        assert_eq!((count(0x11), count(2), count(0)), (Some(2), None, None));
    }
}
