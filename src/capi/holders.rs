//! Whose the object is that a call of CPython gives: a new one, one that an argument holds, one of the interpreter. Data
//! and look-ups, no judgement.
//!
//! The table stands in `holders.tsv`, written by hand; what makes new objects stands in [`super::functions`].

use std::sync::LazyLock;

use super::functions::{Makes, facts_of};
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Holder>> = LazyLock::new(|| Named::of(include_str!("holders.tsv"), read));

/// Whose an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gives {
    /// That of this argument, or a new one.
    Same(usize),
    /// That of this argument where it is a list or a tuple, else a new list.
    Listed(usize),
    /// One that this argument holds.
    Held(usize),
    /// One of the interpreter.
    Shared,
    /// One that only this thread has.
    Thread,
    /// A new one.
    New,
}

/// Whose attributes a dict holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictOf {
    /// The built-in names.
    Builtins,
    /// Imported modules, by name.
    Modules,
    /// A module.
    Module,
    /// A type.
    Type,
    /// The module of the code that runs.
    Globals,
    /// What extensions keep with an interpreter.
    Interpreter,
}

#[derive(Clone, Copy, Debug)]
struct Holder {
    gives: Gives,
    dict: Option<DictOf>,
}

/// Whose the result of a call is; None where that is not known.
pub fn gives(name: &str) -> Option<Gives> {
    if let Some(row) = TABLE.get(name) {
        return Some(row.gives);
    }
    let facts = facts_of(name)?;
    if facts.takes.has(1) && facts.returns_new() {
        return Some(Gives::Same(0));
    }
    (facts.returns_new() && matches!(facts.makes, Some(Makes::Container | Makes::Instance))).then_some(Gives::New)
}

/// Whose attributes the dict holds that a call gives.
pub fn dict_of(name: &str) -> Option<DictOf> {
    TABLE.get(name)?.dict
}

fn read(row: &Row<'_>) -> Result<Holder, Wrong> {
    let argument = row.map("argument", |text| text.parse::<usize>().ok()?.checked_sub(1))?;
    let gives = match (row.required("gives")?, argument) {
        ("same", Some(argument)) => Gives::Same(argument),
        ("listed", Some(argument)) => Gives::Listed(argument),
        ("held", Some(argument)) => Gives::Held(argument),
        ("shared", None) => Gives::Shared,
        ("thread", None) => Gives::Thread,
        (other, _) => return Err(row.wrong("gives", other)),
    };
    let dicts = [
        ("builtins", DictOf::Builtins),
        ("modules", DictOf::Modules),
        ("module", DictOf::Module),
        ("type", DictOf::Type),
        ("globals", DictOf::Globals),
        ("interpreter", DictOf::Interpreter),
    ];
    Ok(Holder { gives, dict: row.word("dict", &dicts)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("holders.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, _) in TABLE.iter() {
            assert!(facts_of(name).is_some(), "{name} is no function of CPython");
        }
    }

    #[test]
    fn whose_objects_are() {
        assert_eq!(gives("PyDict_New"), Some(Gives::New));
        assert_eq!(gives("Py_NewRef"), Some(Gives::Same(0)));
        assert_eq!(gives("PySequence_Fast"), Some(Gives::Listed(0)));
        assert_eq!(gives("PyObject_Call"), None);
        assert_eq!(dict_of("PyType_GetDict"), Some(DictOf::Type));
    }
}
