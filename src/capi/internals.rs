//! Fields of CPython's objects that the interpreter keeps for itself. Data and look-ups, no judgement.
//!
//! The table stands in `internals.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<Internal>> = LazyLock::new(|| Table::of(include_str!("internals.tsv")).collect(read).0);

/// What a field is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A Python function.
    Function,
    /// A code object.
    Code,
    /// A frame.
    Frame,
    /// A dict.
    Dict,
    /// The version tag of a dict.
    Version,
    /// The state of an interpreter or a thread.
    Interpreter,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Internal {
    /// The struct.
    pub of_struct: &'static str,
    /// The field.
    pub field: &'static str,
    /// What it is of.
    pub of: Of,
    /// What to use.
    pub instead: &'static str,
}

/// The fields of a kind.
pub fn of(kind: Of) -> impl Iterator<Item = &'static Internal> {
    TABLE.iter().filter(move |row| row.of == kind)
}

fn read(row: &Row<'_>) -> Result<Internal, Wrong> {
    let of = [
        ("function", Of::Function),
        ("code", Of::Code),
        ("frame", Of::Frame),
        ("dict", Of::Dict),
        ("version", Of::Version),
        ("interpreter", Of::Interpreter),
    ];
    Ok(Internal {
        of_struct: row.required("struct")?,
        field: row.required("field")?,
        of: row.word("of", &of)?.ok_or_else(|| row.wrong("of", "empty"))?,
        instead: row.required("instead")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("internals.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert!(rows.is_sorted_by(|a, b| (a.of_struct, a.field) < (b.of_struct, b.field)), "sorted, each field once");
        assert!(of(Of::Function).any(|row| row.field == "func_globals"));
        assert_eq!(of(Of::Version).count(), 1);
    }
}
