//! Macros and inline functions of CPython's headers that no CPython exports: as an undefined symbol such a name can never
//! be found. Data, no judgement.
//!
//! The table stands in `inlined.tsv`; `tools/capi_tables.py` makes it.

use std::sync::LazyLock;

static TABLE: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("inlined.tsv").lines().filter(|line| !line.starts_with('#')).collect());

/// Whether the headers of some version define the name with a body, and no version exports it.
pub fn is_never_exported(name: &str) -> bool {
    TABLE.binary_search_by(|known| known.as_bytes().cmp(name.as_bytes())).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::{exports, stable};

    #[test]
    fn table_is_sorted_and_apart_from_exports() {
        assert!(TABLE.len() > 500);
        assert!(TABLE.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
        assert!(TABLE.iter().all(|name| !exports::lookup(name).anywhere() && stable::lookup(name).is_none()));
    }

    #[test]
    fn known_names() {
        assert!(is_never_exported("PyTuple_SET_ITEM") && is_never_exported("PyList_GET_ITEM"));
        // Exported functions that were macros once, or are in newer versions.
        for name in ["PyObject_DelAttr", "Py_REFCNT", "Py_NewRef", "PyLong_FromLong", "_Py_DecRefShared"] {
            assert!(!is_never_exported(name), "{name}");
        }
    }
}
