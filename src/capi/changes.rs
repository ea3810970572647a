//! Which functions change an object that they get. Data and look-ups, no judgement.
//!
//! The table stands in `changes.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Change>> = LazyLock::new(|| Named::of(include_str!("changes.tsv"), read));

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A dict.
    Dict,
    /// The attributes of an object.
    Attributes,
    /// The items of an object.
    Items,
    /// A table of the interpreter.
    Interpreter,
    /// Nothing by itself: code of anyone runs.
    Code,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Change {
    /// The argument that is changed.
    pub argument: Option<usize>,
    /// What of it.
    pub of: Of,
}

/// What a function changes.
pub fn lookup(name: &str) -> Option<Change> {
    TABLE.get(name).copied()
}

/// The functions that change one kind of thing.
pub fn of(kind: Of) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, row)| row.of == kind).map(|(name, _)| name)
}

fn read(row: &Row<'_>) -> Result<Change, Wrong> {
    let of = [
        ("dict", Of::Dict),
        ("attributes", Of::Attributes),
        ("items", Of::Items),
        ("interpreter", Of::Interpreter),
        ("code", Of::Code),
    ];
    Ok(Change {
        argument: row.map("argument", |text| text.parse::<usize>().ok()?.checked_sub(1))?,
        of: row.word("of", &of)?.ok_or_else(|| row.wrong("of", "empty"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("changes.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, row) in TABLE.iter() {
            assert!(facts_of(name).is_some(), "{name} is no function of CPython");
            assert_eq!(row.argument.is_none(), row.of == Of::Code, "{name}");
        }
        assert!(of(Of::Dict).any(|name| name == "PyDict_SetItem"));
    }
}
