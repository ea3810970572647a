//! Conditions: directives made of words that have a meaning in them.
#![no_main]

use extlint_fuzz::{Files, facts, on_thread, words};
use libfuzzer_sys::fuzz_target;

const WORDS: &[&str] = &[
    "\n#if", "\n#ifdef", "\n#ifndef", "\n#elif", "\n#else\n", "\n#endif\n", "\n#define", "\n#undef", "\n#elifdef", "\n#include",
    "defined", "(", ")", "&&", "||", "!", "==", "!=", "<", ">=", "+", "-", "*", "/", "%", "<<", ">>", "?", ":", "~", "^", "|", "&", ",",
    "0", "1", "0x030C0000", "0xffffffffffffffff", "9223372036854775807", "1LL", "'a'", "08", "PY_VERSION_HEX", "Py_LIMITED_API",
    "Py_GIL_DISABLED", "PY_MAJOR_VERSION", "PYPY_VERSION", "__cplusplus", "_WIN32", "__linux__", "NDEBUG", "A", "B", "F(x)", "F",
    "x", "##", "#", "\\\n", "/*", "*/", "//", "__has_include", "<Python.h>", "\"a.h\"", "\nint a;\n", "\nint f(void) {", "}\n",
    "__has_attribute", "true", "Py_PACK_VERSION(3, 15)",
];

fuzz_target!(|bytes: &[u8]| {
    if bytes.len() > 4096 {
        return;
    }
    let files: Files = vec![("m.c".into(), words(bytes, WORDS).into_bytes())];
    on_thread(|| facts(&files));
});
