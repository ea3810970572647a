//! The type of what functions of CPython return, where it is always the same. Data and look-ups, no judgement.
//!
//! The table stands in `made.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Made>> = LazyLock::new(|| Named::of(include_str!("made.tsv"), read));

/// Tests of a type that is one of these; one of another type may be true of them as well.
const TYPES: [&str; 11] = [
    "PyBytes",
    "PyUnicode",
    "PyList",
    "PyTuple",
    "PyDict",
    "PyLong",
    "PyFloat",
    "PySet",
    "PyFrozenSet",
    "PyComplex",
    "PyByteArray",
];

/// What a function returns where it does not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The type, as its functions begin: `PyBytes`.
    pub class: &'static str,
    /// It is never of a subclass.
    pub exact: bool,
}

/// What a function returns; None where that is not known.
pub fn by(function: &str) -> Option<Made> {
    TABLE.get(function).copied()
}

/// How a test of a type comes out for what a function made; None where it is no such test, or open.
pub fn passes(made: Made, test: &str) -> Option<bool> {
    let (class, exact) = match test.strip_suffix("_CheckExact") {
        Some(class) => (class, true),
        None => (test.strip_suffix("_Check")?, false),
    };
    if !TYPES.contains(&class) {
        return None;
    }
    if class != made.class {
        return Some(false);
    }
    (made.exact || !exact).then_some(true)
}

fn read(row: &Row<'_>) -> Result<Made, Wrong> {
    Ok(Made { class: row.required("type")?, exact: row.yes("exact")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("made.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, made) in TABLE.iter() {
            assert!(facts_of(name).is_some_and(|f| f.returns_new()), "{name} gives no new reference");
            assert!(TYPES.contains(&made.class), "{name}: {}", made.class);
        }
    }

    #[test]
    fn tests_of_types() {
        let of = |function, test| by(function).and_then(|made| passes(made, test));
        assert_eq!(of("PyUnicode_AsUTF8String", "PyBytes_Check"), Some(true));
        assert_eq!(of("PyUnicode_AsUTF8String", "PyUnicode_Check"), Some(false));
        assert_eq!(of("PyObject_Str", "PyUnicode_CheckExact"), None);
        assert_eq!(of("PyList_New", "PySequence_Check"), None);
        assert_eq!(of("PyObject_Call", "PyList_Check"), None);
    }
}
