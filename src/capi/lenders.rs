//! Which functions lend references through pointers while they go over a container. Data and look-ups, no judgement.
//!
//! The table stands in `lenders.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Lender>> = LazyLock::new(|| Named::of(include_str!("lenders.tsv"), read));

/// A row of the table.
#[derive(Clone, Debug)]
pub struct Lender {
    /// The number of the argument that holds the objects, 1 the first.
    pub container: usize,
    /// Those through which references are lent.
    pub pointers: Vec<usize>,
}

/// What a function lends through pointers; None where it lends nothing, or that is not known.
pub fn lookup(name: &str) -> Option<&'static Lender> {
    TABLE.get(name)
}

fn read(row: &Row<'_>) -> Result<Lender, Wrong> {
    let numbers = |text: &str| text.split(',').map(|n| n.parse().ok()).collect::<Option<Vec<usize>>>();
    Ok(Lender {
        container: row.map("container", |text| text.parse().ok())?.ok_or_else(|| row.wrong("container", "empty"))?,
        pointers: row.map("pointers", numbers)?.ok_or_else(|| row.wrong("pointers", "empty"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn rows_agree_with_the_table_of_functions() {
        let (rows, wrong) = Table::of(include_str!("lenders.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, row) in TABLE.iter() {
            let function = facts_of(name).expect(name);
            assert!(row.pointers.iter().all(|&n| function.writes.is_empty() || function.writes.has(n)), "{name}");
        }
    }
}
