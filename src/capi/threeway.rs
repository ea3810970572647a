//! Functions that return 1 for yes, 0 for no and -1 with an exception. Data and look-ups, no judgement.
//!
//! The table stands in `threeway.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<()>> = LazyLock::new(|| Named::of(include_str!("threeway.tsv"), read));

/// The function that says whether an exception is set.
pub const ASKS: &str = "PyErr_Occurred";
/// The macro of C that ends the process where its argument is false, or that is nothing at all.
pub const ASSERT: &str = "assert";
/// That which forgets it.
pub const FORGETS: &str = "PyErr_Clear";

/// All such functions.
pub fn all() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, ())| name)
}

/// Whether a name is that of a class in C whose own class is `type`, by how it is written.
pub fn is_plain_class(name: &str) -> bool {
    name.ends_with("_Type") || name.starts_with("PyExc_")
}

fn read(row: &Row<'_>) -> Result<(), Wrong> {
    row.minor("since").map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::{self, Fails};
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        assert!(Table::of(include_str!("threeway.tsv")).collect(read).1.is_empty());
        for name in all() {
            let facts = functions::facts_of(name).expect("a function of CPython");
            assert!(facts.may_fail.is_none_or(|fails| fails == Fails::MinusOne), "{name}");
        }
    }
}
