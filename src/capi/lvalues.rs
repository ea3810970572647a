//! Macros of the C API that older headers let be assigned to, or that had a value. Data and look-ups, no judgement.
//!
//! The table stands in `lvalues.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Lvalue>> = LazyLock::new(|| Named::of(include_str!("lvalues.tsv"), read));

/// Since when such setters are there.
pub const SETTERS_SINCE: u8 = 9;

/// How a macro may no longer be used.
#[derive(Clone, Copy, Debug)]
pub struct Lvalue {
    /// The first minor version in which it cannot be assigned to.
    pub no_target: Option<u8>,
    /// What sets it.
    pub setter: Option<&'static str>,
    /// The first minor version in which the call has no value.
    pub no_value: Option<u8>,
}

/// What is known of a macro.
pub fn of(name: &str) -> Option<Lvalue> {
    TABLE.get(name).copied()
}

/// All of them.
pub fn all() -> impl Iterator<Item = (&'static str, &'static Lvalue)> {
    TABLE.iter()
}

fn read(row: &Row<'_>) -> Result<Lvalue, Wrong> {
    Ok(Lvalue { no_target: row.minor("lvalue")?, setter: row.text("setter"), no_value: row.minor("value")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::{functions, table::Table};

    #[test]
    fn table_is_whole() {
        let table = Table::of(include_str!("lvalues.tsv"));
        assert!(table.collect(read).1.is_empty());
        for (name, row) in all() {
            assert!(functions::facts_of(name).is_some(), "{name}");
            assert!(row.no_target.is_some() || row.no_value.is_some(), "{name}");
            assert!(row.setter.is_none_or(|s| functions::facts_of(s).is_some_and(|f| f.since == SETTERS_SINCE)));
        }
        assert_eq!(of("Py_TYPE").and_then(|l| l.no_target), Some(11));
    }
}
