//! The libclang in use: found, loaded, and checked for what the front end needs. Parses nothing.

#![allow(unsafe_code)]

use std::{
    env,
    ffi::OsString,
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use clang_sys::*;

use super::{python::Python, unit::text};

/// The oldest libclang that is used: its numbers of cursor kinds are those of today.
pub const OLDEST: u32 = 15;

/// What to install, for messages.
const INSTALL: &str = "`pip install libclang-ng` installs it";

/// Why there is no libclang.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// None was found.
    #[error("libclang was not found; {INSTALL}, or set LIBCLANG_PATH or --clang=PATH")]
    Missing,
    /// What was named is no libclang.
    #[error("{path}: {cause}; {INSTALL}", path = path.display())]
    Unusable {
        /// The library, or what was named as one.
        path: PathBuf,
        /// What is wrong with it.
        cause: String,
    },
}

/// A version of libclang.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// `22` of `22.1.4`.
    pub major: u32,
    /// `22.1.4`
    pub text: String,
}

impl Version {
    /// From the words of `clang_getClangVersion`: `Debian clang version 19.1.7 (3)`.
    fn parse(words: &str) -> Option<Version> {
        let rest = words.split_once("version ")?.1;
        let text: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let major = text.split('.').next()?.parse().ok()?;
        Some(Version { major, text: text.trim_end_matches('.').to_owned() })
    }
}

/// A libclang, loaded; clones share it.
#[derive(Clone)]
pub struct Library {
    shared: Arc<SharedLibrary>,
    /// Its version.
    pub version: Version,
    /// Where it is.
    pub path: PathBuf,
    /// The folder that holds `include/stddef.h` for it; None: the compiler's own headers have to do.
    pub resource: Option<PathBuf>,
}

impl fmt::Debug for Library {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Library").field("path", &self.path).field("version", &self.version).finish_non_exhaustive()
    }
}

impl Library {
    /// Finds a library: the one named, else that of `LIBCLANG_PATH`, of the Python in use, of the system.
    ///
    /// # Errors
    /// Where none is found, or the one named (by `named` or `LIBCLANG_PATH`) cannot be used.
    pub fn find(named: Option<&Path>, python: Option<&Python>) -> Result<Library, LibraryError> {
        let variable = env::var_os("LIBCLANG_PATH").map(PathBuf::from);
        if let Some(path) = named.map(Path::to_owned).or(variable) {
            let found = if path.is_dir() { libraries_in(&path) } else { vec![path.clone()] };
            let none = || LibraryError::Unusable { path, cause: "contains no libclang".to_owned() };
            return Self::open(found.first().ok_or_else(none)?);
        }
        let mut unusable = None;
        let of_python = python.into_iter().flat_map(|p| &p.packages).map(|p| p.join("clang").join("native"));
        for folder in of_python.chain(system_folders()) {
            for path in libraries_in(&folder) {
                match Self::open(&path) {
                    Ok(library) => return Ok(library),
                    Err(error) => unusable = unusable.or(Some(error)),
                }
            }
        }
        Err(unusable.unwrap_or(LibraryError::Missing))
    }

    fn open(path: &Path) -> Result<Library, LibraryError> {
        let unusable = |cause: String| LibraryError::Unusable { path: path.to_owned(), cause };
        if !path.is_file() {
            return Err(unusable("is not a file".to_owned()));
        }
        let shared = Arc::new(load(path).map_err(unusable)?);
        let before = set_library(Some(Arc::clone(&shared)));
        // SAFETY: the library is set on this thread.
        let words = clang_getClangVersion::is_loaded().then(|| text(unsafe { clang_getClangVersion() }));
        let complete = has_what_is_needed();
        set_library(before);
        let version = words.as_deref().and_then(Version::parse);
        let version = version.ok_or_else(|| unusable("does not report its version".to_owned()))?;
        if version.major < OLDEST {
            let cause = format!("is libclang {}, but version {OLDEST} or newer is required", version.text);
            return Err(unusable(cause));
        }
        if !complete {
            return Err(unusable(format!("libclang {} lacks required functions", version.text)));
        }
        let resource = resource_folder(path, &version);
        Ok(Library { shared, version, path: path.to_owned(), resource })
    }

    /// Makes this library the one of the current thread, until the guard is dropped.
    pub(super) fn enter(&self) -> Entered {
        Entered(set_library(Some(Arc::clone(&self.shared))))
    }
}

/// A library set on a thread; dropping it sets the one before.
pub(super) struct Entered(Option<Arc<SharedLibrary>>);

impl Drop for Entered {
    fn drop(&mut self) {
        set_library(self.0.take());
    }
}

/// Every function that is called without a test of its own.
fn has_what_is_needed() -> bool {
    clang_Cursor_getVarDeclInitializer::is_loaded()
        && clang_Cursor_isAnonymousRecordDecl::is_loaded()
        && clang_Cursor_Evaluate::is_loaded()
        && clang_EvalResult_getAsUnsigned::is_loaded()
        && clang_EvalResult_isUnsignedInt::is_loaded()
        && clang_Cursor_getStorageClass::is_loaded()
        && clang_Type_getValueType::is_loaded()
        && clang_Type_getModifiedType::is_loaded()
        && clang_getCursorTLSKind::is_loaded()
        && clang_getFileContents::is_loaded()
        && clang_getSkippedRanges::is_loaded()
        && clang_isInvalidDeclaration::is_loaded()
        && clang_saveTranslationUnit::is_loaded()
}

/// Loads one file. The crate that loads takes its path from the environment alone, so a run loads before its threads
/// start.
fn load(path: &Path) -> Result<SharedLibrary, String> {
    static LOADING: Mutex<()> = Mutex::new(());
    let _one = LOADING.lock().unwrap_or_else(PoisonError::into_inner);
    let before: Option<OsString> = env::var_os("LIBCLANG_PATH");
    // SAFETY: Rust's own readers of the environment are locked out by the standard library; and no other thread runs
    // code in C yet, which could read it.
    unsafe { env::set_var("LIBCLANG_PATH", path) };
    let loaded = load_manually();
    // SAFETY: as above.
    unsafe {
        match before {
            Some(value) => env::set_var("LIBCLANG_PATH", value),
            None => env::remove_var("LIBCLANG_PATH"),
        }
    }
    loaded.map_err(|cause| cause.lines().next().unwrap_or("cannot be loaded").to_owned())
}

/// `libclang.so`, `libclang-19.so.1`, `libclang.dylib`, `libclang.dll` in a folder; the newest first.
fn libraries_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| is_libclang(p)).collect();
    found.sort_by_key(|path| {
        let number: String =
            name_of(path).chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
        (std::cmp::Reverse(number.parse::<u32>().unwrap_or(0)), path.clone())
    });
    found
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_libclang(path: &Path) -> bool {
    let name = name_of(path);
    if name == "libclang.dylib" || name == "libclang.dll" {
        return true;
    }
    let Some(rest) = name.strip_prefix("libclang") else { return false };
    let version = rest.strip_prefix('-').map(|r| r.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.'));
    version
        .unwrap_or(rest)
        .strip_prefix(".so")
        .or_else(|| version?.strip_prefix("so"))
        .is_some_and(|tail| tail.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// Where systems put libclang, newer LLVMs first.
fn system_folders() -> Vec<PathBuf> {
    let mut versioned: Vec<(u32, PathBuf)> = Vec::new();
    for entry in fs::read_dir("/usr/lib").into_iter().flatten().flatten() {
        if let Some(number) = name_of(&entry.path()).strip_prefix("llvm-").and_then(|n| n.parse().ok()) {
            versioned.push((number, entry.path().join("lib")));
        }
    }
    versioned.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let fixed = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64",
        "/usr/lib64/llvm/lib",
        "/usr/lib",
        "/usr/local/lib",
        "/usr/local/llvm/lib",
        "/opt/homebrew/opt/llvm/lib",
        "/usr/local/opt/llvm/lib",
        "/Library/Developer/CommandLineTools/usr/lib",
        "/Applications/Xcode.app/Contents/Developer/Toolchains/XcodeDefault.xctoolchain/usr/lib",
        "C:\\Program Files\\LLVM\\bin",
    ];
    versioned.into_iter().map(|(_, path)| path).chain(fixed.map(PathBuf::from)).collect()
}

/// The folder with the library's builtin headers: beside a library from PyPI, or where LLVM's own build puts them.
fn resource_folder(library: &Path, version: &Version) -> Option<PathBuf> {
    let real = fs::canonicalize(library).unwrap_or_else(|_| library.to_owned());
    let mut candidates = Vec::new();
    for folder in [library.parent(), real.parent()].into_iter().flatten() {
        candidates.push(folder.join("resource"));
        for name in [version.major.to_string(), version.text.clone()] {
            candidates.push(folder.join("clang").join(&name));
            candidates.push(folder.join("..").join("lib").join("clang").join(&name));
            candidates.push(folder.join(format!("../llvm-{}/lib/clang", version.major)).join(&name));
            candidates.push(PathBuf::from(format!("/usr/lib/llvm-{}/lib/clang", version.major)).join(&name));
            candidates.push(Path::new("/usr/lib/clang").join(&name));
        }
    }
    candidates.into_iter().find(|c| c.join("include").join("stddef.h").is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_words() {
        let of = |words| Version::parse(words).map(|v| (v.major, v.text));
        assert_eq!(of("clang version 22.1.4 (abc)"), Some((22, "22.1.4".to_owned())));
        assert_eq!(of("Debian clang version 14.0.6"), Some((14, "14.0.6".to_owned())));
        assert_eq!(of("gcc"), None);
    }

    #[test]
    fn names_of_libraries() {
        let is = |name: &str| is_libclang(Path::new(name));
        assert!(is("a/libclang.so") && is("libclang-19.so.1") && is("libclang.so.19.1") && is("libclang-14.so.14.0.6"));
        assert!(!is("libclang-cpp.so.19") && !is("libclangTooling.so") && !is("libclang.a"));
    }
}
