//! The functions that add watchers, and what gives them back. Data and look-ups, no judgement.
//!
//! The table stands in `watchers.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Watcher>> = LazyLock::new(|| Named::of(include_str!("watchers.tsv"), read));

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Watcher {
    /// What gives the number back.
    pub clear: &'static str,
    /// What is watched, in a word: `dict`, `type`, `function`, `code`, `context`.
    pub of: &'static str,
    /// The first minor version that has it.
    pub since: u8,
}

/// All of them, by the name of the function that adds one.
pub fn all() -> impl Iterator<Item = (&'static str, Watcher)> {
    TABLE.iter().map(|(name, row)| (name, *row))
}

fn read(row: &Row<'_>) -> Result<Watcher, Wrong> {
    Ok(Watcher {
        clear: row.required("clear")?,
        of: row.required("of")?,
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
        let (rows, wrong) = Table::of(include_str!("watchers.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), all().count());
        for (name, row) in all() {
            let since = |name: &str| facts_of(name).map(|f| f.since);
            assert_eq!((since(name), since(row.clear)), (Some(row.since), Some(row.since)), "{name}");
        }
    }
}
