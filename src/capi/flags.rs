//! Constants of the C API: flags of types and of methods with their values. Not what they mean.
//!
//! The table stands in `flags.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<u64>> = LazyLock::new(|| Named::of(include_str!("flags.tsv"), read));

fn read(row: &Row<'_>) -> Result<u64, Wrong> {
    let hex = |text: &str| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
    row.map("value", hex)?.ok_or_else(|| row.wrong("value", "empty"))
}

/// The value of a constant; those of types may have an underscore before them.
pub fn value(name: &str) -> Option<u64> {
    let public = name.strip_prefix('_').unwrap_or(name);
    TABLE.get(public).copied()
}

/// Whether a kind of `PyMemberDef` is a pointer to an object, by either of its names.
pub fn is_object_member(kind: &str) -> bool {
    ["T_OBJECT", "T_OBJECT_EX", "_Py_T_OBJECT", "Py_T_OBJECT_EX"].contains(&kind)
}

/// Whether a flag of `PyMemberDef` keeps Python code from writing, by either of its names.
pub fn is_read_only(flag: &str) -> bool {
    ["READONLY", "Py_READONLY"].contains(&flag)
}

/// Whether a name is that of a flag of types, of any version.
pub fn is_of_types(name: &str) -> bool {
    name.trim_start_matches('_').starts_with("Py_TPFLAGS_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("flags.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert_eq!((value("Py_TPFLAGS_HAVE_GC"), value("METH_O")), (Some(1 << 14), Some(8)));
        assert_eq!(value("_Py_TPFLAGS_STATIC_BUILTIN"), Some(2));
        assert_eq!(value("Py_TPFLAGS_HAVE_ITER"), None);
    }
}
