//! Functions of the C API whose parameters or result changed between versions: their types in each. How many arguments a
//! call has is in [`super::functions`]. Data and look-ups, no judgement.
//!
//! The table stands in `signatures.tsv`; `tools/capi_names.py` makes it.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<Signature>> = LazyLock::new(|| Table::of(include_str!("signatures.tsv")).collect(read).0);

/// The types of a function from a version on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The function.
    pub name: &'static str,
    /// The first minor version with these types.
    pub since: u8,
    /// What it returns.
    pub result: &'static str,
    /// The types of its parameters, divided by commas; empty for none.
    pub parameters: &'static str,
}

/// The types of a function in a minor version; None for one that never changed.
pub fn of(name: &str, minor: u8) -> Option<&'static Signature> {
    let behind = TABLE.partition_point(|s| (s.name, s.since) <= (name, minor));
    TABLE[..behind].last().filter(|s| s.name == name)
}

fn read(row: &Row<'_>) -> Result<Signature, Wrong> {
    Ok(Signature {
        name: row.required("name")?,
        since: row.minor("from")?.ok_or_else(|| row.wrong("from", "empty"))?,
        result: row.text("result").unwrap_or(""),
        parameters: row.text("parameters").unwrap_or(""),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole_and_sorted() {
        let table = Table::of(include_str!("signatures.tsv"));
        assert!(table.collect(read).1.is_empty() && table.len() > 100);
        assert!(TABLE.is_sorted_by(|a, b| (a.name, a.since) < (b.name, b.since)));
        let count = |minor| of("_PyLong_AsByteArray", minor).map(|s| s.parameters.split(", ").count());
        assert_eq!((count(12), count(13)), (Some(5), Some(6)));
        assert_eq!(of("PyLong_FromLong", 12), None);
    }
}
