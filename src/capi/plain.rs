//! Functions whose answer is plain to whoever follows paths: whether an exception is set, whether an object is None.
//!
//! The table stands in `plain.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Plain>> = LazyLock::new(|| Named::of(include_str!("plain.tsv"), read));

/// What a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Says whether an exception is set.
    ErrorSet,
    /// Clears the exception.
    ClearsError,
    /// Compares with None, True or False.
    IsConstant,
    /// Returns True or False.
    GivesConstant,
    /// Returns the dict of a type.
    TypeDict,
    /// Returns its first argument, of which it takes no reference.
    ReturnsFirst,
    /// Returns its argument where that is a list already.
    PerhapsShared,
    /// Returns what code of its argument returned, where that is a list.
    PerhapsGiven,
    /// Says that an object is of a type whose own code runs no code of others.
    CalmType,
    /// Returns a pointer to a function, or NULL where there is none.
    MayBeNull,
    /// Returns any number, and -1 for an error as well.
    AnyNumber,
    /// Gives a pointer into an object that moves when Python code changes its size.
    Storage,
    /// Keeps an object from moving.
    Buffer,
    /// Asks an object for a number, by its own code.
    Converts,
    /// Gives a size, which is never negative.
    Size,
}

/// What a function of this name does; None where it is not in the table.
pub fn lookup(name: &str) -> Option<Plain> {
    TABLE.get(name).copied().or_else(|| {
        // The function within CPython that gets the thread state: `_PyErr_Occurred(tstate)`.
        let known = name.strip_prefix("_").and_then(|name| TABLE.get(name));
        known.copied().filter(|does| matches!(does, Plain::ErrorSet | Plain::ClearsError))
    })
}

/// The functions that do this.
pub fn named(plain: Plain) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, does)| **does == plain).map(|(name, _)| name)
}

fn read(row: &Row<'_>) -> Result<Plain, Wrong> {
    let does = [
        ("error-set", Plain::ErrorSet),
        ("clears-error", Plain::ClearsError),
        ("is-constant", Plain::IsConstant),
        ("gives-constant", Plain::GivesConstant),
        ("type-dict", Plain::TypeDict),
        ("returns-first", Plain::ReturnsFirst),
        ("perhaps-shared", Plain::PerhapsShared),
        ("perhaps-given", Plain::PerhapsGiven),
        ("calm-type", Plain::CalmType),
        ("may-be-null", Plain::MayBeNull),
        ("any-number", Plain::AnyNumber),
        ("storage", Plain::Storage),
        ("buffer", Plain::Buffer),
        ("converts", Plain::Converts),
        ("size", Plain::Size),
    ];
    row.word("does", &does)?.ok_or_else(|| row.wrong("does", "empty"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn rows_agree_with_the_table_of_functions() {
        let (rows, wrong) = Table::of(include_str!("plain.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, _) in TABLE.iter() {
            assert!(facts_of(name).is_some(), "{name}");
        }
    }
}
