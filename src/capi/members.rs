//! Kinds and flags of `PyMemberDef`, by either of their names.
//!
//! The table stands in `members.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Word>> = LazyLock::new(|| Named::of(include_str!("members.tsv"), read));

/// What a word in a member's definition says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A pointer to an object.
    Object,
    /// A size.
    Size,
    /// Python code may not write it.
    ReadOnly,
    /// Its offset counts from where the type's own data begins.
    Relative,
}

fn read(row: &Row<'_>) -> Result<Word, Wrong> {
    let words =
        [("object", Word::Object), ("size", Word::Size), ("read-only", Word::ReadOnly), ("relative", Word::Relative)];
    row.word("is", &words)?.ok_or_else(|| row.wrong("is", "empty"))
}

/// Whether a word says this.
pub fn says(word: &str, what: Word) -> bool {
    TABLE.get(word) == Some(&what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("members.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert!(says("T_OBJECT", Word::Object) && says("Py_READONLY", Word::ReadOnly) && !says("T_INT", Word::Size));
    }
}
