//! Plain C is read without the grammar, and the facts must be those that the grammar gives.
//!
//! `EXTLINT_SAME_FACTS` names more folders, separated as in `PATH`, whose C sources are compared as well.

// What it prints is its report.
#![allow(clippy::print_stdout)]

mod support;

use std::path::{Path, PathBuf};

use extlint::facts::{FileFacts, FileId, Targets};
use extlint::source::{SourceInput, read, read_by_grammar};
use support::root;

/// The texts of the C files below some folders, with their paths.
fn sources(folders: &[PathBuf]) -> Vec<(String, Vec<u8>)> {
    let walk = |folder: &PathBuf| ignore::WalkBuilder::new(folder).standard_filters(false).build();
    let entries = folders.iter().flat_map(walk).filter_map(Result::ok).map(|entry| entry.into_path());
    let is_c = |path: &PathBuf| path.extension().is_some_and(|e| e == "c" || e == "h");
    let mut paths: Vec<PathBuf> = entries.filter(is_c).collect();
    paths.sort();
    let read = |path: PathBuf| Some((path.to_string_lossy().into_owned(), std::fs::read(&path).ok()?));
    paths.into_iter().filter_map(read).collect()
}

/// The facts as text: what JSON leaves out, such as words and lost words, neither way of reading touches.
fn json(facts: &FileFacts) -> String {
    serde_json::to_string(facts).expect("facts are JSON")
}

/// Reads all in one run, both ways; where they differ.
fn differences(sources: &[(String, Vec<u8>)]) -> Vec<String> {
    let inputs = (0u32..).zip(sources).map(|(i, (path, text))| SourceInput { file: FileId(i), path, text });
    let inputs: Vec<SourceInput<'_>> = inputs.collect();
    let (plain, grammar) = (read(&inputs, &Targets::default()), read_by_grammar(&inputs, &Targets::default()));
    let pairs = plain.iter().zip(&grammar).map(|(plain, grammar)| (json(plain), json(grammar)));
    let differ = pairs.zip(sources).filter(|((plain, grammar), _)| plain != grammar);
    differ
        .map(|((plain, grammar), (path, _))| {
            let same = plain.bytes().zip(grammar.bytes()).take_while(|(a, b)| a == b).count();
            let near = |text: &str| text.get(same.saturating_sub(100)..(same + 100).min(text.len())).map(str::to_owned);
            format!("{path}\n  plain:   {:?}\n  grammar: {:?}", near(&plain), near(&grammar))
        })
        .collect()
}

fn compare(sources: &[(String, Vec<u8>)]) -> usize {
    let differences = differences(sources);
    assert!(differences.is_empty(), "{} of {}:\n{}", differences.len(), sources.len(), differences.join("\n"));
    sources.len()
}

#[test]
fn the_sources_of_this_repository_give_the_same_facts() {
    let folders = ["tests/corpus", "tests/modules", "tests/mending", "examples"].map(|folder| root().join(folder));
    assert!(compare(&sources(&folders)) > 500);
}

#[test]
fn other_sources_give_the_same_facts() {
    let Some(folders) = std::env::var_os("EXTLINT_SAME_FACTS") else { return };
    for folder in std::env::split_paths(&folders) {
        let all = sources(&[folder]);
        // A run of a folder that holds many projects would take all of them for one.
        let mut first = 0;
        while first < all.len() {
            let parent = |i: usize| Path::new(&all[i].0).parent();
            let end = (first..all.len()).find(|&i| parent(i) != parent(first)).unwrap_or(all.len());
            compare(&all[first..end]);
            first = end;
        }
        println!("{} files", all.len());
    }
}

/// Statements that read one way or the other by what a name stands for, and such as look plain and are not.
const ODD: &str = include_str!("same_facts/odd.txt");

#[test]
fn odd_spellings_give_the_same_facts() {
    let lines: Vec<&str> = ODD.lines().filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
    assert!(lines.len() > 200);
    let mut sources = Vec::new();
    for line in &lines {
        let inside = format!("typedef int t;\nstatic int f(struct s *x, t *p)\n{{\n    {line}\n    return 0;\n}}\n");
        sources.push((format!("{line}/inside.c"), inside.into_bytes()));
        sources.push((
            format!("{line}/outside.c"),
            format!("typedef int t;\n{line}\nint g(void) {{ return 1; }}\n").into_bytes(),
        ));
        sources.push((
            format!("{line}/listed.c"),
            format!("static struct s x[] = {{ {{ {} }} }};\n", line.trim_end_matches(';')).into_bytes(),
        ));
    }
    compare(&sources);
}

/// Where the two differ, and what is written is read from the tokens: the grammar takes a sign's operand in parentheses
/// for what is cast to a function, and a declaration behind a label or in `for` for a product and a call. No real code
/// that was compared has one of these. Where a later grammar reads them, this tells.
const LEFT: &[&str] = &[
    "x = (T *const)(y()) + z;",
    "x = (T *)(y()) - z;",
    "for (T **y, (*z)(U *x); x; x) x;",
    "switch (x) { case +M: U *y = a, (*z)(); }",
];

#[test]
fn where_the_grammar_is_wrong_tokens_are_read_as_they_are_written() {
    let inside = |line: &str| format!("static int f(int x)\n{{\n    {line}\n    return 0;\n}}\n").into_bytes();
    for line in LEFT {
        let source = [("m.c".to_owned(), inside(line))];
        assert_eq!(differences(&source).len(), 1, "{line}");
    }
    let facts = |line: &str| {
        let text = inside(line);
        let input = SourceInput { file: FileId(0), path: "m.c", text: &text };
        json(&read(&[input], &Targets::default())[0])
    };
    assert!(facts(LEFT[0]).contains(r#""op":"Add""#));
    assert!(facts(LEFT[1]).contains(r#""op":"Sub""#));
    assert!(facts(LEFT[2]).contains(r#""function_pointer":true"#));
    assert!(facts(LEFT[3]).contains(r#""function_pointer":true"#));
}

#[test]
fn a_type_behind_a_keyword_keeps_its_name() {
    let text = "static int f(int x)\n{\n    if (x) x = 1; else (void)x;\n    switch (x) { case (unsigned char)1: return 1; }\n    \
                do (char)x; while (x);\n    return sizeof(f(1)) + sizeof(f());\n}\n";
    let input = [SourceInput { file: FileId(0), path: "m.c", text: text.as_bytes() }];
    for facts in [read(&input, &Targets::default()), read_by_grammar(&input, &Targets::default())] {
        let said = json(&facts[0]);
        for base in ["void", "unsigned char", "char"] {
            assert!(said.contains(&format!(r#""base":"{base}""#)), "{base}: {said}");
        }
        assert!(!said.contains("_oid") && !said.contains("SizeofType"), "{said}");
    }
}
