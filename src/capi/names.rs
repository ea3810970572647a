//! Every name of CPython's C API, functions and macros of [`super::functions`] and the rest: which public headers have it,
//! and what to write in its place. Data and look-ups, no judgement.
//!
//! Types, constants and macros without arguments stand in `names.tsv`, which `tools/capi_names.py` makes; advice stands in
//! `advice.tsv`, `compat.tsv`, written by hand; what headers show before it is promised in `unguarded.tsv`, which
//! `tools/capi_unguarded.py` makes.

use std::sync::LazyLock;

use super::exports::{self, minors};
use super::functions::{self, Kind, NEWEST, OLDEST};
use super::macros;
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Entry>> = LazyLock::new(|| Named::of(include_str!("names.tsv"), read));
static ADVICE: LazyLock<Named<Advice>> = LazyLock::new(|| Named::of(include_str!("advice.tsv"), read_advice));

static SHOWN: LazyLock<Named<u8>> = LazyLock::new(|| {
    let shown = |row: &Row<'_>| row.minor("shown")?.ok_or_else(|| row.wrong("shown", "empty"));
    Named::of(include_str!("unguarded.tsv"), shown)
});

static COMPAT: LazyLock<Named<()>> = LazyLock::new(|| Named::of(include_str!("compat.tsv"), |_| Ok(())));

static DEFINED: LazyLock<Named<u32>> = LazyLock::new(|| Named::of(include_str!("defined.tsv"), read_versions));

#[derive(Clone, Copy, Debug)]
struct Entry {
    versions: u32,
    limited: Option<u8>,
    is_type: bool,
}

/// What to do about a name.
#[derive(Clone, Copy, Debug)]
pub struct Advice {
    /// What to write instead: a name, or words.
    pub instead: Option<&'static str>,
    /// The first minor version that has it; None for one that all have.
    pub since: Option<u8>,
    /// The minor version that is to remove the name.
    pub pending: Option<u8>,
    /// Private by its name, but the manual or the public headers lead extensions to it.
    pub accepted: bool,
}

/// Bits of all minor versions of the tables.
pub const ALL: u32 = (1 << (NEWEST + 1)) - (1 << OLDEST);

/// The minor versions whose public headers have a name, a bit each; None for a name that none has.
pub fn versions(name: &str) -> Option<u32> {
    let function = functions::facts_of(name)
        .map(|f| (OLDEST..=NEWEST).filter(|&minor| f.is_in(minor)).fold(0, |set, minor| set | 1 << minor));
    let other = TABLE.get(name).map(|entry| entry.versions);
    // What the table of functions calls data because of a forward declaration is a type.
    match (function, other) {
        (Some(a), Some(b)) => Some(a | b),
        (a, b) => a.or(b),
    }
}

/// The minor versions in which a name is a macro, a bit each; None for one that is never.
pub fn defined(name: &str) -> Option<u32> {
    DEFINED.get(name).copied()
}

/// The minor versions whose library exports a name, a bit each.
pub fn exported(name: &str) -> u32 {
    let by = exports::lookup(name);
    (OLDEST..=NEWEST).filter(|&minor| by.by(minor)).fold(0, |set, minor| set | 1 << minor)
}

/// The first minor version of the limited API that has the name; None for one that it never had. What was a macro before
/// it became a function was there all the time.
pub fn limited(name: &str) -> Option<u8> {
    // Of types and constants the headers themselves were asked.
    if let Some(entry) = TABLE.get(name) {
        return entry.limited;
    }
    let first = functions::facts_of(name).and_then(|f| f.limited)?;
    let was_macro = first > OLDEST && defined(name).is_some_and(|set| set & (1 << (first - 1)) != 0);
    Some(if was_macro { 2 } else { first })
}

/// The oldest limited API to which the headers show a name, where that is older than the one that promises it: what asks
/// for it compiles.
pub fn shown_in_limited(name: &str) -> Option<u8> {
    SHOWN.get(name).copied()
}

/// Whether it is the name of a type.
pub fn is_type(name: &str) -> bool {
    TABLE.get(name).is_some_and(|entry| entry.is_type)
}

/// Whether it is a function, be it a macro.
pub fn is_function(name: &str) -> bool {
    functions::facts_of(name).is_some_and(|f| f.kind != Kind::Data)
}

/// Whether a name by its form belongs to the interpreter alone.
pub fn is_private(name: &str) -> bool {
    ["_Py", "_PY", "__Py"].iter().any(|start| name.starts_with(start))
}

/// Whether a name by its form is of the unstable API (PEP 689).
pub fn is_unstable(name: &str) -> bool {
    name.starts_with("PyUnstable_")
}

/// Whether the manual or the public headers lead extensions to a private name.
pub fn is_accepted(name: &str) -> bool {
    ADVICE.get(name).is_some_and(|advice| advice.accepted) || macros::lookup(name).is_some_and(|m| m.through.is_none())
}

/// The function of the limited API that does with a test what an unchecked macro does without: `PyTuple_GetItem` for
/// `PyTuple_GET_ITEM`. None where no function is called so.
pub fn checked_twin(name: &str) -> Option<&'static str> {
    let plain = |text: &str| text.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase();
    let family = name.split_once('_')?.0;
    let wanted = plain(name);
    let mut same =
        functions::all().iter().filter(|f| f.name.starts_with(family) && f.name != name && f.limited.is_some());
    same.find(|f| f.kind == Kind::Function && plain(f.name) == wanted).map(|f| f.name)
}

/// Whether `pythoncapi_compat.h` brings a function to Pythons that do not have it.
pub fn has_back_port(name: &str) -> bool {
    COMPAT.get(name).is_some()
}

/// What to do about a name: by hand, else what the table of functions has.
pub fn advice(name: &str) -> Option<Advice> {
    if let Some(found) = ADVICE.get(name) {
        return Some(*found);
    }
    let function = functions::facts_of(name)?;
    let instead = function.replacement?;
    let since = function.replacement_since.filter(|&since| since > OLDEST);
    Some(Advice { instead: Some(instead), since, pending: None, accepted: false })
}

fn read(row: &Row<'_>) -> Result<Entry, Wrong> {
    let versions = read_versions(row)?;
    let kinds = [("type", true), ("constant", false), ("macro", false)];
    let is_type = row.word("kind", &kinds)?.ok_or_else(|| row.wrong("kind", "empty"))?;
    Ok(Entry { versions, limited: row.minor("limited")?, is_type })
}

fn read_versions(row: &Row<'_>) -> Result<u32, Wrong> {
    let by = row.map("versions", minors)?.unwrap_or_default();
    Ok((OLDEST..=NEWEST).filter(|&minor| by.by(minor)).fold(0, |set, minor| set | 1 << minor))
}

fn read_advice(row: &Row<'_>) -> Result<Advice, Wrong> {
    Ok(Advice {
        instead: row.text("instead"),
        since: row.minor("since")?,
        pending: row.minor("pending")?,
        accepted: row.yes("accepted")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn tables_are_whole_and_sorted() {
        let table = Table::of(include_str!("names.tsv"));
        assert!(table.collect(read).1.is_empty());
        assert!(table.len() > 700 && TABLE.iter().count() == table.len());
        let names: Vec<&str> = table.rows().filter_map(|row| row.text("name")).collect();
        assert!(names.is_sorted_by(|a, b| a.as_bytes() < b.as_bytes()));
        let advice = Table::of(include_str!("advice.tsv"));
        assert!(advice.collect(read_advice).1.is_empty());
        assert_eq!(ADVICE.iter().count(), advice.len());
    }

    #[test]
    fn advice_is_about_names_that_are_known() {
        for (name, advice) in ADVICE.iter() {
            assert!(versions(name).is_some() || exported(name) != 0, "{name}");
            let Some(instead) = advice.instead.filter(|i| !i.contains(' ')) else { continue };
            if let Some(since) = advice.since.filter(|_| is_function(instead)) {
                let has = versions(instead).unwrap_or(0);
                assert!(has & (1 << since) != 0 && has & (1 << (since - 1)) == 0, "{name}: {instead} since 3.{since}");
            }
        }
    }

    #[test]
    fn back_ports_are_of_functions() {
        assert!(COMPAT.iter().all(|(name, ())| is_function(name)));
        assert!(has_back_port("Py_NewRef") && !has_back_port("PyList_New"));
    }

    #[test]
    fn known_names() {
        assert_eq!(versions("PyObject"), Some(ALL));
        assert_eq!(versions("_PyTime_t"), Some(ALL & 0x1FFF));
        assert_eq!(versions("PyModuleDef"), Some(ALL));
        assert_eq!(versions("PyEval_CallObject"), Some(ALL & 0x1FFF));
        assert_eq!(versions("PyNoSuch_Name"), None);
        assert!(exported("_PyImport_AcquireLock") != 0 && exported("PyTuple_SET_ITEM") == 0);
        assert_eq!(
            (limited("PyUnicode_New"), limited("Py_TYPE"), limited("PyType_GetName")),
            (None, Some(2), Some(11))
        );
        assert_eq!(checked_twin("PyTuple_GET_ITEM"), Some("PyTuple_GetItem"));
        assert_eq!(checked_twin("PyUnicode_DATA"), None);
        assert_eq!(defined("PyUnicode_KIND"), Some(ALL));
        assert_eq!(defined("Py_TRASHCAN_BEGIN"), Some(ALL & !0xFF));
        assert!(is_private("_Py_IDENTIFIER") && !is_private("Py_TYPE") && is_accepted("_PyBytes_Resize"));
        assert_eq!(advice("PyEval_CallObject").and_then(|a| a.instead), Some("PyObject_CallObject"));
    }
}
