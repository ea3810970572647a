//! Macros that tell the system that code is compiled for: on which systems each may be defined. Not what a build defines.
//!
//! The table stands in `systems.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Systems>> = LazyLock::new(|| Named::of(include_str!("systems.tsv"), read));

/// Some of the systems of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Systems(u8);

/// The systems, each with its word in the table.
const ALL: [&str; 7] = ["windows", "cygwin", "apple", "linux", "bsd", "solaris", "other"];

impl Systems {
    /// Each system by itself.
    pub fn each() -> impl Iterator<Item = Systems> {
        (0..ALL.len()).map(|i| Systems(1 << i))
    }

    /// Windows by itself.
    pub fn windows() -> Systems {
        Systems(1)
    }

    /// Whether there are others than Windows, and Cygwin, which has its macros.
    pub fn has_posix(self) -> bool {
        Systems::each().skip(2).any(|one| one.meet(self))
    }

    /// Whether the two have a system in common.
    pub fn meet(self, other: Systems) -> bool {
        self.0 & other.0 != 0
    }
}

fn read(row: &Row<'_>) -> Result<Systems, Wrong> {
    let words = row.required("systems")?;
    let mut systems = 0;
    for word in words.split(',') {
        let at = ALL.iter().position(|known| *known == word).ok_or_else(|| row.wrong("systems", word))?;
        systems |= 1 << at;
    }
    Ok(Systems(systems))
}

/// All such macros.
pub fn all() -> impl Iterator<Item = (&'static str, Systems)> {
    TABLE.iter().map(|(name, systems)| (name, *systems))
}

/// The systems where a macro may be defined; None where it tells no system.
pub fn of(name: &str) -> Option<Systems> {
    TABLE.get(name).copied()
}

/// Whether a macro may be defined on Linux.
pub fn is_on_linux(name: &str) -> bool {
    let linux = ALL.iter().position(|system| *system == "linux");
    of(name).zip(linux).is_some_and(|(systems, at)| systems.meet(Systems(1 << at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("systems.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        let meet = |a: &str, b: &str| of(a).zip(of(b)).is_some_and(|(a, b)| a.meet(b));
        assert!(!meet("__WIN32__", "__linux__") && !meet("_WIN32", "__APPLE__") && !meet("_MSC_VER", "__unix__"));
        assert!(meet("__unix__", "__linux__") && meet("_WIN32", "_MSC_VER") && meet("__CYGWIN__", "__unix__"));
        assert!(of("HAVE_FORK").is_none());
    }
}
