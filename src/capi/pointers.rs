//! What functions and macros do to the pointers that they get: those of the C library, and those of CPython where an
//! argument that follows is meant, or nothing is written. What else CPython's write is in [`super::functions`].
//!
//! The table stands in `pointers.tsv`, written by hand.

use std::sync::LazyLock;

use super::functions;
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Pointers>> = LazyLock::new(|| Named::of(include_str!("pointers.tsv"), read));

/// What a callee does to one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Writes what the pointer points to.
    Writes,
    /// Writes the argument itself, an lvalue.
    WritesLvalue,
    /// Reads only, and keeps no pointer.
    Reads,
}

/// What a callee makes of a null pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// It follows it.
    Crashes,
    /// It follows it but for calls where a null pointer is of use: no bytes to copy, all streams.
    AtTimes,
}

#[derive(Clone, Debug)]
struct Pointers {
    /// None: not said.
    how: Option<Effect>,
    args: Vec<usize>,
    /// This one and all behind.
    from: Option<usize>,
    null: Option<Null>,
}

fn read(row: &Row<'_>) -> Result<Pointers, Wrong> {
    let how = [("writes", Effect::Writes), ("lvalue", Effect::WritesLvalue), ("reads", Effect::Reads)];
    let how = row.word("how", &how)?;
    let from = row.text("args").and_then(|text| text.strip_suffix('+'));
    let args = |text: &str| text.split(',').map(|n| n.trim_end_matches('+').parse().ok()).collect::<Option<Vec<_>>>();
    let args = if from.is_some() { Vec::new() } else { row.map("args", args)?.unwrap_or_default() };
    let null = row.word("null", &[("crashes", Null::Crashes), ("at-times", Null::AtTimes)])?;
    if how.is_none() && null.is_none() {
        return Err(row.wrong("how", "empty"));
    }
    Ok(Pointers { how, args, from: from.and_then(|n| n.parse().ok()), null })
}

/// What a function does to its argument of this index, 0 the first; None: not known.
pub fn argument(name: &str, index: usize) -> Option<Effect> {
    let number = index + 1;
    if let Some(known) = TABLE.get(name) {
        let hit = known.args.contains(&number) || known.from.is_some_and(|from| number >= from);
        return if hit { known.how } else { known.how.map(|_| Effect::Reads) };
    }
    let writes = functions::facts_of(name)?.writes;
    (!writes.is_empty()).then(|| if writes.has(number) { Effect::Writes } else { Effect::Reads })
}

/// What a function of the C library makes of a null pointer among its arguments; None: not known.
pub fn null(name: &str) -> Option<Null> {
    TABLE.get(name)?.null
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("pointers.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert_eq!((argument("memcpy", 0), argument("memcpy", 1)), (Some(Effect::Writes), Some(Effect::Reads)));
        assert_eq!(argument("PyArg_ParseTuple", 5), Some(Effect::Writes));
        assert_eq!(argument("PyErr_Fetch", 1), Some(Effect::Writes));
        assert_eq!((argument("Py_CLEAR", 0), argument("spam", 0)), (Some(Effect::WritesLvalue), None));
        assert_eq!((null("strlen"), null("fflush"), null("puts")), (Some(Null::Crashes), Some(Null::AtTimes), None));
        // That the argument itself is written is said here alone.
        for (name, _) in TABLE.iter().filter(|(_, known)| known.how != Some(Effect::WritesLvalue)) {
            let elsewhere = functions::facts_of(name).is_some_and(|f| !f.writes.is_empty());
            assert!(!elsewhere, "{name}: functions.tsv says what it writes");
        }
    }
}
