//! What attaches a thread state to a thread, and what gives it up. Data and look-ups, no judgement.
//!
//! The table stands in `threads.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Thread>> = LazyLock::new(|| Named::of(include_str!("threads.tsv"), read));

/// What a call or a macro does to the state of its thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    /// Begins a block that runs without one.
    BeginsDetached,
    /// Ends such a block.
    EndsDetached,
    /// The thread has one from here on.
    Attaches,
    /// The thread has none from here on.
    Detaches,
    /// Attaches one of the main interpreter.
    MainAttaches,
    /// Gives that up.
    MainDetaches,
    /// Asks by way of the main interpreter.
    MainAsks,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Thread {
    /// What it does.
    pub does: Does,
    /// The name that undoes it.
    pub partner: Option<&'static str>,
    /// What knows the interpreter.
    pub replacement: Option<&'static str>,
    /// The first minor version that has the replacement.
    pub since: Option<u8>,
}

impl Does {
    /// Whether it goes by way of the main interpreter.
    pub fn is_of_main(self) -> bool {
        matches!(self, Does::MainAttaches | Does::MainDetaches | Does::MainAsks)
    }
}

/// What is known of a name.
pub fn lookup(name: &str) -> Option<Thread> {
    TABLE.get(name).copied()
}

/// The names that go by way of the main interpreter.
pub fn of_main() -> impl Iterator<Item = (&'static str, Thread)> {
    TABLE.iter().filter(|(_, row)| row.does.is_of_main()).map(|(name, row)| (name, *row))
}

fn read(row: &Row<'_>) -> Result<Thread, Wrong> {
    let does = [
        ("begins-detached", Does::BeginsDetached),
        ("ends-detached", Does::EndsDetached),
        ("attaches", Does::Attaches),
        ("detaches", Does::Detaches),
        ("main-attaches", Does::MainAttaches),
        ("main-detaches", Does::MainDetaches),
        ("main-asks", Does::MainAsks),
    ];
    Ok(Thread {
        does: row.word("does", &does)?.ok_or_else(|| row.wrong("does", "empty"))?,
        partner: row.text("partner"),
        replacement: row.text("replacement"),
        since: row.minor("since")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("threads.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        let blocks = TABLE.iter().filter(|(_, row)| row.does == Does::BeginsDetached);
        for (name, row) in blocks {
            let end = row.partner.and_then(lookup).unwrap_or_else(|| panic!("{name} has no end"));
            assert_eq!(end.does, Does::EndsDetached, "{name}");
        }
        assert_eq!(of_main().count(), 4);
    }
}
