//! Families of names of the C API: what a name is by what it begins with. Not what one function is; see [`super::roles`].
//!
//! The table stands in `families.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Beginnings, Named, Row, Wrong};

static TABLE: LazyLock<Named<Entry>> = LazyLock::new(|| Named::of(include_str!("families.tsv"), read));
static BEGINNINGS: LazyLock<Beginnings> = LazyLock::new(|| TABLE.beginnings());

/// What the names of a family are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// Parses arguments: `PyArg_`.
    Arguments,
    /// Atomic operations of CPython's own.
    Atomic,
    /// Gets an attribute.
    Attributes,
    /// Calls an object.
    Calls,
    /// Macros of declarations: `PyAPI_FUNC`.
    Declarations,
    /// Sets, asks or clears the error.
    Errors,
    /// Classes of exceptions.
    Exceptions,
    /// `PyGILState_`.
    GilState,
    /// Gives what an import gives.
    Imports,
    /// Asks an interpreter.
    Interpreters,
    /// Memory that is no object.
    Memory,
    /// Names of slots of modules.
    ModuleSlots,
    /// Takes or makes a module.
    Modules,
    /// Asks for an object that is no list and no tuple.
    NoSequences,
    /// Takes or makes an object.
    Objects,
    /// Macros that stand for a slot: `PySlot_FUNC`.
    SlotMakers,
    /// Makes a heap type.
    TypesFrom,
}

/// What a function does with a NULL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Null {
    Lenient,
    Crash,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    family: Option<Family>,
    leaves: bool,
    null: Option<Null>,
}

fn read(row: &Row<'_>) -> Result<Entry, Wrong> {
    let families = [
        ("arguments", Family::Arguments),
        ("atomic", Family::Atomic),
        ("attributes", Family::Attributes),
        ("calls", Family::Calls),
        ("declarations", Family::Declarations),
        ("errors", Family::Errors),
        ("exceptions", Family::Exceptions),
        ("gil-state", Family::GilState),
        ("imports", Family::Imports),
        ("interpreters", Family::Interpreters),
        ("memory", Family::Memory),
        ("module-slots", Family::ModuleSlots),
        ("modules", Family::Modules),
        ("no-sequences", Family::NoSequences),
        ("objects", Family::Objects),
        ("slot-makers", Family::SlotMakers),
        ("types-from", Family::TypesFrom),
    ];
    Ok(Entry {
        family: row.word("family", &families)?,
        leaves: row.yes("leaves")?,
        null: row.word("null", &[("lenient", Null::Lenient), ("crash", Null::Crash)])?,
    })
}

/// The row with the longest beginning of a name.
fn of(name: &str) -> Option<&'static Entry> {
    if !name.starts_with("Py") && !name.starts_with("_Py") {
        return None;
    }
    TABLE.longest(&BEGINNINGS, name)
}

/// The family of a name.
pub fn family(name: &str) -> Option<Family> {
    of(name)?.family
}

/// Whether a name is of this family.
pub fn is(name: &str, of: Family) -> bool {
    family(name) == Some(of)
}

/// What stands in a name behind the beginning of its family.
pub fn rest(name: &str, family: Family) -> Option<&str> {
    let all = TABLE.iter().filter(|(_, entry)| entry.family == Some(family));
    all.filter_map(|(prefix, _)| name.strip_prefix(prefix)).min_by_key(|rest| rest.len())
}

/// Whether a function surely leaves the reference of its caller alone.
pub fn leaves_reference(name: &str) -> bool {
    of(name).is_some_and(|entry| entry.leaves)
}

/// Whether a function takes NULL for nothing, or answers with an error.
pub fn is_lenient(name: &str) -> bool {
    of(name).is_some_and(|entry| entry.null == Some(Null::Lenient))
}

/// Whether a function or macro follows its pointer without a look.
pub fn crashes(name: &str) -> bool {
    of(name).is_some_and(|entry| entry.null == Some(Null::Crash))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("families.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert!(is("PyArg_ParseTuple", Family::Arguments) && !is("PyErr_Clear", Family::Arguments));
        assert!(is("PyObject_CallNoArgs", Family::Calls) && !is("PyObject_Repr", Family::Calls));
        assert_eq!((rest("PySlot_DATA", Family::SlotMakers), rest("PyX", Family::SlotMakers)), (Some("DATA"), None));
        assert!(is("PySet_GET_SIZE", Family::NoSequences) && !is("PySet_CheckExact", Family::NoSequences));
        assert!(leaves_reference("PyObject_SetAttr") && !leaves_reference("Py_DECREF"));
        let all = crate::capi::functions::all().iter().map(|f| f.name).chain(TABLE.iter().map(|(name, _)| name));
        for name in all {
            let fits = TABLE.iter().filter(|(beginning, _)| name.starts_with(beginning));
            let longest = fits.max_by_key(|(beginning, _)| beginning.len()).map(|(_, entry)| entry.family);
            assert_eq!(of(name).map(|entry| entry.family), longest, "{name}");
        }
        assert!(is_lenient("Py_XDECREF") && crashes("Py_DECREF") && !crashes("Py_XDECREF"));
    }
}
