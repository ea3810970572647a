//! Parts of a run by themselves: one declaration, one function, one array of slots; one build file; the comments of one
//! text. They cost a fraction of a run, so that a fuzzer gets through many more of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use extlint::config::Levels;
use extlint::facts::{FileFacts, FileId, Targets};
use extlint::finding::Finding;
use extlint::input::{Bytes, build_text as build_text_in, build_words};
use extlint::rules::{Context, run};
use extlint::source::{SourceInput, read, read_by_grammar, same_code};
use extlint::suppress::{self, comments as commenting};
use extlint::text::{SourceText, Sources};
use tempfile::TempDir;

use super::project::{BUILD, COMMENTED, folder};
use super::{Files, facts, grammar, linked, on_thread, targets, text, words};

/// Words of C and C++, with those that are told apart by name.
const WORDS: &[&str] = &[
    "static",
    "const",
    "struct",
    "union",
    "enum",
    "typedef",
    "int",
    "char",
    "void",
    "unsigned",
    "long",
    "PyObject",
    "PyTypeObject",
    "Py_ssize_t",
    "PyMethodDef",
    "PyType_Slot",
    "PyType_Spec",
    "PyModuleDef",
    "PyModuleDef_Slot",
    "PyMemberDef",
    "PyObject_HEAD",
    "PyObject_HEAD_INIT(NULL)",
    "PyVarObject_HEAD_INIT(NULL, 0)",
    "PyMODINIT_FUNC",
    "PyModuleDef_HEAD_INIT",
    "T",
    "S",
    "f",
    "g",
    "x",
    "y",
    "self",
    "args",
    "module",
    "type",
    "n",
    "*",
    "*",
    "(",
    ")",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "{",
    "}",
    "=",
    "=",
    ";",
    ";",
    ",",
    ",",
    ".",
    "->",
    "&",
    "0",
    "1",
    "NULL",
    "-1",
    "sizeof(T)",
    "\"m.T\"",
    "'c'",
    "1.5e3",
    "0x10UL",
    ".tp_name",
    ".tp_flags",
    ".m_slots",
    ".m_size",
    ".slots",
    ".basicsize",
    "Py_TPFLAGS_DEFAULT",
    "Py_TPFLAGS_HAVE_GC",
    "Py_tp_dealloc",
    "Py_tp_traverse",
    "Py_tp_new",
    "Py_mod_exec",
    "Py_mod_gil",
    "Py_MOD_GIL_NOT_USED",
    "(void *)",
    "(destructor)",
    "(PyObject *)self",
    "Py_INCREF(",
    "Py_DECREF(",
    "Py_CLEAR(",
    "Py_VISIT(",
    "Py_TYPE(self)",
    "PyList_New(0)",
    "PyDict_GetItem(",
    "PyErr_Occurred()",
    "PyModuleDef_Init(",
    "PyType_FromSpec(",
    "if (",
    "else",
    "while (",
    "for (",
    "do {",
    "} while (0);",
    "switch (",
    "case 1:",
    "default:",
    "break;",
    "continue;",
    "goto out;",
    "out:",
    "return",
    "return NULL;",
    "+",
    "-",
    "!",
    "~",
    "&&",
    "||",
    "==",
    "<",
    ">",
    "<<=",
    "?",
    ":",
    "...",
    "__attribute__((unused))",
    "_Thread_local",
    "extern",
    "extern \"C\" {",
    "inline",
    "volatile",
    "_Atomic",
    "class",
    "template <",
    "typename",
    "namespace",
    "::",
    "auto",
    "lambda",
    "[&]",
    "operator",
    "new",
    "delete",
    "this",
    "public:",
    "virtual",
    "using",
    "static_assert(",
    "decltype(",
    "#define M(x) x\n",
    "#define N\n",
    "#if N\n",
    "#else\n",
    "#endif\n",
    "#include \"x.h\"\n",
    "M(x)",
    "M(",
    "N",
    "\\\n",
    "/*",
    "*/",
    "//",
    "\n",
    "\"",
    "'",
    "L\"x\"",
    "R\"(",
    ")\"",
    "u8'c'",
    "_Generic(",
    "typeof(",
    "asm(",
    "@",
    "$x",
    "\u{e9}",
    "int :",
    "noexcept",
    "constexpr",
    "= default;",
    "[[nodiscard]]",
    "_Py_IDENTIFIER(x);",
];

/// What stands around the words.
const AROUND: &[(&str, &str)] = &[
    ("", "\n"),
    ("static PyObject *f(PyObject *self, PyObject *args)\n{\n", "\n}\n"),
    ("static PyType_Slot slots[] = {\n", "\n{0, NULL}};\n"),
    ("static PyModuleDef_Slot slots[] = {\n", "\n{0, NULL}};\n"),
    ("typedef struct {\nPyObject_HEAD\n", "\n} T;\n"),
    ("static PyTypeObject S = {\nPyVarObject_HEAD_INIT(NULL, 0)\n", "\n};\n"),
    ("PyMODINIT_FUNC PyInit_m(void)\n{\n", "\n}\n"),
    ("static PyMethodDef methods[] = {\n", "\n{NULL, NULL, 0, NULL}};\n"),
];

/// Words with something around them.
fn around(first: u8, rest: &[u8]) -> Vec<u8> {
    let (before, behind) = AROUND[usize::from(first) % AROUND.len()];
    format!("{before}{}{behind}", words(rest, WORDS)).into_bytes()
}

/// One declaration, one function, one array: words of C or C++ to facts.
pub fn item(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    if rest.len() > 256 {
        return;
    }
    let name = if first & 8 == 0 { "m.c" } else { "m.cpp" };
    let files: Files = vec![(name.to_owned(), around(first, rest))];
    on_thread(|| facts(&files, &targets(first)));
}

/// Plain C is read from its tokens, and the facts are those that the grammar gives.
pub fn plain(bytes: &[u8]) {
    let Some((&first, rest)) = bytes.split_first() else { return };
    if rest.len() > 256 {
        return;
    }
    let text = if first & 1 == 0 { grammar::file(rest).into_bytes() } else { around(first, rest) };
    let inputs = [SourceInput { file: FileId(0), path: "m.c", text: &text }];
    let said = |facts: Vec<FileFacts>| serde_json::to_string(&facts).expect("facts are JSON");
    let both = || (said(read(&inputs, &Targets::default())), said(read_by_grammar(&inputs, &Targets::default())));
    let (plain, grammar) = on_thread(both);
    let same = plain.bytes().zip(grammar.bytes()).take_while(|(a, b)| a == b).count();
    let near = |said: &str| said.bytes().skip(same.saturating_sub(150)).take(300).map(char::from).collect::<String>();
    let shown = String::from_utf8_lossy(&text);
    assert!(plain == grammar, "{shown}\n  plain:   {}\n  grammar: {}", near(&plain), near(&grammar));
}

/// Comments that suppress, read and written for what is found. Neither the code nor what is found changes by them.
pub fn comments(bytes: &[u8]) {
    static LEVELS: LazyLock<Levels> = LazyLock::new(|| Levels::new(&[], &[], &[], true, &Targets::default()));
    let Some((&first, bytes)) = bytes.split_first() else { return };
    if bytes.len() > 1024 {
        return;
    }
    let name = if first & 1 == 0 { "m.c" } else { "m.cpp" };
    let before = text(first, bytes, COMMENTED);
    // Whether all of it is understood, what is found, and what of that is left.
    let judge = |text: &[u8]| {
        let project = linked(&vec![(name.to_owned(), text.to_vec())], &Targets::default());
        let found = run(&Context { project: &project, artifacts: &[] });
        let whole = Bytes::Owned(text.to_vec());
        let source = SourceText::new(PathBuf::from(name), name.to_owned(), name.to_owned(), whole, true);
        let sources = Sources { files: vec![source] };
        let judged = suppress::apply(found.clone(), &project.files.iter().collect::<Vec<_>>(), &sources, &LEVELS);
        assert!(judged.suppressed <= found.len() + project.files[0].comments.len() * COMMENTED.len());
        let whole = !project.files[0].gaps.iter().any(|gap| gap.kind.is_loss());
        (whole, found, judged.findings, sources)
    };
    on_thread(|| {
        let (whole, found, left, sources) = judge(&before);
        let Some(after) = commenting::insert(&sources.files[0], left.iter(), "known") else { return };
        assert!(same_code(&before, &after), "{}", String::from_utf8_lossy(&after));
        let said = |found: &[Finding]| found.iter().map(|f| (f.rule.code, f.primary().is_some())).collect::<Vec<_>>();
        let (_, again, ..) = judge(&after);
        // How the grammar goes on behind an error may hang on a comment.
        assert!(!whole || said(&found) == said(&again), "{}", String::from_utf8_lossy(&after));
    });
}

/// Names of build files that are read by themselves.
const NAMES: &[&str] = &["setup.py", "meson.build", "CMakeLists.txt", "pyproject.toml", "setup.cfg", "m.pyx"];

/// One build file: what it says of extensions, and its words.
pub fn build_text(bytes: &[u8]) {
    static FOLDER: LazyLock<TempDir> = LazyLock::new(folder);
    let Some((&first, bytes)) = bytes.split_first() else { return };
    if bytes.len() > 4096 {
        return;
    }
    let path = FOLDER.path().join(NAMES[usize::from(first & 0x7f) % NAMES.len()]);
    fs::write(&path, text(first, bytes, BUILD)).expect("the file is written");
    let (none, wanted) = (BTreeSet::new(), ["m.c", "m", "f"].into_iter().collect());
    let said = build_text_in(FOLDER.path(), &none);
    assert!(said.extensions.iter().all(|extension| extension.closed || !extension.complete), "{said:?}");
    let _ = build_words(FOLDER.path(), &none, &wanted, &wanted, &wanted);
    fs::remove_file(&path).expect("the file is there");
}
