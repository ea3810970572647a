//! Objects that CPython itself owns: its singletons and its own types.
//!
//! The table stands in `objects.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Object>> = LazyLock::new(|| Named::read(include_str!("objects.tsv"), read));

#[derive(Clone, Copy, Debug)]
struct Object {
    singleton: bool,
    symbol: Option<&'static str>,
    gc: Option<bool>,
    clears: bool,
    items: bool,
}

fn read(row: &Row<'_>) -> Result<Object, Wrong> {
    let what = row.word("what", &[("singleton", true), ("type", false)])?;
    Ok(Object {
        singleton: what.ok_or_else(|| row.wrong("what", "empty"))?,
        symbol: row.text("symbol"),
        gc: row.word("gc", &[("yes", true), ("no", false)])?,
        clears: row.yes("clears")?,
        items: row.yes("items")?,
    })
}

/// Whether a name is `Py_None` or the like.
pub fn is_singleton(name: &str) -> bool {
    TABLE.get(name).is_some_and(|o| o.singleton)
}

/// Whether a name is an exception class of CPython.
pub fn is_exception(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("PyExc_")
}

/// The singleton whose variable has this name: `_Py_NoneStruct`.
pub fn behind(symbol: &str) -> Option<&'static str> {
    TABLE.iter().find(|(_, o)| o.symbol == Some(symbol)).map(|(name, _)| name)
}

/// Whether instances of a type are tracked by the collector; None: not known.
pub fn gc(type_name: &str) -> Option<bool> {
    if is_exception(type_name) { Some(true) } else { TABLE.get(type_name)?.gc }
}

/// Whether the type's own tp_clear breaks circles through an instance: lists, dicts, sets.
pub fn clears(type_name: &str) -> bool {
    TABLE.get(type_name).is_some_and(|o| o.clears)
}

/// The type that `PyList_Check` and the like ask for.
pub fn checked_type(function: &str) -> Option<String> {
    let family = function.strip_suffix("Exact").unwrap_or(function).strip_suffix("_Check")?;
    Some(format!("{family}_Type"))
}

/// Whether instances of a type hold items behind the struct, so that a subclass cannot add fields.
pub fn has_items(type_name: &str) -> bool {
    TABLE.get(type_name).is_some_and(|o| o.items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::read(include_str!("objects.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert!(is_singleton("Py_None") && !is_singleton("PyList_Type"));
        assert_eq!(
            (gc("PyList_Type"), gc("PyLong_Type"), gc("PyExc_X"), gc("X")),
            (Some(true), Some(false), Some(true), None)
        );
        assert_eq!(behind("_Py_NoneStruct"), Some("Py_None"));
        assert!(checked_type("PyDict_CheckExact").is_some_and(|t| clears(&t)));
    }
}
