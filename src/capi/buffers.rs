//! What gives pointers into objects that must not change, or writes into them. Data and look-ups, no judgement.
//!
//! The table stands in `buffers.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Buffer>> = LazyLock::new(|| Named::of(include_str!("buffers.tsv"), read));

/// How a function leads into the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Its result points there.
    Pointer,
    /// What this argument gets points there.
    Out(usize),
    /// It stores there.
    Writes,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Buffer {
    /// The object, in a word.
    pub of: &'static str,
    /// How it leads there.
    pub how: How,
    made: Option<&'static str>,
}

impl Buffer {
    /// Whether a function makes such an object for its caller to fill.
    pub fn is_made_by(&self, function: &str) -> bool {
        self.made.is_some_and(|made| made.split(',').any(|name| name == function))
    }
}

/// All of them.
pub fn all() -> impl Iterator<Item = (&'static str, Buffer)> {
    TABLE.iter().map(|(name, row)| (name, *row))
}

fn read(row: &Row<'_>) -> Result<Buffer, Wrong> {
    let argument = row.map("argument", |text| text.parse::<usize>().ok()?.checked_sub(1))?;
    let how = match (row.required("how")?, argument) {
        ("pointer", None) => How::Pointer,
        ("out", Some(argument)) => How::Out(argument),
        ("writes", None) => How::Writes,
        (other, _) => return Err(row.wrong("how", other)),
    };
    Ok(Buffer { of: row.required("of")?, how, made: row.text("made") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::functions::facts_of;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("buffers.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), all().count());
        for (name, row) in all() {
            assert!(facts_of(name).is_some(), "{name} is no function of CPython");
            let made = row.made.into_iter().flat_map(|made| made.split(','));
            made.for_each(|maker| assert!(facts_of(maker).is_some() && row.is_made_by(maker), "{maker}"));
        }
    }
}
