//! Holds that what CPython is stands in `src/capi`: no list of its names elsewhere, and no more single names than there
//! are; and that a rule's code stands where the rule is.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use support::{files_below, root};

/// Names of CPython that stand in string literals outside `src/capi`, comments and unit tests included. It only shrinks.
const LITERALS: usize = 97;
/// The same where code is written for people: `src/convert` names what its text says. It only shrinks as well.
const WRITTEN: usize = 34;

/// A string literal: what it says, and the bytes that it takes with its quotes.
struct Literal {
    text: String,
    start: usize,
    end: usize,
}

/// The sources outside `src/capi`: path and text.
fn sources() -> Vec<(String, String)> {
    let mut out = Vec::new();
    for path in files_below(&root().join("src")).into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs")) {
        let text = fs::read_to_string(&path).expect("sources are readable");
        let path = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
        if !path.starts_with("src/capi") {
            out.push((path, text));
        }
    }
    assert!(out.len() > 100, "the sources were not found");
    out.sort();
    out
}

/// The literals of a text that are one name of CPython, or the beginning of one, comments included.
fn literals(text: &str) -> Vec<Literal> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices('"') {
        let rest = &text[at + 1..];
        let Some(length) = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) else { continue };
        let name = &rest[..length];
        let bare = name.strip_prefix('_').unwrap_or(name);
        let shape =
            bare.strip_prefix("Py").is_some_and(|b| b.starts_with(|c: char| c.is_ascii_uppercase() || c == '_'));
        if shape && rest[length..].starts_with('"') {
            out.push(Literal { text: name.to_owned(), start: at, end: at + length + 2 });
        }
    }
    out
}

/// Whether nothing but signs of a list stand between two literals: `"A", "B"`, `"A" | b"B"`, rows `("A", x), ("B", y)`
/// of a table, comparisons `n == "A" || n == "B"`.
fn joins(between: &str) -> bool {
    let signs: String = between.chars().filter(|c| !c.is_whitespace()).collect();
    let row = between.starts_with(',') && between.contains('(') && between.len() < 60 && between.contains("),");
    let chain = signs.trim_start_matches(')').starts_with("||")
        && signs.matches("||").count() == 1
        && !signs.contains(['{', '}', ';'])
        && (signs.ends_with("==") || signs.ends_with("==b") || signs.ends_with('('));
    matches!(signs.as_str(), "," | "|" | ",b" | "|b" | ",&" | ",(") || row || chain
}

/// The places (bytes) where lists of two or more names begin in a text, comments left out.
fn lists(text: &str) -> Vec<usize> {
    let found = literals(text);
    let mut out = Vec::new();
    let mut within = false;
    for pair in found.windows(2) {
        let line = text[..pair[0].start].rfind('\n').map_or(0, |at| at + 1);
        let comment = text[line..].trim_start().starts_with("//");
        let now = !comment && pair[0].text != pair[1].text && joins(&text[pair[0].end..pair[1].start]);
        if now && !within {
            out.push(pair[0].start);
        }
        within = now;
    }
    out
}

#[test]
fn no_list_of_names_stands_outside_the_tables() {
    let mut problems = String::new();
    for (path, text) in sources() {
        for at in lists(&text) {
            let line = text[..at].lines().count();
            let _ = writeln!(problems, "{path}:{line}: a list of names of CPython; make it a table of src/capi");
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_planted_list_is_found() {
    for planted in [
        "const A: [&str; 2] = [\"Py_INCREF\", \"Py_XINCREF\"];",
        "matches!(n, \"PyList_New\"\n    | \"PyDict_New\"\n    | \"PySet_New\")",
        "[b\"Py_INCREF\", b\"Py_XINCREF\"]",
        "[(\"PyType_FromSpec\", 0), (\"PyType_FromSlots\", 1)]",
        "match n { \"Py_TYPE\" | \"_Py_TYPE\" => 1, _ => 2 }",
        "let is = name == \"Py_TYPE\" || name == \"_Py_TYPE\";",
        "if name.starts_with(\"PyErr_\")\n    || name.starts_with(\"PyExc_\") {}",
    ] {
        assert_eq!(lists(planted), [planted.find('"').map_or(0, |at| at)], "{planted}");
        // The same where the sources are: behind a function that is as it should be.
        let beside = format!("fn f() {{ g(\"PyList_New\"); }}\n{planted}\n");
        assert_eq!(lists(&beside).len(), 1, "{planted}");
    }
    for fine in
        ["n == \"Py_TYPE\"; m == \"Py_VISIT\"", "// \"Py_INCREF\", \"Py_XINCREF\"", "f(\"Py_TYPE\", \"ob_type\")"]
    {
        assert!(lists(fine).is_empty(), "{fine}");
    }
}

#[test]
fn names_of_cpython_in_code_only_become_fewer() {
    let is_written = |path: &str| path.starts_with("src/convert/");
    for (written, limit) in [(false, LITERALS), (true, WRITTEN)] {
        let sources = sources().into_iter().filter(|(path, _)| is_written(path) == written);
        let count: usize = sources.map(|(_, text)| literals(&text).len()).sum();
        assert!(count <= limit, "{count} names of CPython stand in literals outside src/capi, {limit} were");
        assert!(count == limit, "{count} are left: lower the limit {limit}");
    }
}

/// The codes of all rules.
fn codes() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("rules.toml")).expect("rules.toml");
    let codes: BTreeSet<String> =
        text.lines().filter_map(|line| line.strip_prefix("code = \"")?.strip_suffix('"').map(str::to_owned)).collect();
    assert!(codes.len() > 50, "the rules were not found");
    codes
}

/// The codes of rules that a text has, comments and its unit tests left out.
fn spoken<'c>(text: &str, codes: &'c BTreeSet<String>) -> BTreeSet<&'c str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| words(line, codes)).collect()
}

/// The codes among the words of a text.
fn words<'c>(text: &str, codes: &'c BTreeSet<String>) -> BTreeSet<&'c str> {
    let words: BTreeSet<&str> = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    codes.iter().map(String::as_str).filter(|c| words.contains(c)).collect()
}

/// The codes that the first comment of a rule's file says it is about.
fn headed<'c>(text: &str, codes: &'c BTreeSet<String>) -> BTreeSet<&'c str> {
    text.lines().take_while(|line| line.starts_with("//!")).flat_map(|line| words(line, codes)).collect()
}

/// The codes that each file speaks of without being the rule's: a part of a rule, in a folder of the rule's name, is.
fn strays<'c>(sources: &[(String, String)], codes: &'c BTreeSet<String>) -> Vec<(String, &'c str)> {
    let mut out = Vec::new();
    for (path, text) in sources {
        if path.ends_with("tests.rs") || path.contains("/tests/") {
            continue;
        }
        let parent = path.rsplit_once('/').map(|(folder, _)| format!("{folder}.rs")).unwrap_or_default();
        let parent = sources.iter().find(|(p, _)| *p == parent).map(|(_, text)| headed(text, codes));
        let own = headed(text, codes);
        let strange = spoken(text, codes).into_iter().filter(|code| !own.contains(code));
        let strange = strange.filter(|code| !parent.as_ref().is_some_and(|p| p.contains(code)));
        out.extend(strange.map(|code| (path.clone(), code)));
    }
    out
}

#[test]
fn code_of_a_rule_stands_in_its_own_file_only() {
    let codes = codes();
    let mut problems = String::new();
    for (path, code) in strays(&sources(), &codes) {
        let _ = writeln!(problems, "{path} speaks of {code}, which is not its own");
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_planted_code_is_found() {
    let codes = BTreeSet::from(["GC001".to_owned(), "GC002".to_owned()]);
    assert_eq!(spoken("if code == \"GC001\" {} // GC002x\n#[cfg(test)]\nGC002", &codes), BTreeSet::from(["GC001"]));
    assert_eq!(headed("//! GC002: text.\nuse GC001;", &codes), BTreeSet::from(["GC002"]));
    let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    let planted = [
        file("src/rules/gc/a.rs", "//! GC001: a rule.\nuse crate::rules::GC001;"),
        file("src/rules/gc/a/part.rs", "//! Of it.\nuse crate::rules::GC001;\n// GC002"),
        file("src/config/mod.rs", "//! Settings.\nif code == \"GC002\" {}"),
    ];
    assert_eq!(strays(&planted, &codes), [("src/config/mod.rs".to_owned(), "GC002")]);
}
