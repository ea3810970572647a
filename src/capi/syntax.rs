//! How the front ends read macros of the C API and of compilers: what the grammar cannot read, what is a call again for
//! a compiler's front end, what is expanded. Not what they do.
//!
//! The table stands in `syntax.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Syntax>> = LazyLock::new(|| Named::of(include_str!("syntax.tsv"), read));

/// What masking does with a use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Masked {
    /// A whole statement or declaration without its `;`.
    Statement,
    /// An item of a list with its comma.
    Item,
    /// Stands for its argument, a type.
    Type,
    /// Stands for `static` and its argument.
    Static,
    /// Nothing that a fact needs.
    Blank,
    /// The same with arguments.
    BlankCall,
}

/// How a compiler's front end is given a use as a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// A statement of its own without arguments and without `;`.
    Statement,
    /// The same with arguments.
    StatementWith,
    /// Used like a function.
    Call,
    /// Returns.
    Return,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Syntax {
    /// What masking does; None: the grammar can read it.
    pub masked: Option<Masked>,
    /// How it is made a call again; None: it stays what it is.
    pub calls: Option<Calls>,
    /// Rules know it by itself: a project's back-port of it is not looked into.
    pub own: bool,
    /// A macro of a project that has it in its body is expanded.
    pub telling: bool,
}

fn read(row: &Row<'_>) -> Result<Syntax, Wrong> {
    let masked = [
        ("statement", Masked::Statement),
        ("item", Masked::Item),
        ("type", Masked::Type),
        ("static", Masked::Static),
        ("blank", Masked::Blank),
        ("blank-call", Masked::BlankCall),
    ];
    let calls = [
        ("statement", Calls::Statement),
        ("statement-with", Calls::StatementWith),
        ("call", Calls::Call),
        ("return", Calls::Return),
    ];
    Ok(Syntax {
        masked: row.word("masked", &masked)?,
        calls: row.word("calls", &calls)?,
        own: row.yes("own")?,
        telling: row.yes("telling")?,
    })
}

/// What is known of a name; None where no front end asks.
pub fn lookup(name: &[u8]) -> Option<&'static Syntax> {
    TABLE.get(std::str::from_utf8(name).ok()?)
}

/// Whether rules know a name of the C API by itself: its families, and single names.
pub fn is_own(name: &[u8]) -> bool {
    const FAMILIES: [&[u8]; 3] = [b"Py_TPFLAGS", b"PyObject_GC_", b"_PyObject_GC_"];
    FAMILIES.iter().any(|family| name.starts_with(family)) || lookup(name).is_some_and(|s| s.own)
}

/// The macros that are made calls, with how.
pub fn calls() -> impl Iterator<Item = (&'static str, Calls)> {
    TABLE.iter().filter_map(|(name, syntax)| Some((name, syntax.calls?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("syntax.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        let of = |name: &str| lookup(name.as_bytes()).and_then(|s| s.masked);
        assert_eq!((of("Py_VISIT"), of("__declspec")), (Some(Masked::Statement), Some(Masked::BlankCall)));
        assert!(is_own(b"Py_DECREF") && is_own(b"PyObject_GC_New") && !is_own(b"Py_VISIT"));
    }
}
