//! What the limited API lets be seen of CPython's structs, and what `abi3t` takes away. Which names are in the limited API
//! at all is in [`super::names`]. Data and look-ups, no judgement.
//!
//! The table stands in `limited.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

/// Asks for the stable ABI of both kinds of build.
pub const ABI3T: &str = "Py_TARGET_ABI3T";
/// The first minor version that knows it.
pub const ABI3T_SINCE: u8 = 15;

static TABLE: LazyLock<Named<(What, Option<u8>)>> = LazyLock::new(|| Named::of(include_str!("limited.tsv"), read));

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Struct,
    Gone,
}

/// Whether code with this limited API, a minor version, sees the fields of a struct.
pub fn shows(name: &str, minor: u8) -> bool {
    TABLE.get(name).is_some_and(|(what, since)| *what == What::Struct && since.is_none_or(|since| since <= minor))
}

/// Whether a name is not there with `Py_TARGET_ABI3T`.
pub fn gone_with_abi3t(name: &str) -> bool {
    TABLE.get(name).is_some_and(|(what, _)| *what == What::Gone)
}

fn read(row: &Row<'_>) -> Result<(What, Option<u8>), Wrong> {
    let words = [("struct", What::Struct), ("gone", What::Gone)];
    Ok((row.word("what", &words)?.ok_or_else(|| row.wrong("what", "empty"))?, row.minor("since")?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::{fields, names, table::Table};

    #[test]
    fn table_is_whole() {
        assert!(Table::of(include_str!("limited.tsv")).collect(read).1.is_empty());
        for (name, (what, _)) in TABLE.iter() {
            assert!(
                *what == What::Gone && names::versions(name).is_some() || fields::defined(name).is_some(),
                "{name}"
            );
        }
        assert!(shows("Py_buffer", 11) && !shows("Py_buffer", 10) && !shows("PyTypeObject", 15));
        assert!(gone_with_abi3t("Py_SET_TYPE") && !gone_with_abi3t("Py_TYPE"));
    }
}
