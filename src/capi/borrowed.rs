//! Which functions give a borrowed reference out of something that another thread may change. Data and look-ups, no
//! judgement: whether a container is one that others reach is for others to say.
//!
//! The table stands in `borrowed.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Borrowed>> = LazyLock::new(|| Named::of(include_str!("borrowed.tsv"), read));

/// What holds the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A cell of a closure.
    Closure,
    /// A dict.
    Dict,
    /// A list.
    List,
    /// The table of imported modules.
    Modules,
    /// A list or a tuple.
    Sequence,
    /// Nothing: a weak reference only points to it.
    Weakref,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Borrowed {
    /// The argument that holds the object; None where that is a table of the interpreter.
    pub container: Option<usize>,
    /// What that is.
    pub of: Of,
    /// What gives a reference of its own.
    pub replacement: &'static str,
    /// The first minor version that has it.
    pub since: u8,
}

/// What a function borrows from; None where it gives no borrowed reference of such a kind.
pub fn lookup(name: &str) -> Option<Borrowed> {
    TABLE.get(name).copied()
}

/// All of them.
pub fn all() -> impl Iterator<Item = (&'static str, Borrowed)> {
    TABLE.iter().map(|(name, row)| (name, *row))
}

fn read(row: &Row<'_>) -> Result<Borrowed, Wrong> {
    let of = [
        ("cell", Of::Closure),
        ("dict", Of::Dict),
        ("list", Of::List),
        ("modules", Of::Modules),
        ("sequence", Of::Sequence),
        ("weakref", Of::Weakref),
    ];
    Ok(Borrowed {
        container: row.map("container", |text| text.parse::<usize>().ok()?.checked_sub(1))?,
        of: row.word("of", &of)?.ok_or_else(|| row.wrong("of", "empty"))?,
        replacement: row.required("replacement")?,
        since: row.minor("since")?.ok_or_else(|| row.wrong("since", "empty"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("borrowed.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), all().count());
    }

    #[test]
    fn rows_agree_with_the_table_of_functions() {
        for (name, row) in all() {
            let facts = facts_of(name).unwrap_or_else(|| panic!("{name}"));
            assert!(facts.returns_borrowed(), "{name}");
            let instead = facts_of(row.replacement).unwrap_or_else(|| panic!("{}", row.replacement));
            assert_eq!(instead.since.max(6), row.since, "{}", row.replacement);
            assert!(facts.replacement.is_none_or(|other| other == row.replacement || row.of == Of::Sequence), "{name}");
        }
    }
}
