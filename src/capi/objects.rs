//! Types of CPython by what cycles they can be part of, the questions whether an object is of one, and the objects that
//! are always there.
//!
//! The tables stand in `objects.tsv` and `constants.tsv`, written by hand. What is not in them is not known.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<Type>> = LazyLock::new(|| Table::read(include_str!("objects.tsv")).collect(read).0);

/// Names of objects, and of numbers for `Py_GetConstant`.
static CONSTANTS: LazyLock<Vec<(&'static str, bool)>> = LazyLock::new(|| {
    let kinds = [("object", true), ("number", false)];
    let read =
        |row: &Row<'_>| Ok((row.required("name")?, row.word("is", &kinds)?.ok_or_else(|| row.wrong("is", "empty"))?));
    Table::read(include_str!("constants.tsv")).collect(read).0
});

/// A type.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Its object: `PyLong_Type`.
    pub name: &'static str,
    /// The question that includes subclasses, without `Exact`: `PyLong_Check`.
    pub check: &'static str,
    /// Its objects refer to no other.
    pub acyclic: bool,
    /// It has a `tp_clear`, so that a cycle through its objects needs no other.
    pub clears: bool,
}

/// The type that a function or macro asks about.
pub fn checked_by(function: &str) -> Option<&'static Type> {
    let plain = function.strip_suffix("Exact").unwrap_or(function);
    TABLE.iter().find(|of| of.check == plain)
}

/// The type of an object's name.
pub fn type_of(name: &str) -> Option<&'static Type> {
    TABLE.iter().find(|of| of.name == name)
}

/// Whether a name means an object that is never freed and refers to no other: `Py_None`.
pub fn is_constant(name: &str) -> bool {
    CONSTANTS.contains(&(name, true))
}

/// Whether a name means such an object by its number: `Py_CONSTANT_ZERO`.
pub fn is_constant_number(name: &str) -> bool {
    CONSTANTS.contains(&(name, false))
}

fn read(row: &Row<'_>) -> Result<Type, Wrong> {
    let cycles = [("acyclic", (true, false)), ("clears", (false, true)), ("member", (false, false))];
    let (acyclic, clears) = row.word("cycles", &cycles)?.ok_or_else(|| row.wrong("cycles", "empty"))?;
    Ok(Type { name: row.required("name")?, check: row.required("check")?, acyclic, clears })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_find_their_types() {
        assert!(checked_by("PyLong_CheckExact").is_some_and(|of| of.acyclic && of.name == "PyLong_Type"));
        assert!(checked_by("PyDict_Check").is_some_and(|of| of.clears && !of.acyclic));
        assert!(checked_by("PyTuple_Check").is_some_and(|of| !of.clears && !of.acyclic));
        assert!(checked_by("PyCallable_Check").is_none());
        assert!(is_constant("Py_None") && !is_constant("Py_CONSTANT_ONE") && is_constant_number("Py_CONSTANT_ONE"));
        assert!(TABLE.iter().all(|of| type_of(of.name).is_some_and(|same| same.check == of.check)));
    }
}
