//! Constants of the C API: flags of types and of methods with their values. Not what they mean.
//!
//! The table stands in `flags.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Flag>> = LazyLock::new(|| Named::of(include_str!("flags.tsv"), read));

#[derive(Clone, Copy, Debug)]
struct Flag {
    value: u64,
    layout: bool,
}

fn read(row: &Row<'_>) -> Result<Flag, Wrong> {
    let hex = |text: &str| u64::from_str_radix(text.strip_prefix("0x")?, 16).ok();
    let value = row.map("value", hex)?.ok_or_else(|| row.wrong("value", "empty"))?;
    Ok(Flag { value, layout: row.yes("layout")? })
}

/// The value of a constant; those of types may have an underscore before them.
pub fn value(name: &str) -> Option<u64> {
    let public = name.strip_prefix('_').unwrap_or(name);
    TABLE.get(public).map(|flag| flag.value)
}

/// Whether a name is that of a flag of types with this bit and no other.
pub fn is_flag(name: &str, bit: u64) -> bool {
    is_of_types(name) && value(name) == Some(bit)
}

/// Whether a flag decides what a type inherits and how its instances look in memory.
pub fn decides_layout(name: &str) -> bool {
    TABLE.get(name).is_some_and(|flag| flag.layout)
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
        assert!(is_flag("Py_TPFLAGS_HAVE_GC", 1 << 14) && !is_flag("METH_O", 8));
        assert!(decides_layout("Py_TPFLAGS_HAVE_GC") && !decides_layout("Py_TPFLAGS_BASETYPE"));
    }
}
