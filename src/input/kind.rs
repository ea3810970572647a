//! Kinds of inputs, by file name and by first bytes; and what to do with what is none.

use std::path::Path;

/// What an input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// C or C++ text.
    Source,
    /// A shared library: ELF, Mach-O or PE.
    Binary,
    /// A wheel.
    Wheel,
}

/// Endings of C and C++ files. `.inc` is not here: as often as C it is assembler or PHP; named or included it is read.
const SOURCE_ENDINGS: &[&str] = &["c", "h", "cc", "cpp", "cxx", "c++", "C", "hh", "hpp", "hxx", "h++", "H"];

/// Endings of text that is C only where somebody says so, by naming it.
const NAMED_ENDINGS: &[&str] = &["inc", "inl", "ipp", "tpp"];

/// First bytes of ELF, Mach-O (32 and 64 bits, both byte orders, universal) and PE files.
const BINARY_MAGIC: &[&[u8]] = &[
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"MZ",
];

impl Kind {
    /// By the file's name: what a walk finds.
    pub fn of_name(path: &Path) -> Option<Kind> {
        let ending = path.extension()?.to_str()?;
        if SOURCE_ENDINGS.contains(&ending) || SOURCE_ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) {
            return Some(Kind::Source);
        }
        match ending.to_ascii_lowercase().as_str() {
            "so" | "pyd" | "dylib" => Some(Kind::Binary),
            "whl" => Some(Kind::Wheel),
            _ => None,
        }
    }

    /// By name, or where the name says nothing by the first bytes: for a file that is named.
    pub fn of_named(path: &Path, first: &[u8]) -> Option<Kind> {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        Kind::of_name(path)
            .or_else(|| BINARY_MAGIC.iter().any(|magic| first.starts_with(magic)).then_some(Kind::Binary))
            .or_else(|| NAMED_ENDINGS.contains(&ending).then_some(Kind::Source))
    }
}

/// What to do with a file of another kind that people name.
pub(super) fn hint(path: &Path) -> Option<&'static str> {
    let name = path.file_name()?.to_str()?.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".tar.gz", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".zip"]) {
        Some("; unpack it and check the folder")
    } else if ends(&[".pyx", ".pxd", ".pxi"]) {
        Some("; check the C file that Cython generates from it, or the compiled module")
    } else if ends(&[".rs"]) {
        Some("; check the compiled module")
    } else if ends(&[".o", ".obj", ".a", ".lib"]) {
        Some("; check the shared library that it is linked into")
    } else {
        None
    }
}

/// Entries of a folder without sources that are looked at for what sources are made from.
const ENTRIES: usize = 1000;

/// What to do with a folder that holds only what tools make C of: the sources of Cython and SWIG.
pub(super) fn made_from(folder: &Path) -> Option<String> {
    let entries = ignore::WalkBuilder::new(folder).standard_filters(false).build().take(ENTRIES).flatten();
    let mut endings: Vec<String> =
        entries.filter_map(|entry| Some(entry.path().extension()?.to_str()?.to_owned())).collect();
    endings.sort_unstable();
    let tool = |(ending, _): &&(&str, &str)| endings.binary_search_by(|e| e.as_str().cmp(ending)).is_ok();
    let (ending, tool) = [("pyx", "Cython"), ("i", "SWIG"), ("swg", "SWIG")].iter().find(tool)?;
    Some(format!("; {tool} makes C of its .{ending} files when it is built: check the wheel, `extlint check *.whl`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_first_bytes() {
        let of = |name: &str, first: &[u8]| Kind::of_named(Path::new(name), first);
        assert_eq!(of("a/x.C", b""), Some(Kind::Source));
        assert_eq!(of("x.HXX", b""), Some(Kind::Source));
        assert_eq!(of("_x.cpython-313-x86_64-linux-gnu.so", b""), Some(Kind::Binary));
        assert_eq!(of("x-1-cp310-abi3-any.whl", b""), Some(Kind::Wheel));
        assert_eq!(of("module", b"\x7fELF\x02"), Some(Kind::Binary));
        assert_eq!(of("x.inc", b"int"), Some(Kind::Source));
        assert_eq!(of("x.pyx", b"cdef"), None);
        assert_eq!(Kind::of_name(Path::new("x.inc")), None);
        assert_eq!(Kind::of_name(Path::new(".c")), None);
    }
}
