//! What each CPython exports: names of its shared library by minor version. Data, no judgement.
//!
//! The table stands in `exports.tsv`; `tools/capi_tables.py` makes it. It holds release builds with the GIL
//! on Linux: a name that only other builds export is not in it.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

/// Oldest minor version in the table.
pub const OLDEST: u8 = 6;
/// Newest minor version in the table.
pub const NEWEST: u8 = 15;

static TABLE: LazyLock<Vec<(&'static str, Exported)>> = LazyLock::new(|| table().collect(read).0);

/// The minor versions of Python 3 that export a name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported(u64);

impl Exported {
    /// Whether this version exports it; false for versions that the table does not hold.
    pub fn by(self, minor: u8) -> bool {
        self.0.checked_shr(u32::from(minor)).unwrap_or(0) & 1 == 1
    }

    /// The versions of the table from `first` to `last` that do not export it.
    pub fn missing(self, first: u8, last: u8) -> impl Iterator<Item = u8> {
        (first.max(OLDEST)..=last.min(NEWEST)).filter(move |&minor| !self.by(minor))
    }

    /// Whether any version of the table exports it.
    pub fn anywhere(self) -> bool {
        self.0 != 0
    }
}

fn table() -> Table {
    Table::with_columns(&["name", "versions"], include_str!("exports.tsv"))
}

fn read(row: &Row<'_>) -> Result<(&'static str, Exported), Wrong> {
    Ok((row.required("name")?, row.map("versions", minors)?.unwrap_or_default()))
}

/// `6-8,13` to the versions.
pub(super) fn minors(ranges: &str) -> Option<Exported> {
    let mut versions = 0;
    for range in ranges.split(',') {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        for minor in first.parse::<u8>().ok()?..=last.parse().ok()? {
            versions |= 1u64.checked_shl(u32::from(minor))?;
        }
    }
    Some(Exported(versions))
}

/// The versions that export a name; none of them where it is unknown.
pub fn lookup(name: &str) -> Exported {
    let found = TABLE.binary_search_by(|(n, _)| n.as_bytes().cmp(name.as_bytes()));
    found.map_or(Exported::default(), |i| TABLE[i].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole_and_sorted() {
        assert_eq!(table().collect(read).1, []);
        assert!(TABLE.len() > 2000);
        assert!(TABLE.is_sorted_by(|a, b| a.0.as_bytes() < b.0.as_bytes()));
        for minor in OLDEST..=NEWEST {
            let count = TABLE.iter().filter(|(_, e)| e.by(minor)).count();
            assert!((1500..2100).contains(&count), "3.{minor}: {count}");
        }
        assert!(TABLE.iter().all(|(_, e)| e.0 >> (NEWEST + 1) == 0 && e.0 & ((1 << OLDEST) - 1) == 0));
    }

    #[test]
    fn known_names() {
        assert!(lookup("PyLong_FromLong").by(6) && lookup("PyLong_FromLong").by(15));
        assert_eq!(lookup("PyType_FromMetaclass").missing(10, 99).collect::<Vec<_>>(), [10, 11]);
        assert!(!lookup("PyNoSuch_Name").anywhere());
        assert!(!lookup("PyLong_FromLong").by(200));
    }
}
