//! The functions by which the import machinery gets a module, by their names (PEP 489, PEP 793). Not what they do.
//!
//! The table stands in `hooks.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Kind>> = LazyLock::new(|| Named::of(include_str!("hooks.tsv"), read));

/// A hook's name, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hook<'n> {
    /// `PyModExport_`: gives slots, not a module or a definition.
    pub export: bool,
    /// The spelling for names that are not ASCII.
    pub encoded: bool,
    /// The module's name as the hook spells it; never empty.
    pub module: &'n str,
}

#[derive(Clone, Copy, Debug)]
struct Kind {
    export: bool,
    encoded: bool,
    keyword: &'static str,
    shape: &'static str,
}

fn read(row: &Row<'_>) -> Result<Kind, Wrong> {
    Ok(Kind {
        export: row.yes("export")?,
        encoded: row.yes("encoded")?,
        keyword: row.required("keyword")?,
        shape: row.required("shape")?,
    })
}

/// Takes the name of a hook apart; None for any other name.
pub fn of(name: &str) -> Option<Hook<'_>> {
    TABLE.iter().find_map(|(prefix, kind)| {
        let module = name.strip_prefix(prefix).filter(|module| !module.is_empty())?;
        Some(Hook { export: kind.export, encoded: kind.encoded, module })
    })
}

/// What the name of a hook begins with.
pub fn prefix(export: bool, encoded: bool) -> &'static str {
    TABLE.iter().find(|(_, kind)| (kind.export, kind.encoded) == (export, encoded)).map_or("", |(name, _)| name)
}

/// Whether a word is what the names of hooks begin with, alone: a macro pastes the module's name to it.
pub fn is_prefix(word: &[u8]) -> bool {
    TABLE.iter().any(|(prefix, _)| prefix.as_bytes() == word)
}

/// What a source says in place of the result's type to have a hook exported.
pub fn keyword(export: bool) -> &'static str {
    TABLE.iter().find(|(_, kind)| kind.export == export).map_or("", |(_, kind)| kind.keyword)
}

/// Whether a word says that a hook is exported.
pub fn is_keyword(word: &[u8]) -> bool {
    TABLE.iter().any(|(_, kind)| kind.keyword.as_bytes() == word)
}

/// Whether a name is of a hook's shape, whatever the version that has it.
pub fn has_shape(name: &[u8]) -> bool {
    TABLE.iter().any(|(_, kind)| name.starts_with(kind.shape.as_bytes()))
}

/// Whether a name is one that Python 2 called a module's init function by: `initspam`. Others have such names as well.
pub fn has_old_shape(name: &str) -> bool {
    name.strip_prefix("init").is_some_and(|module| !module.is_empty())
}

/// Whether a function made a module of Python 2, which only the init function did: `Py_InitModule3`.
pub fn makes_old_module(callee: &str) -> bool {
    callee.starts_with("Py_InitModule")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn names_of_hooks() {
        let (rows, wrong) = Table::of(include_str!("hooks.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert_eq!(of("PyInitU_x"), Some(Hook { export: false, encoded: true, module: "x" }));
        assert_eq!((of("PyInit_"), of("PyInitx"), prefix(true, false)), (None, None, "PyModExport_"));
        assert!(has_shape(b"PyModExport_x") && !has_shape(b"PyModule_Create2"));
        assert_eq!((keyword(false), keyword(true)), ("PyMODINIT_FUNC", "PyMODEXPORT_FUNC"));
        assert!(has_old_shape("initspam") && !has_old_shape("init") && !has_old_shape("PyInit_spam"));
        assert!(makes_old_module("Py_InitModule4") && !makes_old_module("PyModule_Create"));
        assert!(is_keyword(b"PyMODINIT_FUNC") && !is_keyword(b"PyObject"));
    }
}
