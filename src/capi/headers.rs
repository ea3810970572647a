//! The headers that CPython installs, and which minor versions have them. Not what they declare.

use std::sync::LazyLock;

use super::table::{Row, Table, Wrong};

/// Headers with the minor versions that install them; see the file's own first lines.
static TABLE: LazyLock<Vec<(&'static str, Vec<u8>)>> = LazyLock::new(|| table().collect(read).0);

/// The versions that the table was made from.
pub const KNOWN: (u8, u8) = (6, 15);

/// Headers that `Python.h` includes itself, names that no other library uses.
pub const IN_PYTHON_H: &[&str] = &[
    "bltinmodule.h",
    "boolobject.h",
    "bytearrayobject.h",
    "bytesobject.h",
    "cellobject.h",
    "ceval.h",
    "classobject.h",
    "complexobject.h",
    "descrobject.h",
    "dictobject.h",
    "enumobject.h",
    "floatobject.h",
    "funcobject.h",
    "genericaliasobject.h",
    "genobject.h",
    "iterobject.h",
    "listobject.h",
    "longobject.h",
    "memoryobject.h",
    "methodobject.h",
    "modsupport.h",
    "moduleobject.h",
    "objimpl.h",
    "odictobject.h",
    "pyarena.h",
    "pybuffer.h",
    "pycapsule.h",
    "pyctype.h",
    "pyerrors.h",
    "pyframe.h",
    "pyhash.h",
    "pylifecycle.h",
    "pymacro.h",
    "pymem.h",
    "pyport.h",
    "pystate.h",
    "pystrcmp.h",
    "pystrtod.h",
    "pythonrun.h",
    "pytypedefs.h",
    "rangeobject.h",
    "setobject.h",
    "sliceobject.h",
    "structseq.h",
    "sysmodule.h",
    "tupleobject.h",
    "typeslots.h",
    "unicodeobject.h",
    "weakrefobject.h",
];

/// The versions that install a header of the folder (`Python.h`) or of one below it (`internal/pycore_gc.h`); None for
/// one that the table does not have.
pub fn versions(header: &str) -> Option<&'static [u8]> {
    TABLE.binary_search_by(|(name, _)| name.as_bytes().cmp(header.as_bytes())).ok().map(|i| TABLE[i].1.as_slice())
}

/// Where what a header of the folder declared is found on a Python that has it no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moved {
    /// `Python.h` includes it from another place, or declares the same.
    InPythonH,
    /// Among the headers that are for CPython alone, `internal/…`.
    Internal,
    /// Nowhere.
    Nowhere,
}

/// Where the header `name` (of the folder itself) went by a minor version.
pub fn moved(name: &str, minor: u8) -> Moved {
    let has = |header: &str| versions(header).is_some_and(|v| v.contains(&minor));
    // `eval.h` declared functions that `ceval.h` has as well: "Include/ceval.h" of 3.11.
    if has(&format!("cpython/{name}")) || name == "eval.h" {
        Moved::InPythonH
    } else if has(&format!("internal/pycore_{}", name.trim_start_matches("py")))
        || has(&format!("internal/pycore_{name}"))
        || has(&format!("internal/{name}"))
    {
        Moved::Internal
    } else {
        Moved::Nowhere
    }
}

/// Whether the path of an include is that of a header for CPython alone: a `pycore_` header, or a known one in a folder
/// `internal`. Other libraries have such a folder too.
pub fn is_internal(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let core = name.starts_with("pycore_") && name.ends_with(".h");
    core || folder.split('/').next_back() == Some("internal") && versions(&format!("internal/{name}")).is_some()
}

/// Whether an include is that of the one header that extensions need.
pub fn is_python_h(path: &str) -> bool {
    path.rsplit('/').next() == Some("Python.h")
}

/// Whether only CPython has a header of this name, as far as names tell: `code.h` and `node.h` are those of others too.
pub fn is_distinctive(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    IN_PYTHON_H.contains(&name) || lower.starts_with("py") || lower.ends_with("object.h") || name == "longintrepr.h"
}

fn read(row: &Row<'_>) -> Result<(&'static str, Vec<u8>), Wrong> {
    let all = |text: &str| text.split(',').map(|minor| minor.parse().ok()).collect();
    Ok((row.required("header")?, row.map("versions", all)?.unwrap_or_default()))
}

fn table() -> Table {
    Table::with_columns(&["header", "versions"], include_str!("headers.tsv"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_whole_and_sorted() {
        let (rows, wrong) = table().collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert!(rows.len() > 300);
        assert!(rows.is_sorted_by(|a, b| a.0.as_bytes() < b.0.as_bytes()));
        let known = |minor: &u8| (KNOWN.0..=KNOWN.1).contains(minor);
        assert!(rows.iter().all(|(_, versions)| !versions.is_empty() && versions.iter().all(known)));
        assert!(IN_PYTHON_H.iter().all(|name| versions(name).is_some()));
    }

    #[test]
    fn the_table_knows_when_a_header_came_and_went() {
        assert_eq!(versions("internal/pycore_frame.h"), Some([11, 12, 13, 14, 15].as_slice()));
        assert_eq!(versions("longintrepr.h"), Some([6, 7, 8, 9, 10].as_slice()));
        assert_eq!(versions("Python.h"), Some((KNOWN.0..=KNOWN.1).collect::<Vec<_>>().as_slice()));
        assert_eq!(versions("internal/nothing.h"), None);
    }

    #[test]
    fn a_folder_called_internal_is_not_enough() {
        assert!(is_internal("internal/pycore_gc.h"));
        assert!(is_internal("pycore_new.h"));
        assert!(!is_internal("internal/queue.h"));
        assert!(!is_internal("zstd/internal/zstd.h"));
    }

    #[test]
    fn what_left_is_found_elsewhere() {
        assert_eq!(moved("funcobject.h", 11), Moved::InPythonH);
        assert_eq!(moved("eval.h", 11), Moved::InPythonH);
        assert_eq!(moved("longintrepr.h", 12), Moved::InPythonH);
        assert_eq!(moved("symtable.h", 10), Moved::Internal);
        assert_eq!(moved("pyarena.h", 10), Moved::Internal);
        assert_eq!(moved("node.h", 10), Moved::Nowhere);
    }

    #[test]
    fn a_third_of_the_root_headers_of_old_are_gone() {
        let root = TABLE.iter().filter(|(name, _)| !name.contains('/'));
        let gone = root.filter(|(_, v)| v.first() == Some(&6) && !v.contains(&13)).count();
        assert!((30..60).contains(&gone), "{gone}");
    }
}
