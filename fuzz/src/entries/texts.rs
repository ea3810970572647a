//! Sources: bytes, directives made of words, modules put together from pieces.

use std::sync::OnceLock;

use extlint::facts::{FileId, Span, Targets};
use extlint::finding::{Label, Place};
use extlint::source::{SourceInput, code_bytes, mask_only};

use super::pieces::module;
use super::{Files, LONGEST, are_inside, facts, findings, on_thread, targets, words};

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
        on_thread(|| facts(&files, &Targets::default()));
    }
}

/// The whole front end and the rules: up to four files of any bytes, divided by `\xfe`; the first byte picks the language, and
/// what they are checked for.
pub fn source(bytes: &[u8]) {
    let Some((&first, text)) = bytes.split_first() else { return };
    if text.len() > LONGEST {
        return;
    }
    let names = NAMES[first as usize % NAMES.len()];
    let parts = text.splitn(4, |&b| b == 0xfe);
    let files: Files = names.iter().zip(parts).map(|(name, text)| ((*name).to_owned(), text.to_vec())).collect();
    on_thread(|| are_inside(&findings(&files, &targets(first)), &files));
}

/// The rules: a module put together from declarations, functions and slot arrays, a statement at a time.
pub fn written(bytes: &[u8]) {
    if bytes.len() <= 2048 {
        let files: Files = module(bytes);
        let targets = targets(bytes.first().copied().unwrap_or_default());
        on_thread(|| are_inside(&findings(&files, &targets), &files));
    }
}

/// Items of tables of which nothing is kept as a fact, and how many tokens each has.
const ELEMENTS: &[(&str, usize)] = &[
    ("1", 1),
    ("-2", 2),
    ("\"x\"", 1),
    ("{1, \"a\"}", 5),
    ("(1 | 2)", 5),
    ("'c'", 1),
    ("0x7fULL", 1),
    ("{0, {1, {\"b\"}}}", 11),
];

/// A long table, which is cut before it is parsed, and one that is written as short, which is parsed in full: all rules
/// say the same of the module around it.
pub fn cut(bytes: &[u8]) {
    let &[kind, place, ref rest @ ..] = bytes else { return };
    let mut short = module(rest);
    if rest.len() > 1024 || short.is_empty() {
        return;
    }
    let (element, tokens) = ELEMENTS[usize::from(kind) % ELEMENTS.len()];
    // What the reader keeps: up to the first comma behind so many tokens.
    let kept = 64 / (tokens + 1) + 1;
    let text = &short[0].1;
    let lines: Vec<usize> = (0..text.len()).filter(|&at| at == 0 || text[at - 1] == b'\n').collect();
    let at = lines[usize::from(place) % lines.len()];
    let table = |count: usize, end: &str| {
        let head = if kind & 0x80 == 0 { "static const int table[] = {\n" } else { "T1 many[] = {\n" };
        format!("{head}{}{end}", format!("{element},\n").repeat(count))
    };
    let (few, many) = (table(kept, "\n\n};\n"), table(300, "\n};\n"));
    let mut long = short.clone();
    short[0].1.splice(at..at, few.bytes());
    long[0].1.splice(at..at, many.bytes());
    let (end, more) = (at + few.len() - 4, many.len() - few.len());
    let moved = |offset: u32| match offset as usize {
        offset if offset >= end + more => offset - more,
        offset => offset.min(end),
    };
    let said = |files: &Files, moved: &dyn Fn(u32) -> usize| {
        let said = findings(files, &Targets::default()).into_iter().map(|finding| {
            let Place::Source(labels) = &finding.place else { return format!("{finding:?}") };
            let first = |label: &Label| label.file == FileId(0);
            let at = |l: &Label, offset: u32| if first(l) { moved(offset) } else { offset as usize };
            let places = labels.iter().map(|l| (l.file, at(l, l.span.start), at(l, l.span.end)));
            format!("{} {} {:?}", finding.rule.code, finding.message, places.collect::<Vec<_>>())
        });
        said.collect::<Vec<_>>()
    };
    let (full, cut) = on_thread(|| (said(&short, &|offset| offset as usize), said(&long, &moved)));
    assert_eq!(full, cut);
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
    let one = on_thread(|| format!("{:?}", findings(&files, &Targets::default())));
    let many = EIGHT.get_or_init(eight).install(|| format!("{:?}", findings(&files, &Targets::default())));
    assert_eq!(one, many);
}
