//! Which calls end a path: they do not come back, or stand for a `return`. Data and look-ups, no judgement.
//!
//! The table stands in `endings.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Ending>> = LazyLock::new(|| Named::of(include_str!("endings.tsv"), read));

/// How a call ends a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It does not come back.
    Never,
    /// The function around it returns.
    Returns,
    /// It comes back only where it fails, and then the process ends: another program takes its place.
    Replaces,
}

/// How a call of this name ends a path; None where it does not, or that is not known.
pub fn lookup(name: &str) -> Option<Ending> {
    TABLE.get(name).copied()
}

fn read(row: &Row<'_>) -> Result<Ending, Wrong> {
    let ends = [("never", Ending::Never), ("returns", Ending::Returns), ("replaces", Ending::Replaces)];
    row.word("ends", &ends)?.ok_or_else(|| row.wrong("ends", "empty"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("endings.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert_eq!(lookup("Py_RETURN_NONE"), Some(Ending::Returns));
        assert_eq!(lookup("Py_FatalError"), Some(Ending::Never));
        assert_eq!(lookup("PyErr_SetString"), None);
    }
}
