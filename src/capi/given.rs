//! Which functions give a new reference through a pointer, and what their result says of it. Data and look-ups, no
//! judgement.
//!
//! The table stands in `given.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Given>> = LazyLock::new(|| Named::of(include_str!("given.tsv"), read));

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Given {
    /// The number of the argument, 1 the first.
    pub argument: usize,
    /// The results with an object.
    pub present: Vec<i64>,
    /// The results without one, beside -1 for failure.
    pub absent: Vec<i64>,
}

/// What a function gives through a pointer; None where it gives nothing, or that is not known.
pub fn lookup(name: &str) -> Option<&'static Given> {
    TABLE.get(name)
}

fn read(row: &Row<'_>) -> Result<Given, Wrong> {
    let numbers = |text: &str| text.split(',').map(|n| n.parse().ok()).collect::<Option<Vec<i64>>>();
    Ok(Given {
        argument: row.map("argument", |text| text.parse().ok())?.ok_or_else(|| row.wrong("argument", "empty"))?,
        present: row.map("present", numbers)?.ok_or_else(|| row.wrong("present", "empty"))?,
        absent: row.map("absent", numbers)?.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn rows_agree_with_the_table_of_functions() {
        let (rows, wrong) = Table::of(include_str!("given.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, row) in TABLE.iter() {
            let facts = facts_of(name).unwrap_or_else(|| panic!("{name}"));
            assert!(facts.writes.is_empty() || facts.writes.has(row.argument), "{name}");
        }
    }
}
