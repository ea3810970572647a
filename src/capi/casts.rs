//! The functions that cast their argument by a macro, which a newer limited API does without. Data and look-ups, no
//! judgement.
//!
//! The table stands in `casts.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

/// The first limited API without the casts.
pub const SINCE: u8 = 11;

static TABLE: LazyLock<Named<&'static str>> = LazyLock::new(|| Named::of(include_str!("casts.tsv"), read));

/// The functions, each with what its first argument has to point to.
pub fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.iter().map(|(name, takes)| (name, *takes))
}

fn read(row: &Row<'_>) -> Result<&'static str, Wrong> {
    row.required("takes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::names;

    #[test]
    fn table_is_whole() {
        let names: Vec<&str> = all().map(|(name, _)| name).collect();
        assert!(names.is_sorted() && names.len() == 15);
        for (name, takes) in all() {
            assert!(names::limited(name).is_some(), "{name}: what the limited API has");
            assert!(["PyObject", "PyVarObject"].contains(&takes));
        }
    }
}
