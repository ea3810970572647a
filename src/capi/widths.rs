//! How wide integers are on the platforms that CPython has wheels for. Data and look-ups, no judgement.
//!
//! The table of names stands in `widths.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Width>> = LazyLock::new(|| Named::of(include_str!("widths.tsv"), read));

/// The bytes of an integer on LP64 (64-bit Linux and macOS), LLP64 (64-bit Windows) and ILP32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width(pub [u8; 3]);

impl Width {
    /// `char`, `bool`
    pub const CHAR: Width = Width([1; 3]);
    /// `short`
    pub const SHORT: Width = Width([2; 3]);
    /// `int`
    pub const INT: Width = Width([4; 3]);
    /// `long`
    pub const LONG: Width = Width([8, 4, 4]);
    /// `long long`
    pub const LONG_LONG: Width = Width([8; 3]);
    /// `Py_ssize_t`, `size_t`, `intptr_t`
    pub const SIZE: Width = Width([8, 8, 4]);
}

/// The width of an integer type with a name of its own.
pub fn of(name: &str) -> Option<Width> {
    TABLE.get(name).copied()
}

fn read(row: &Row<'_>) -> Result<Width, Wrong> {
    let words = [
        ("char", Width::CHAR),
        ("short", Width::SHORT),
        ("int", Width::INT),
        ("long_long", Width::LONG_LONG),
        ("size", Width::SIZE),
    ];
    row.word("width", &words)?.ok_or_else(|| row.wrong("width", "empty"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        assert!(Table::of(include_str!("widths.tsv")).collect(read).1.is_empty());
        assert_eq!((of("Py_hash_t"), of("uint8_t"), of("int")), (Some(Width::SIZE), Some(Width::CHAR), None));
    }
}
