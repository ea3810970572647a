//! Functions of CPython that cannot fail, or not where their argument is of a type. Data and look-ups, no judgement.
//!
//! The table stands in `certain.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Certain>> = LazyLock::new(|| Named::of(include_str!("certain.tsv"), read));

/// What has to hold besides the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// The container is new, and has the item of the second argument.
    Room,
    /// The third argument is no NULL.
    Length,
}

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Certain {
    /// The type of the first argument, as its functions begin; None: any.
    pub class: Option<&'static str>,
    /// From this minor version of Python 3 on.
    pub since: Option<u8>,
    /// What else has to hold.
    pub needs: Option<Needs>,
}

/// When a function cannot fail; None where it always may, or that is not known.
pub fn lookup(name: &str) -> Option<Certain> {
    TABLE.get(name).copied()
}

fn read(row: &Row<'_>) -> Result<Certain, Wrong> {
    let needs = [("room", Needs::Room), ("length", Needs::Length)];
    Ok(Certain { class: row.text("type"), since: row.minor("since")?, needs: row.word("needs", &needs)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("certain.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for (name, _) in TABLE.iter() {
            assert!(facts_of(name).is_some_and(|f| !f.returns_new()), "{name}");
        }
        assert_eq!(lookup("PyList_SetItem").and_then(|row| row.needs), Some(Needs::Room));
        assert_eq!(lookup("PyList_Append"), None);
    }
}
