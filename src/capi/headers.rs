//! The headers that CPython installs, and which minor versions have them. Not what they declare.

use crate::facts::{Python, VersionSet};

/// Headers with the minor versions that install them; see the file's own first lines.
const TABLE: &str = include_str!("headers.tsv");

/// The versions that the table was made from.
pub const KNOWN: (Python, Python) = (Python(8), Python(13));

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

/// The versions that install a header of a folder (`internal/pycore_gc.h`); None for one that the table does not have.
pub fn versions(header: &str) -> Option<VersionSet> {
    let row = TABLE.lines().find_map(|line| line.strip_prefix(header)?.strip_prefix('\t'))?;
    let minors = row.split(',').filter_map(|m| m.parse::<u8>().ok());
    Some(minors.fold(VersionSet::default(), |set, m| set.or(VersionSet::range(Python(m), Python(m)))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_knows_when_a_header_came() {
        assert_eq!(versions("internal/pycore_frame.h"), Some(VersionSet::range(Python(11), Python(13))));
        assert_eq!(versions("internal/nothing.h"), None);
    }
}
