//! CPython's stable ABI: which names it promises, and since when. Data, no judgement.
//!
//! The table stands in `stable_abi.tsv`; `tools/capi_tables.py` makes it.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<(&'static str, StableName)>> = LazyLock::new(|| table().collect(read).0);

/// A function or variable of the stable ABI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StableName {
    /// Minor version of Python 3 that promised it; many were exported earlier.
    pub added: u8,
    /// A variable.
    pub data: bool,
    /// The macro that a build has to define to export it: `MS_WINDOWS`, `Py_REF_DEBUG`, …
    pub condition: Option<&'static str>,
    /// Exported for macros and old binaries; not to be named in source.
    pub abi_only: bool,
}

fn table() -> Table {
    Table::with_columns(&["name", "added", "kind", "condition", "abi_only"], include_str!("stable_abi.tsv"))
}

fn read(row: &Row<'_>) -> Result<(&'static str, StableName), Wrong> {
    let added = row.minor("added")?.ok_or_else(|| row.wrong("added", "empty"))?;
    let data = row.word("kind", &[("f", false), ("d", true)])?.ok_or_else(|| row.wrong("kind", "empty"))?;
    let abi_only = row.word("abi_only", &[("abi_only", true)])?.is_some();
    Ok((row.required("name")?, StableName { added, data, condition: row.text("condition"), abi_only }))
}

/// The promise for a name; None where the stable ABI does not have it.
pub fn lookup(name: &str) -> Option<StableName> {
    TABLE.binary_search_by(|(n, _)| n.as_bytes().cmp(name.as_bytes())).ok().map(|i| TABLE[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole_and_sorted() {
        assert_eq!(table().collect(read).1, []);
        assert!(TABLE.len() > 900);
        assert!(TABLE.is_sorted_by(|a, b| a.0.as_bytes() < b.0.as_bytes()));
    }

    #[test]
    fn known_names() {
        let plain = |added, data| Some(StableName { added, data, condition: None, abi_only: false });
        assert_eq!(lookup("PyType_FromSpec"), plain(2, false));
        assert_eq!(lookup("PyType_FromMetaclass"), plain(12, false));
        assert_eq!(lookup("PyLong_Type"), plain(2, true));
        assert_eq!(lookup("PyUnicode_New"), None);
        assert_eq!(lookup("PyErr_SetFromWindowsErr").and_then(|s| s.condition), Some("MS_WINDOWS"));
        assert!(lookup("_Py_Dealloc").is_some_and(|s| s.abi_only));
    }
}
