//! Macros that come from outside of a project and its build, by their names: of compilers, systems, libraries, and what
//! `pyconfig.h` gives. What is known of single macros of CPython stands in [`super::predefined`].

/// How names begin that are reserved to compilers and systems, or that CPython's headers (`pyconfig.h` among them) give.
const OUTSIDE: [&str; 12] =
    ["_", "Py", "PY", "HAVE_", "WITH_", "SIZEOF_", "ALIGNOF_", "WIN32", "WIN64", "MS_", "METH_", "TARGET_OS_"];
/// Other macros of compilers, systems, their headers, and of setuptools, that are no name in code.
const ALSO: [&str; 29] = [
    "NDEBUG",
    "UNICODE",
    "PIC",
    "DLL_EXPORT",
    "WINDOWS",
    "WIN",
    "unix",
    "linux",
    "sun",
    "i386",
    "mips",
    "hpux",
    "BSD",
    "ANDROID",
    "LINUX",
    "MACOSX",
    "DARWIN",
    "FREEBSD",
    "APPLE",
    "NULL",
    "EOF",
    "TRUE",
    "FALSE",
    "true",
    "false",
    "bool",
    "inline",
    "restrict",
    "NT",
];
/// Headers of C and of systems: no library's own prefix.
const STANDARD: [&str; 34] = [
    "assert",
    "arpa",
    "complex",
    "ctype",
    "dlfcn",
    "errno",
    "fcntl",
    "float",
    "inttypes",
    "io",
    "iso",
    "limits",
    "locale",
    "malloc",
    "math",
    "net",
    "netinet",
    "process",
    "pthread",
    "python",
    "setjmp",
    "signal",
    "stdarg",
    "stdatomic",
    "stdbool",
    "stddef",
    "stdint",
    "stdio",
    "stdlib",
    "string",
    "sys",
    "time",
    "unistd",
    "windows",
];

/// Whether something outside of a project and its build may define a macro: CPython, a compiler, a system. By its name.
pub fn may_come_from_outside(name: &str) -> bool {
    // A project's own answer to `HAVE_`, which begins with a reserved letter by its author's taste.
    !name.starts_with("_HAVE_") && OUTSIDE.iter().any(|start| name.starts_with(start)) || ALSO.contains(&name)
}

/// What an include's path says of the library that it belongs to, in lower case: `libxml` and `parser` of
/// `libxml/parser.h`. Nothing of headers of C and of systems.
pub fn libraries(include: &str) -> impl Iterator<Item = String> {
    let parts = include.split(['/', '\\']).map(|part| part.split('.').next().unwrap_or("").to_ascii_lowercase());
    let bare = |part: String| part.trim_end_matches(|c: char| c.is_ascii_digit()).trim_start_matches("lib").to_owned();
    parts.filter(|part| !STANDARD.contains(&part.as_str())).map(bare).filter(|part| part.len() > 1)
}

/// Whether an include is that of a header of C or POSIX itself.
pub fn is_of_c(path: &str) -> bool {
    path.strip_suffix(".h").is_some_and(|name| STANDARD.contains(&name) && !["windows", "io", "python"].contains(&name))
}

/// Whether a macro bears the name of one of some libraries: `CURL_HAS_X` and `curl`, `TIFF_VERSION` and `tiffio`.
pub fn is_of_library<'a>(name: &str, mut libraries: impl Iterator<Item = &'a str>) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_prefix("lib").unwrap_or(&name);
    let first = name.split('_').next().unwrap_or("").trim_end_matches(|c: char| c.is_ascii_digit());
    libraries
        .any(|library| library.len() > 2 && name.starts_with(library) || first.len() > 1 && library.starts_with(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others() {
        assert!(
            ["__GNUC__", "_WIN32", "HAVE_FORK", "PY_BIG_ENDIAN", "NDEBUG"].iter().all(|n| may_come_from_outside(n))
        );
        assert!(
            !["COUNT_COLL", "DYNAMIC_CRC_TABLE", "DEBUG", "USE_IT", "_HAVE_LIB_CONFIG_H"]
                .iter()
                .any(|n| may_come_from_outside(n))
        );
        let of = |include: &str, name: &str| {
            is_of_library(name, libraries(include).collect::<Vec<_>>().iter().map(String::as_str))
        };
        assert!(of("libxml/parser.h", "LIBXML_THREAD_ENABLED") && of("sqlite3.h", "SQLITE_ENABLE_X"));
        assert!(of("tiffio.h", "TIFF_VERSION") && of("hdf5.h", "HDF5_X"));
        assert!(!of("sys/types.h", "SYS16BIT") && !of("zlib.h", "COUNT_COLL"));
    }
}
