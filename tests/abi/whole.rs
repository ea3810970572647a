//! The tables of `src/capi` from the other side: what the Pythons of this machine export, declare and install stands in
//! them. `tables.rs` asks whether what stands in them is true. Only releases that the tables are made from are asked.

use std::path::{Path, PathBuf};
use std::process::Command;

use extlint::abi::read_binary;
use extlint::capi::{exports, functions, headers, inlined};
use extlint::facts::FileId;

use super::tables::{Python, pythons};

/// What the table leaves out: attributes, flags of Windows, parts of other macros, what CPython is measured with.
const NOT_LISTED: &[&str] = &[
    "_Py_NO_RETURN",
    "PyMODINIT_FUNC",
    "PyFPE_dummy",
    "_PyModule_IsExtension",
    "_Py_PrintSpecializationStats",
    "_Py_StatsClear",
    "_PyGenObject_HEAD",
    "_Py_COMMON_FIELDS",
    "_Py_stats",
    "_PyThreadState_Current",
    "_Py_atomic_ASSERT_ARG_TYPE",
    "Py_LegacyWindowsFSEncodingFlag",
    "Py_LegacyWindowsStdioFlag",
];

/// Headers of Python's folder that `Python.h` does not bring in, and one that compilers' own operations stand behind.
const APART: &[&str] = &["py_curses.h", "pyatomic.h"];

fn sources() -> impl Iterator<Item = Python> {
    pythons().into_iter().filter(Python::is_source)
}

fn identifier(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

fn is_api(name: &str) -> bool {
    name.starts_with("Py") || name.starts_with("_Py")
}

/// The headers below a folder, by their paths from there.
fn headers_of(folder: &Path) -> Vec<(String, PathBuf)> {
    let (mut found, mut todo) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(next) = todo.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                todo.push(path);
            } else if name.ends_with(".h") {
                found.push((name, path));
            }
        }
    }
    found
}

/// Names that a header declares as functions, variables, macros with arguments and inline functions of CPython.
fn declared(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let line = line.trim_start();
        let bare = line.strip_prefix("extern ").unwrap_or(line);
        if let Some(rest) = bare.strip_prefix("PyAPI_FUNC(").or_else(|| bare.strip_prefix("PyAPI_DATA(")) {
            let rest = rest.split_once(')').map_or("", |(_, rest)| rest.trim_start());
            // The name may stand on the next line.
            let rest = if rest.is_empty() { lines.peek().copied().unwrap_or("").trim_start() } else { rest };
            found.push(identifier(rest).to_owned());
        } else if line.starts_with("extern ") {
            found.extend(line.split_once('(').and_then(|(head, _)| last_word(head)).map(str::to_owned));
        } else if line.starts_with("#") {
            found.extend(macro_name(line).map(str::to_owned));
        } else if line.starts_with("static inline ") {
            let head = if line.contains('(') { Some(line) } else { lines.peek().copied() };
            let head = head.and_then(|h| h.split_once('(')).map(|(head, _)| head);
            found.extend(head.and_then(last_word).map(str::to_owned));
        }
    }
    found.retain(|name| is_api(name) && !NOT_LISTED.contains(&name.as_str()));
    found
}

fn last_word(head: &str) -> Option<&str> {
    head.trim_end().rsplit([' ', '*']).next()
}

/// The name of a macro with arguments that a line defines.
fn macro_name(line: &str) -> Option<&str> {
    let rest = line.strip_prefix('#')?.trim_start().strip_prefix("define")?.trim_start();
    let name = identifier(rest);
    rest[name.len()..].starts_with('(').then_some(name)
}

#[test]
fn every_installed_header_is_listed() {
    for python in sources() {
        let found = headers_of(&python.headers);
        let outside = |name: &str| name.starts_with("internal/mimalloc/");
        let listed = |name: &str| headers::versions(name).is_some_and(|v| v.contains(&python.minor));
        let missing: Vec<&String> = found.iter().map(|(name, _)| name).filter(|n| !listed(n) && !outside(n)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(found.is_empty() || found.len() > 80, "{}: {}", python.version, found.len());
    }
}

#[test]
fn every_declared_name_is_listed() {
    for python in sources() {
        let mut seen = 0;
        for (header, path) in headers_of(&python.headers) {
            if header.starts_with("internal/") || APART.contains(&header.as_str()) {
                continue;
            }
            let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
            // A macro that the header takes back is a word of its own.
            for name in declared(&text).into_iter().filter(|name| !text.contains(&format!("#undef {name}"))) {
                assert!(functions::facts_of(&name).is_some(), "{}: {header}: {name}", python.version);
                seen += 1;
            }
        }
        assert!(seen == 0 || seen > 1000, "{}: {seen}", python.version);
    }
}

#[test]
fn every_exported_name_is_listed() {
    for python in sources() {
        let script = "import sys, sysconfig as s, os\n\
                      l = os.path.join(s.get_config_var('LIBDIR') or '', s.get_config_var('INSTSONAME') or '')\n\
                      print(l if s.get_config_var('Py_ENABLE_SHARED') and os.path.isfile(l) else os.path.realpath(sys.executable))";
        let file = python.run(script, "");
        let bytes = std::fs::read(file.trim()).unwrap();
        let facts = read_binary(FileId(0), "python.so", &bytes).unwrap();
        let names = &facts.slices[0].exports;
        let missing: Vec<&String> =
            names.iter().filter(|n| is_api(n) && !exports::lookup(n).by(python.minor)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(names.len() > 1000, "{}: {}", python.version, names.len());
    }
}

/// A macro with arguments and no function of its name is in no binary, whatever the version.
#[test]
fn every_macro_without_a_function_is_listed() {
    for python in sources().filter(|p| p.headers.join("Python.h").is_file()) {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("in.c");
        std::fs::write(&source, "#include <Python.h>\n").unwrap();
        let mut command = Command::new("cc");
        let Ok(done) = command.args(["-E", "-dD", "-w", "-I"]).arg(&python.headers).arg(&source).output() else {
            crate::support::skipped("no C compiler");
            return;
        };
        assert!(done.status.success(), "{}: {}", python.version, String::from_utf8_lossy(&done.stderr));
        let text = String::from_utf8_lossy(&done.stdout).into_owned();
        let names: Vec<&str> = text.lines().filter_map(macro_name).filter(|n| is_api(n)).collect();
        let function = |name: &str| functions::facts_of(name).is_some_and(|f| f.kind == functions::Kind::Function);
        let missing: Vec<&&str> = names
            .iter()
            .filter(|n| !exports::lookup(n).anywhere() && !function(n) && !inlined::is_never_exported(n))
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        assert!(names.len() > 200, "{}: {}", python.version, names.len());
    }
}
