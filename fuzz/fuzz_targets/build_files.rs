//! Build files, the configuration found beside them, and suppression comments: the program over a small project.
#![no_main]

use std::fs;

use extlint_fuzz::{LONGEST, on_thread, program, words};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] = &["setup.py", "meson.build", "CMakeLists.txt", "pyproject.toml", "setup.cfg", "m.pyx", "src/m.c"];
const WORDS: &[&str] = &[
    "from setuptools import setup, Extension\n", "Extension(", "setup(", "ext_modules=", "\"m\"", "[", "]", ")", ",", "\"src/m.c\"",
    "glob(", "\"src/*.c\"", "name", "=", "+", "+=", "\n", "\n    ", "for f in", "if", "define_macros=", "(\"Py_LIMITED_API\", \"0x030B0000\")",
    "sources", "os.path.join(", "%", "f\"{x}\"", "\"\"\"", "'", "#", "sys.version_info", ">=", "py.extension_module(", "files(", "\\\n",
    "Python_add_library(", "add_library(", "SET(", "${SRC}", "MODULE", "def f(x):", "return", "{", "}", ":", "lambda", "cythonize(",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((&first, text)) = bytes.split_first() else { return };
    if text.len() > LONGEST {
        return;
    }
    let Ok(folder) = tempfile::tempdir_in("/dev/shm") else { return };
    let _ = fs::create_dir(folder.path().join("src"));
    let _ = fs::write(folder.path().join("src/m.c"), "#include <Python.h>\nstatic PyObject *kept;  // extlint: ignore[ISO010]\n");
    let name = NAMES[first as usize % NAMES.len()];
    let text = if first & 0x80 == 0 { text.to_vec() } else { words(text, WORDS).into_bytes() };
    let _ = fs::write(folder.path().join(name), text);
    let _ = on_thread(|| program(folder.path(), &[]));
});
