//! Private names of CPython that its headers bring into a binary: through public macros and inline functions, or as
//! functions that the manual documents. Data, no judgement.
//!
//! The table stands in `macros.tsv`; `tools/capi_tables.py` makes it.

use std::sync::LazyLock;

use super::exports::{Exported, minors};
use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<(&'static str, FromHeaders)>> = LazyLock::new(|| table().collect(read).0);

/// How a private name gets into binaries whose source has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FromHeaders {
    versions: Exported,
    /// The public macro or inline function that leads to it in the newest of the versions; None where the manual
    /// documents the private name itself.
    pub through: Option<&'static str>,
}

impl FromHeaders {
    /// Whether the headers of this minor version do so; false for versions that the table does not hold.
    pub fn by(self, minor: u8) -> bool {
        self.versions.by(minor)
    }
}

fn table() -> Table {
    Table::with_columns(&["name", "versions", "through"], include_str!("macros.tsv"))
}

fn read(row: &Row<'_>) -> Result<(&'static str, FromHeaders), Wrong> {
    let versions = row.map("versions", minors)?.unwrap_or_default();
    let through = Some(row.required("through")?).filter(|t| *t != "documented");
    Ok((row.required("name")?, FromHeaders { versions, through }))
}

/// What the headers do with a name; None where no version's bring it in.
pub fn lookup(name: &str) -> Option<FromHeaders> {
    TABLE.binary_search_by(|(n, _)| n.as_bytes().cmp(name.as_bytes())).ok().map(|i| TABLE[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole_and_sorted() {
        assert_eq!(table().collect(read).1, []);
        assert!(TABLE.len() > 80);
        assert!(TABLE.is_sorted_by(|a, b| a.0.as_bytes() < b.0.as_bytes()));
        assert!(TABLE.iter().all(|(name, _)| name.starts_with("_Py")));
    }

    #[test]
    fn known_names() {
        let of = |name: &str, minor| lookup(name).is_some_and(|found| found.by(minor));
        // 3.9 made Py_FatalError a macro; 3.10 inlined the call of a type, 3.11 made it a function again.
        assert!(!of("_Py_FatalErrorFunc", 8) && of("_Py_FatalErrorFunc", 9) && of("_Py_FatalErrorFunc", 13));
        assert!(of("_PyObject_MakeTpCall", 10) && !of("_PyObject_MakeTpCall", 11));
        assert!(of("_PyUnicode_Ready", 11) && !of("_PyUnicode_Ready", 12));
        assert!(of("_PyBytes_Resize", 12) && lookup("_PyBytes_Resize").is_some_and(|f| f.through.is_none()));
        assert_eq!(lookup("_PyByteArray_empty_string").and_then(|f| f.through), Some("PyByteArray_AS_STRING"));
        assert_eq!(lookup("_PyType_Lookup"), None);
        assert_eq!(lookup("_PyDict_GetItem_KnownHash"), None);
    }
}
