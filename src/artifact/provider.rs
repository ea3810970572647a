//! Who provides an imported name: CPython, another library, or nobody can tell.

use crate::capi::{exports, inlined, stable};
use crate::facts::{Artifact, BinaryFacts, BinaryFormat, Import};

/// Whether CPython has to provide the name: false where the file says that another library does.
pub fn may_be_cpython(format: BinaryFormat, import: &Import) -> bool {
    match (&import.library, format) {
        (Some(library), BinaryFormat::Pe) => is_python_dll(library),
        (Some(library), _) => is_python_library(library),
        (None, BinaryFormat::Pe) => false,
        // No library named: found at run time among all that are loaded.
        (None, _) => true,
    }
}

/// CPython's library for Windows, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PythonDll {
    /// The minor version; None for the one that every version has, for the stable ABI.
    pub minor: Option<u8>,
    /// Of a free-threaded build: `python3t.dll`, `python313t.dll`.
    pub free_threaded: bool,
    /// Of a debug build: `python313_d.dll`.
    pub debug: bool,
    /// Of an interpreter that MinGW or Cygwin builds: `libpython3.11.dll`.
    pub mingw: bool,
}

impl PythonDll {
    /// Takes the name of a DLL apart; None for any other: `pythoncom313.dll`.
    pub fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let rest = name.strip_suffix(".dll")?;
        let (mingw, rest) = rest.strip_prefix("lib").map_or((false, rest), |rest| (true, rest));
        let rest = rest.strip_prefix("python3")?;
        let (debug, rest) = rest.strip_suffix("_d").map_or((false, rest), |rest| (true, rest));
        let (free_threaded, rest) = rest.strip_suffix('t').map_or((false, rest), |rest| (true, rest));
        let digits = if mingw { rest.strip_prefix('.').unwrap_or(rest) } else { rest };
        let minor = if digits.is_empty() { None } else { Some(digits.parse().ok()?) };
        Some(PythonDll { minor, free_threaded, debug, mingw })
    }
}

/// `python3.dll`, `python3t.dll`, `python313.dll`, `python313_d.dll`, `libpython3.11.dll`; not `pythoncom313.dll`.
pub fn is_python_dll(name: &str) -> bool {
    PythonDll::of(name).is_some()
}

/// `libpython3.so`, `libpython3.11.so.1.0`, `…/Python.framework/Versions/3.11/Python`, `libpython3.11.dylib`.
pub fn is_python_library(path: &str) -> bool {
    let base = base(path);
    base.starts_with("libpython3") || base == "Python" || base == "Python3" || base == "PythonT"
}

fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Whether some CPython has the name, as an export, in its stable ABI or in its headers: nobody else provides it.
pub fn is_cpython_name(name: &str) -> bool {
    exports::lookup(name).anywhere() || stable::lookup(name).is_some() || inlined::is_never_exported(name)
}

/// Whether a binary of the same input exports the name, so that it need not be CPython's.
pub fn in_artifact(artifact: &Artifact, name: &str) -> bool {
    artifact.binaries().iter().any(|b| b.slices.iter().any(|s| s.exports.iter().any(|e| e == name)))
}

/// A library that the file is linked with and that may export names of the C API's shape: neither CPython's nor the
/// system's nor in the same input. None where there is no such library: a name looked up among all that are loaded is
/// then meant as CPython's.
pub fn foreign<'a>(artifact: &Artifact, binary: &'a BinaryFacts) -> Option<&'a str> {
    let inside = |library: &str| {
        artifact.binaries().iter().filter_map(|b| b.member.as_deref()).any(|m| base(m) == base(library))
    };
    let known =
        |library: &str| is_python_library(library) || is_python_dll(library) || is_system(library) || inside(library);
    binary.slices.iter().flat_map(|s| &s.needed).map(String::as_str).find(|library| !known(library))
}

/// The C and C++ run-time libraries, which export no name of the C API's shape.
fn is_system(library: &str) -> bool {
    const NAMES: &[&str] = &[
        "libc",
        "libm",
        "libdl",
        "libpthread",
        "librt",
        "libutil",
        "libgcc_s",
        "libstdc++",
        "libatomic",
        "ld-linux",
        "ld-linux-x86-64",
        "ld-linux-aarch64",
        "ld-musl-x86_64",
        "ld-musl-aarch64",
        "libz",
    ];
    let base = base(library);
    let stem = base.split_once(".so").map_or(base, |(stem, _)| stem);
    library.starts_with("/usr/lib/")
        || library.starts_with("/System/Library/")
        || NAMES.contains(&stem)
        || base.starts_with("libc.musl-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn python_libraries() {
        for name in ["python3.dll", "PYTHON3t.dll", "python313.dll", "python313t.dll", "python311_d.dll"] {
            assert!(is_python_dll(name), "{name}");
        }
        let parts = |name: &str| PythonDll::of(name).map(|d| (d.minor, d.free_threaded, d.debug, d.mingw));
        assert_eq!(parts("python3.dll"), Some((None, false, false, false)));
        assert_eq!(parts("python3t_d.dll"), Some((None, true, true, false)));
        assert_eq!(parts("Python313t.dll"), Some((Some(13), true, false, false)));
        assert_eq!(parts("python39_d.dll"), Some((Some(9), false, true, false)));
        assert_eq!(parts("libpython3.11.dll"), Some((Some(11), false, false, true)));
        assert_eq!(parts("libpython3.dll"), Some((None, false, false, true)));
        for name in [
            "pythoncom312.dll",
            "python3.so.dll",
            "python+312.dll",
            "libpython2.7.dll",
            "python.dll",
            "python3.so",
            "mypython3.dll",
            "pythont.dll",
        ] {
            assert!(!is_python_dll(name), "{name}");
        }
        assert!(is_python_library("/Library/Frameworks/Python.framework/Versions/3.11/Python"));
        assert!(is_python_library("libpython3.11.so.1.0"));
        assert!(!is_python_library("libboost_python311.so.1.80"));
    }
}
