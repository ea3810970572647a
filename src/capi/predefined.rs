//! Macros that are predefined when an extension is compiled: by CPython's headers, by its kind of build, by other
//! implementations. Not what a project's build defines.
//!
//! The table stands in `predefined.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

/// Defined in builds without the GIL.
pub const WITHOUT_GIL: &str = "Py_GIL_DISABLED";
/// The version of the headers, and its minor part.
pub const VERSIONS: [&str; 2] = ["PY_VERSION_HEX", "PY_MINOR_VERSION"];
/// Asks for the limited API.
pub const LIMITED_API: &str = "Py_LIMITED_API";

static TABLE: LazyLock<Named<Predefined>> = LazyLock::new(|| Named::of(include_str!("predefined.tsv"), read));

/// Where a macro is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// Always, from its first version on.
    Always,
    /// Never: of another implementation, of Python 2, or of a compiler or system that has no CPython of these versions.
    Never,
    /// In builds without the GIL.
    FreeThreaded,
    /// With the limited API.
    LimitedApi,
    /// While CPython itself is built.
    Core,
    /// In debug builds.
    Debug,
    /// Without the limited API; with it a function may take its place.
    MacroOrFunction,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Predefined {
    /// Where it is defined.
    pub place: Where,
    /// The first minor version that has it; 0 for all.
    pub since: u8,
}

fn read(row: &Row<'_>) -> Result<Predefined, Wrong> {
    let places = [
        ("always", Where::Always),
        ("never", Where::Never),
        ("free-threaded", Where::FreeThreaded),
        ("limited", Where::LimitedApi),
        ("core", Where::Core),
        ("debug", Where::Debug),
        ("unlimited", Where::MacroOrFunction),
    ];
    let place = row.word("in", &places)?.ok_or_else(|| row.wrong("in", "empty"))?;
    Ok(Predefined { place, since: row.minor("since")?.unwrap_or(0) })
}

/// What is known of a macro; None where nothing predefines it.
pub fn lookup(name: &str) -> Option<Predefined> {
    TABLE.get(name).copied()
}

/// Whether a macro is defined while CPython itself is built.
pub fn is_core(name: &str) -> bool {
    lookup(name).is_some_and(|p| p.place == Where::Core)
}

/// Whether a macro tells a debug build of the interpreter.
pub fn is_debug(name: &str) -> bool {
    lookup(name).is_some_and(|p| p.place == Where::Debug)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("predefined.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert_eq!(lookup(WITHOUT_GIL).map(|p| (p.place, p.since)), Some((Where::FreeThreaded, 13)));
        assert!(is_core("Py_BUILD_CORE") && is_debug("Py_REF_DEBUG") && lookup("Py_X").is_none());
    }
}
