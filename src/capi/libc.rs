//! What of the C library comes with `Python.h`, and from which limited API on it does not. Data and look-ups, no judgement.
//!
//! The table stands in `libc.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Entry>> = LazyLock::new(|| Named::of(include_str!("libc.tsv"), read));

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The header that declares the name.
    pub header: &'static str,
    /// The first limited API for which `Python.h` does not include it.
    pub since: u8,
}

/// Headers of the C library that bring none of these: `Python.h` includes some of them itself, always.
const PLAIN: [&str; 14] = [
    "assert.h",
    "complex.h",
    "float.h",
    "inttypes.h",
    "limits.h",
    "math.h",
    "stdarg.h",
    "stdbool.h",
    "stddef.h",
    "stdint.h",
    "cassert",
    "cmath",
    "cstddef",
    "cstdint",
];

/// The names with their headers.
pub fn all() -> impl Iterator<Item = (&'static str, Entry)> {
    TABLE.iter().map(|(name, entry)| (name, *entry))
}

/// Whether an include brings none of the names.
pub fn is_plain(path: &str) -> bool {
    PLAIN.contains(&path)
}

/// Whether an include is that of a header, by its name in C or in C++: `string.h`, `cstring`.
pub fn is_header(path: &str, header: &str) -> bool {
    path == header || path.strip_prefix('c').is_some_and(|rest| header.strip_suffix(".h") == Some(rest))
}

fn read(row: &Row<'_>) -> Result<Entry, Wrong> {
    Ok(Entry {
        header: row.required("header")?,
        since: row.minor("since")?.ok_or_else(|| row.wrong("since", "empty"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        assert!(Table::of(include_str!("libc.tsv")).collect(read).1.is_empty());
        assert!(all().is_sorted_by(|a, b| a.0 < b.0) && all().all(|(_, entry)| !is_plain(entry.header)));
        assert!(is_header("cstring", "string.h") && is_header("errno.h", "errno.h") && !is_header("ctype.h", "type.h"));
    }
}
