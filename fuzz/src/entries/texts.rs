//! Sources: bytes, directives made of words, modules put together from pieces.

use std::sync::OnceLock;

use extlint::facts::{FileId, Span, Targets};
use extlint::source::{SourceInput, code_bytes, mask_only};

use super::pieces::module;
use super::{Files, LONGEST, are_inside, facts, findings, on_thread, words};

/// Words that have a meaning in conditions.
const DIRECTIVES: &[&str] = &[
    "\n#if",
    "\n#ifdef",
    "\n#ifndef",
    "\n#elif",
    "\n#else\n",
    "\n#endif\n",
    "\n#define",
    "\n#undef",
    "\n#elifdef",
    "\n#include",
    "defined",
    "(",
    ")",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "<<",
    ">>",
    "?",
    ":",
    "~",
    "^",
    "|",
    "&",
    ",",
    "0",
    "1",
    "0x030C0000",
    "0xffffffffffffffff",
    "9223372036854775807",
    "1LL",
    "'a'",
    "08",
    "PY_VERSION_HEX",
    "Py_LIMITED_API",
    "Py_GIL_DISABLED",
    "PY_MAJOR_VERSION",
    "PYPY_VERSION",
    "__cplusplus",
    "_WIN32",
    "__linux__",
    "NDEBUG",
    "A",
    "B",
    "F(x)",
    "F",
    "x",
    "##",
    "#",
    "\\\n",
    "/*",
    "*/",
    "//",
    "__has_include",
    "<Python.h>",
    "\"a.h\"",
    "\nint a;\n",
    "\nint f(void) {",
    "}\n",
    "__has_attribute",
    "true",
    "Py_PACK_VERSION(3, 15)",
    "__VA_ARGS__",
    "G(x, ...)",
    "__VA_OPT__(",
];

const NAMES: &[[&str; 4]] =
    &[["m.c", "m.h", "n.c", "n.h"], ["m.cpp", "m.h", "n.cc", "n.hpp"], ["m.c", "m.h", "n.cpp", "x.inc"]];

/// Lexer and masker: a masked text is as long as the text.
pub fn mask(text: &[u8]) {
    if text.len() > LONGEST {
        return;
    }
    let code = code_bytes(text, Span::new(0, text.len() as u32));
    assert!(code <= text.len());
    for path in ["m.c", "m.h", "m.cpp"] {
        let body = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let masked = mask_only(&[SourceInput { file: FileId(0), path, text }], &Targets::default());
        assert!(masked == body.len() || masked == text.len(), "{masked} of {}", text.len());
    }
}

/// Conditions and macros: directives made of words.
pub fn conditions(bytes: &[u8]) {
    if bytes.len() <= 4096 {
        let files: Files = vec![("m.c".into(), words(bytes, DIRECTIVES).into_bytes())];
        on_thread(|| facts(&files));
    }
}

/// The whole front end and the rules: up to four files of any bytes, divided by `\xfe`; the first byte picks the language.
pub fn source(bytes: &[u8]) {
    let Some((&first, text)) = bytes.split_first() else { return };
    if text.len() > LONGEST {
        return;
    }
    let names = NAMES[first as usize % NAMES.len()];
    let parts = text.splitn(4, |&b| b == 0xfe);
    let files: Files = names.iter().zip(parts).map(|(name, text)| ((*name).to_owned(), text.to_vec())).collect();
    on_thread(|| are_inside(&findings(&files, &[]), &files));
}

/// The rules: a module put together from declarations, functions and slot arrays, a statement at a time.
pub fn written(bytes: &[u8]) {
    if bytes.len() <= 2048 {
        let files: Files = module(bytes);
        on_thread(|| are_inside(&findings(&files, &[]), &files));
    }
}

/// One and eight threads say the same.
pub fn threads(bytes: &[u8]) {
    static EIGHT: OnceLock<rayon::ThreadPool> = OnceLock::new();
    if bytes.len() > 4096 {
        return;
    }
    let mut files: Files = Vec::new();
    for (i, part) in bytes.chunks(64).enumerate() {
        files.extend(module(part).into_iter().map(|(name, text)| (format!("{i}/{name}"), text)));
    }
    let eight = || rayon::ThreadPoolBuilder::new().num_threads(8).stack_size(64 << 20).build().expect("threads");
    let one = on_thread(|| format!("{:?}", findings(&files, &[])));
    let many = EIGHT.get_or_init(eight).install(|| format!("{:?}", findings(&files, &[])));
    assert_eq!(one, many);
}
