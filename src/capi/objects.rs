//! Types of CPython by what cycles they can be part of, the questions whether an object is of one, and the objects that
//! are always there.
//!
//! The tables stand in `objects.tsv` and `constants.tsv`, written by hand. What is not in them is not known.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Type>> = LazyLock::new(|| Named::of(include_str!("objects.tsv"), read));

/// Names of objects, and of numbers for `Py_GetConstant`.
static CONSTANTS: LazyLock<Named<Constant>> = LazyLock::new(|| Named::of(include_str!("constants.tsv"), read_constant));

/// A type.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Its object: `PyLong_Type`.
    pub name: &'static str,
    /// The question that includes subclasses, without `Exact`: `PyLong_Check`.
    check: Option<&'static str>,
    /// Its objects refer to no other.
    pub acyclic: bool,
    /// It has a `tp_clear`, so that a cycle through its objects needs no other.
    pub clears: bool,
    /// The collector tracks its instances.
    gc: bool,
    /// Instances hold items behind the struct.
    items: bool,
    /// Instances own objects, and C code may extend the type.
    holds: bool,
}

#[derive(Clone, Copy, Debug)]
struct Constant {
    object: bool,
    variable: Option<&'static str>,
}

/// The type that a function or macro asks about.
pub fn checked_by(function: &str) -> Option<&'static Type> {
    let plain = function.strip_suffix("Exact").unwrap_or(function);
    let family = plain.strip_suffix("_Check")?;
    // A type's question is called like the type.
    TABLE.iter().map(|(_, of)| of).find(|of| of.name.strip_suffix("_Type") == Some(family) && of.check == Some(plain))
}

/// Whether a function or macro asks about the type that it gets behind the object.
pub fn compares_type(function: &str) -> bool {
    matches!(function, "PyObject_TypeCheck" | "Py_IS_TYPE")
}

/// The type of an object's name, where it is known what cycles it can be part of.
pub fn type_of(name: &str) -> Option<&'static Type> {
    TABLE.get(name).filter(|of| of.check.is_some())
}

/// Whether instances of a type are tracked by the collector; None: not known.
pub fn gc(type_name: &str) -> Option<bool> {
    if is_exception(type_name) { Some(true) } else { Some(TABLE.get(type_name)?.gc) }
}

/// Whether a name is an exception class of CPython.
pub fn is_exception(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("PyExc_")
}

/// Whether instances of a type hold items behind the struct, so that a subclass cannot add fields.
pub fn has_items(type_name: &str) -> bool {
    TABLE.get(type_name).is_some_and(|o| o.items)
}

/// Whether instances of a type own objects, and C code may extend it.
pub fn holds_objects(type_name: &str) -> bool {
    TABLE.get(type_name).is_some_and(|o| o.holds)
}

/// Whether a name means an object that is never freed and refers to no other: `Py_None`.
pub fn is_constant(name: &str) -> bool {
    CONSTANTS.get(name).is_some_and(|c| c.object)
}

/// Whether a name means such an object by its number: `Py_CONSTANT_ZERO`.
pub fn is_constant_number(name: &str) -> bool {
    CONSTANTS.get(name).is_some_and(|c| !c.object)
}

/// The object whose name expands to the address of this variable: `_Py_NoneStruct`.
pub fn behind(variable: &str) -> Option<&'static str> {
    CONSTANTS.iter().find(|(_, c)| c.variable == Some(variable)).map(|(name, _)| name)
}

fn read(row: &Row<'_>) -> Result<Type, Wrong> {
    let cycles = [("acyclic", (true, false)), ("clears", (false, true)), ("member", (false, false))];
    let check = row.text("check");
    let known = row.word("cycles", &cycles)?;
    if known.is_some() != check.is_some() {
        return Err(row.wrong("cycles", "goes with check"));
    }
    let (acyclic, clears) = known.unwrap_or_default();
    let gc = row.word("gc", &[("yes", true), ("no", false)])?.ok_or_else(|| row.wrong("gc", "empty"))?;
    Ok(Type {
        name: row.required("name")?,
        check,
        acyclic,
        clears,
        gc,
        items: row.yes("items")?,
        holds: row.yes("holds")?,
    })
}

fn read_constant(row: &Row<'_>) -> Result<Constant, Wrong> {
    let kinds = [("object", true), ("number", false)];
    let object = row.word("is", &kinds)?.ok_or_else(|| row.wrong("is", "empty"))?;
    Ok(Constant { object, variable: row.text("variable") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn tables_are_whole() {
        let (_, wrong) = Table::of(include_str!("objects.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        let (_, wrong) = Table::of(include_str!("constants.tsv")).collect(read_constant);
        assert!(wrong.is_empty(), "{}", wrong[0]);
    }

    #[test]
    fn questions_find_their_types() {
        assert!(checked_by("PyLong_CheckExact").is_some_and(|of| of.acyclic && of.name == "PyLong_Type"));
        assert!(checked_by("PyDict_Check").is_some_and(|of| of.clears && !of.acyclic));
        assert!(checked_by("PyTuple_Check").is_some_and(|of| !of.clears && !of.acyclic));
        assert!(checked_by("PyCallable_Check").is_none() && checked_by("PyModule_Check").is_none());
        assert!(is_constant("Py_None") && !is_constant("Py_CONSTANT_ONE") && is_constant_number("Py_CONSTANT_ONE"));
        for (name, of) in TABLE.iter().filter(|(_, of)| of.check.is_some()) {
            assert!(of.check.and_then(checked_by).is_some_and(|same| same.name == name), "{name}");
        }
    }

    #[test]
    fn types_and_objects_are_known() {
        assert_eq!(
            (gc("PyList_Type"), gc("PyLong_Type"), gc("PyExc_X"), gc("X")),
            (Some(true), Some(false), Some(true), None)
        );
        assert!(has_items("PyTuple_Type") && !has_items("PyList_Type"));
        assert!(holds_objects("PyList_Type") && !holds_objects("PyLong_Type"));
        assert!(type_of("PyModule_Type").is_none() && type_of("PyList_Type").is_some());
        assert_eq!(behind("_Py_NoneStruct"), Some("Py_None"));
    }
}
