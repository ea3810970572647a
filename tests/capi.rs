//! Holds that what CPython is stands in `src/capi`: no list of its names elsewhere, and no more single names than there
//! are; and that a rule's code stands where the rule is.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use support::{files_below, root};

/// Names of CPython that stand in string literals outside `src/capi`. It only shrinks.
const LITERALS: usize = 320;

/// Files with lists of such names, and how many lists each still has. It only shrinks.
const LISTS: &[(&str, usize)] = &[
    ("src/input/build/script.rs", 1),
    ("src/link/flow/traverse/mod.rs", 2),
    ("src/link/modules/state.rs", 3),
    ("src/link/objects/acyclic.rs", 3),
    ("src/link/objects/owned.rs", 2),
    ("src/link/statics/role.rs", 1),
    ("src/rules/gc/clear_leaves_dangling.rs", 1),
    ("src/rules/gc/heap_type_without_gc.rs", 1),
    ("src/rules/heap_types/inherited_new/pointers.rs", 1),
    ("src/rules/heap_types/type_stored_borrowed.rs", 4),
    ("src/rules/module_init/add_object_leak/values.rs", 3),
    ("src/rules/module_init/init_not_exported.rs", 1),
    ("src/rules/module_init/work_before_moduledef_init.rs", 1),
];

/// Files outside `src/rules` that name codes of rules, and how many. It only shrinks.
const CODES: &[(&str, usize)] = &[("src/config/mod.rs", 2), ("src/finding.rs", 1)];

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

/// How many lists of two or more names a text has: one behind the other with nothing but signs of a list between.
fn lists(text: &str) -> usize {
    let found = literals(text);
    let joined = |pair: &[Literal]| {
        let between = &text[pair[0].end..pair[1].start];
        let signs = between.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        // `"A", "B"`, `"A" | b"B"`, and rows `("A", x), ("B", y)` of a table.
        let row = between.starts_with(',') && between.contains("(") && between.len() < 60 && between.contains("),");
        matches!(signs.as_str(), "," | "|" | ",b" | "|b" | ",&" | ",(") || row
    };
    let mut count = 0;
    let mut within = false;
    for pair in found.windows(2) {
        let now = joined(pair) && pair[0].text != pair[1].text;
        count += usize::from(now && !within);
        within = now;
    }
    count
}

/// What a list of allowed numbers and the numbers found have against each other.
fn against(allowed: &[(&str, usize)], found: &[(String, usize)], what: &str) -> String {
    let mut problems = String::new();
    for (path, count) in found.iter().filter(|(_, count)| *count > 0) {
        let there = allowed.iter().find(|(p, _)| p == path).map_or(0, |(_, n)| *n);
        if *count != there {
            let _ = writeln!(
                problems,
                "{path}: {count} {what}, {there} are allowed; make it a table of src/capi, or lower the number"
            );
        }
    }
    for (path, _) in allowed {
        if !found.iter().any(|(p, count)| p == path && *count > 0) {
            let _ = writeln!(problems, "{path}: nothing is left to allow");
        }
    }
    problems
}

#[test]
fn no_list_of_names_stands_outside_the_tables() {
    let found: Vec<(String, usize)> = sources().into_iter().map(|(path, text)| (path, lists(&text))).collect();
    let problems = against(LISTS, &found, "lists of names of CPython");
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_planted_list_is_found() {
    assert_eq!(lists("const A: [&str; 2] = [\"Py_INCREF\", \"Py_XINCREF\"];"), 1);
    assert_eq!(lists("matches!(n, \"PyList_New\"\n    | \"PyDict_New\"\n    | \"PySet_New\")"), 1);
    assert_eq!(lists("[b\"Py_INCREF\", b\"Py_XINCREF\"]"), 1);
    assert_eq!(lists("[(\"PyType_FromSpec\", 0), (\"PyType_FromSlots\", 1)]"), 1);
    assert_eq!(lists("n == \"Py_TYPE\"; m == \"Py_VISIT\""), 0);
    let found = [("src/a.rs".to_owned(), 1)];
    assert!(!against(&[], &found, "lists").is_empty());
    assert!(!against(&[("src/a.rs", 1), ("src/b.rs", 1)], &found, "lists").is_empty());
    assert!(against(&[("src/a.rs", 1)], &found, "lists").is_empty());
}

#[test]
fn names_of_cpython_in_code_only_become_fewer() {
    let count: usize = sources().iter().map(|(_, text)| literals(text).len()).sum();
    assert!(count <= LITERALS, "{count} names of CPython stand in literals outside src/capi, {LITERALS} were");
    assert!(count == LITERALS, "{count} are left: lower LITERALS");
}

/// The codes of all rules.
fn codes() -> BTreeSet<String> {
    let text = fs::read_to_string(root().join("rules.toml")).expect("rules.toml");
    let codes: BTreeSet<String> =
        text.lines().filter_map(|line| line.strip_prefix("code = \"")?.strip_suffix('"').map(str::to_owned)).collect();
    assert!(codes.len() > 50, "the rules were not found");
    codes
}

/// The codes of rules that a text has, comments included, its unit tests left out.
fn spoken<'c>(text: &str, codes: &'c BTreeSet<String>) -> BTreeSet<&'c str> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let words: BTreeSet<&str> = code.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').collect();
    codes.iter().map(String::as_str).filter(|c| words.contains(c)).collect()
}

/// The codes that the first comment of a rule's file says it is about.
fn headed<'c>(text: &str, codes: &'c BTreeSet<String>) -> BTreeSet<&'c str> {
    let head: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
    spoken(&head, codes)
}

#[test]
fn code_of_a_rule_stands_in_its_own_file_only() {
    let (codes, sources) = (codes(), sources());
    let mut problems = String::new();
    let mut found = Vec::new();
    for (path, text) in &sources {
        let here = spoken(text, &codes);
        if !path.starts_with("src/rules/") {
            let tests = path.ends_with("tests.rs") || path.contains("/tests/");
            found.push((path.clone(), if tests { 0 } else { here.len() }));
            continue;
        }
        // A part of a rule, in a folder of the rule's name, is the rule's too.
        let parent = path.rsplit_once('/').map(|(folder, _)| format!("{folder}.rs")).unwrap_or_default();
        let parent = sources.iter().find(|(p, _)| *p == parent).map(|(_, text)| headed(text, &codes));
        let own = headed(text, &codes);
        for code in here.iter().filter(|c| !own.contains(*c) && !parent.as_ref().is_some_and(|p| p.contains(*c))) {
            let _ = writeln!(problems, "{path} speaks of {code}, which is not its own");
        }
    }
    problems += &against(CODES, &found, "codes of rules");
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn a_planted_code_is_found() {
    let codes = BTreeSet::from(["GC001".to_owned(), "GC002".to_owned()]);
    assert_eq!(spoken("if code == \"GC001\" {} // GC002x\n#[cfg(test)]\nGC002", &codes), BTreeSet::from(["GC001"]));
    assert_eq!(headed("//! GC002: text.\nuse GC001;", &codes), BTreeSet::from(["GC002"]));
}
