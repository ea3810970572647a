//! What stands beside sources: comments that suppress, build files, the configuration, baselines and lists.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use clap::Parser as _;
use extlint::cli::Cli;
use extlint::commands::{self, Exit, Streams};
use extlint::config::FileConfig;
use extlint::source::same_code;
use extlint::suppress::baseline::Baseline;
use extlint::suppress::{c_analyzer, comments};
use tempfile::TempDir;

use super::{LONGEST, on_thread, text, words};

/// Pieces of a source with comments, in a file of C and in macros.
pub(super) const COMMENTED: &[&str] = &[
    "static PyObject *a;",
    "static PyObject *b",
    ";",
    "static int n;",
    "\n",
    "\r\n",
    "/*",
    "*/",
    "//",
    "extlint:",
    "ignore",
    "[",
    "]",
    ",",
    "ISO010",
    "iso",
    "global-object",
    "ISO999",
    "ignore[ISO010]",
    "/* extlint: ignore[global-object] why */",
    "// extlint: ignore",
    "// extlint: ignore-file",
    "extlint: ignore-file[ISO]",
    "/* extlint: ignore-next",
    "noqa",
    "\\\n",
    "\"",
    "'",
    "#define M(x) static PyObject *x;",
    "M(c)",
    "M(d) \\",
    "#if 1\n",
    "#endif\n",
    "void f(void) { a = PyList_New(0);",
    "b = a; n++;",
    "}",
    "\u{feff}",
    "é",
    "??/\n",
    "R\"(",
    ")\"",
    "*",
];

const NAMES: &[&str] = &[
    "setup.py",
    "meson.build",
    "CMakeLists.txt",
    "pyproject.toml",
    "setup.cfg",
    "m.pyx",
    "src/m.c",
    "extlint.toml",
    "src/meson.build",
];

/// Words of build files.
pub(super) const BUILD: &[&str] = &[
    "from setuptools import setup, Extension\n",
    "Extension(",
    "setup(",
    "ext_modules=",
    "\"m\"",
    "[",
    "]",
    ")",
    ",",
    "\"src/m.c\"",
    "glob(",
    "\"src/*.c\"",
    "name",
    "=",
    "+",
    "+=",
    "\n",
    "\n    ",
    "for f in",
    "if",
    "define_macros=",
    "(\"Py_LIMITED_API\", \"0x030B0000\")",
    "sources",
    "os.path.join(",
    "%",
    "f\"{x}\"",
    "\"\"\"",
    "'",
    "#",
    "sys.version_info",
    ">=",
    "py.extension_module(",
    "files(",
    "\\\n",
    "Python_add_library(",
    "add_library(",
    "SET(",
    "${SRC}",
    "MODULE",
    "def f(x):",
    "return",
    "{",
    "}",
    ":",
    "lambda",
    "cythonize(",
    "foreach s :",
    "endforeach",
    "subdir('src')",
    "'m.c'",
    "link_with:",
    "static_library(",
    "file(GLOB SRC",
    "foreach(",
    "endforeach()",
    "include(",
    "function(",
    "endfunction()",
    "list(APPEND SRC",
    "[tool.extlint]\n",
    "[build-system]\n",
    "ext_modules = \n",
    "import os\n",
];

/// Words of the configuration.
const KEYS: &[&str] = &[
    "\n",
    "\n",
    "=",
    "=",
    "[",
    "]",
    "{",
    "}",
    ",",
    ".",
    "\"",
    "'",
    "min-python",
    "max-python",
    "\"3.12\"",
    "\"3.9\"",
    "limited-api",
    "isolation",
    "\"per-interpreter-gil\"",
    "\"auto\"",
    "free-threading",
    "true",
    "false",
    "select",
    "ignore",
    "[\"ISO\"]",
    "\"GC001\"",
    "[\"ALL\"]",
    "preview",
    "fail-on",
    "\"error\"",
    "baseline",
    "exclude",
    "[\"a/**\"]",
    "\"[\"",
    "clang",
    "\n[severity]\n",
    "ISO010",
    "\"note\"",
    "\"off\"",
    "\n[per-file-ignores]\n",
    "\"src/*.c\"",
    "\n[[accept]]\n",
    "rule",
    "names",
    "headers",
    "reason",
    "\"why\"",
    "files",
    "compile-commands",
    "python",
    "1",
    "\n[clang]\n",
    "#",
    "profile",
];

/// Runs the program over a folder, as a user does.
fn program(folder: &Path, options: &[&str]) -> Result<Exit, String> {
    let start = ["extlint", "check", "--no-cache"].into_iter().chain(options.iter().copied());
    let words = start.map(OsString::from).chain([folder.as_os_str().to_owned()]);
    let cli = Cli::try_parse_from(words).expect("these options exist");
    on_thread(|| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let streams = &mut Streams { out: &mut out, err: &mut err, terminal: false, watched: false };
        commands::run(&cli, streams).map_err(|error| error.to_string())
    })
}

/// A folder in memory, where the system has one.
pub(super) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.expect("a temporary folder")
}

/// Comments that suppress: read, and written for what is found; the code stays as it is.
pub fn suppression(bytes: &[u8]) {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    if bytes.len() > 4096 {
        return;
    }
    let text = text(first, bytes, COMMENTED);
    let folder = folder();
    let path = folder.path().join(if first & 1 == 0 { "m.c" } else { "m.cpp" });
    fs::write(&path, &text).expect("the file is written");
    let _ = program(folder.path(), &["--no-config"]);
    let _ = program(folder.path(), &["--no-config", "--all", "--add-suppressions", "known"]);
    let after = fs::read(&path).expect("the file is there");
    assert!(same_code(&text, &after), "{}", String::from_utf8_lossy(&after));
}

/// Build files, and the configuration found beside them.
pub fn build_files(bytes: &[u8]) {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    if bytes.len() > LONGEST {
        return;
    }
    let folder = folder();
    let source = "#include <Python.h>\nstatic PyObject *kept;  // extlint: ignore[ISO010]\n";
    fs::create_dir(folder.path().join("src")).expect("a folder");
    fs::write(folder.path().join("src/m.c"), source).expect("the file is written");
    let name = NAMES[usize::from(first & 0x7f) % NAMES.len()];
    fs::write(folder.path().join(name), text(first, bytes, BUILD)).expect("the file is written");
    if name == "src/meson.build" {
        fs::write(folder.path().join("meson.build"), "project('p', 'c')\nsubdir('src')\n")
            .expect("the file is written");
    }
    let _ = program(folder.path(), &[]);
}

/// The configuration file: bytes, or words where the first byte is none of UTF-8.
pub fn configuration(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    let text = if first < 0x80 { bytes.to_vec() } else { words(rest, KEYS).into_bytes() };
    let Ok(text) = String::from_utf8(text) else { return };
    if text.len() < LONGEST
        && let Ok(table) = text.parse::<toml::Table>()
        && let Err(wrong) = FileConfig::read(&table)
    {
        assert!(!wrong.is_empty(), "something is wrong, and nothing is said");
    }
}

/// Baselines, and the lists of CPython's own analyzer.
pub fn lists(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if text.len() > LONGEST {
        return;
    }
    if let Ok(baseline) = Baseline::parse(text) {
        let again = Baseline::parse(&baseline.render()).expect("what is written can be read");
        assert_eq!(again.total(), baseline.total());
    }
    let _ = c_analyzer::parse("globals-to-fix.tsv", text);
    let _ = comments::parse_reason(text);
}
