//! Functions that make a heap type, and the places of what they get.
//!
//! The table stands in `creators.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Creator>> = LazyLock::new(|| Named::of(include_str!("creators.tsv"), read));

/// The places of the arguments; 0 is the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Creator {
    /// The module that the type belongs to.
    pub module: Option<usize>,
    /// The specification, or the array of slots.
    pub spec: usize,
    /// A base, or a tuple of bases.
    pub bases: Option<usize>,
    /// The metaclass.
    pub metaclass: Option<usize>,
    /// It gets an array of slots alone, and no specification.
    pub slots_alone: bool,
}

fn read(row: &Row<'_>) -> Result<Creator, Wrong> {
    let place = |column| row.map(column, |text| text.parse::<usize>().ok()?.checked_sub(1));
    Ok(Creator {
        module: place("module")?,
        spec: place("spec")?.ok_or_else(|| row.wrong("spec", "empty"))?,
        bases: place("bases")?,
        metaclass: place("metaclass")?,
        slots_alone: place("slots")?.is_some(),
    })
}

/// The places of a function's arguments.
pub fn lookup(name: &str) -> Option<Creator> {
    TABLE.get(name).copied()
}

/// The same for a wrapper, whose name ends in that of the function.
pub fn of_wrapper(name: &str) -> Option<Creator> {
    let longest = TABLE.iter().filter(|(creator, _)| name.ends_with(creator)).max_by_key(|(creator, _)| creator.len());
    longest.map(|(_, creator)| *creator)
}

/// The names of all.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|(name, _)| name)
}

/// Whether a type that this function makes has no module.
pub fn is_without_module(name: &str) -> bool {
    lookup(name).is_some_and(|c| c.module.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("creators.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        let expected = Creator { module: Some(0), spec: 1, bases: Some(2), metaclass: None, slots_alone: false };
        assert_eq!(of_wrapper("my_PyType_FromModuleAndSpec"), Some(expected));
        assert!(is_without_module("PyType_FromSpec"));
    }
}
