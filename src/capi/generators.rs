//! From which version on a generator's code does without something of CPython that newer Pythons do not have. Data and
//! look-ups, no judgement.
//!
//! The table stands in `generators.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

static TABLE: LazyLock<Vec<Repair>> = LazyLock::new(|| Table::of(include_str!("generators.tsv")).collect(read).0);

/// A version of a generator: `0.29.25` is `(0, 29, 25)`.
type Version = (u32, u32, u32);

/// A row of the table.
#[derive(Clone, Copy, Debug)]
struct Repair {
    by: &'static str,
    name: &'static str,
    since: &'static str,
}

/// The first version of a generator whose code does without a name, where the generator that wrote a file, `Cython 0.29.21`,
/// is older. A field (`PyFrameObject.f_back`) may stand under its struct.
pub fn repaired(generator: &str, name: &str) -> Option<&'static str> {
    let (by, written) = generator.split_once(' ')?;
    let written = version(written)?;
    let of = |name: &str| TABLE.iter().find(|row| row.by == by && row.name == name);
    let row = of(name).or_else(|| of(name.split_once('.')?.0))?;
    (written < version(row.since)?).then_some(row.since)
}

fn version(text: &str) -> Option<Version> {
    let mut parts = text.split('.');
    let mut part = || {
        let word = parts.next().unwrap_or("0");
        let digits = word.find(|c: char| !c.is_ascii_digit()).map_or(word, |end| &word[..end]);
        digits.parse::<u32>().ok()
    };
    Some((part()?, part()?, part()?))
}

fn read(row: &Row<'_>) -> Result<Repair, Wrong> {
    Ok(Repair { by: row.required("generator")?, name: row.required("name")?, since: row.required("since")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::{fields, headers, names};

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("generators.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert!(rows.is_sorted_by(|a, b| (a.by, a.name) < (b.by, b.name)), "sorted, each name once");
        for row in &rows {
            assert!(version(row.since).is_some_and(|since| since > (0, 29, 14)), "{}: {}", row.name, row.since);
            let of = row.name.split_once('.').map_or(row.name, |(of, _)| of);
            let known = names::versions(of).is_some() || fields::defined(of).is_some() || names::exported(of) != 0;
            assert!(known || headers::versions(of).is_some() || headers::versions(row.name).is_some(), "{}", row.name);
        }
    }

    #[test]
    fn older_versions_lack_the_repair() {
        assert_eq!(repaired("Cython 0.29.21", "longintrepr.h"), Some("0.29.25"));
        assert_eq!(repaired("Cython 0.29.25", "longintrepr.h"), None);
        assert_eq!(repaired("Cython 0.29.21", "PyFrameObject.f_back"), Some("0.29.29"));
        assert_eq!(repaired("Cython 3.0.4", "_PyLong_AsByteArray"), Some("3.0.5"));
        assert_eq!(repaired("Cython 3.0.0rc1", "_PyLong_AsByteArray"), Some("3.0.5"));
        assert_eq!(repaired("Cython 3.0.4", "no_such_name"), None);
        assert_eq!(repaired("mypyc", "_PyLong_AsByteArray"), None);
    }
}
