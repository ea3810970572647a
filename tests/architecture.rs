//! Holds the shape of the sources: which layer may name which, how long a file may be, who prints, who is unsafe.

#[path = "architecture/layers.rs"]
mod layers;
mod support;
#[path = "architecture/waits.rs"]
mod waits;

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use support::{files_below, root};

/// No file is longer than this.
const FILE_LINES: usize = 400;
/// A rule's file is not longer than this, or says why in its first comment.
const RULE_LINES: usize = 160;
/// The words with which a longer rule file gives its reason.
const REASON: &str = "Longer than a rule should be because";

/// A source file: path from the root with `/`, text, and text without comments, string and character literals.
struct Source {
    path: String,
    text: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let mut paths: Vec<PathBuf> = files_below(&root().join("src"));
    paths.push(root().join("build.rs"));
    let rust = paths.into_iter().filter(|p| p.extension().is_some_and(|e| e == "rs"));
    let read: Vec<Source> = rust
        .map(|path| {
            let text = fs::read_to_string(&path).expect("sources are readable");
            let path = path.strip_prefix(root()).expect("below the root").to_string_lossy().replace('\\', "/");
            Source { path, code: code_only(&text), text }
        })
        .collect();
    assert!(read.len() > 5, "the sources were not found");
    read
}

/// Blanks comments, string and character literals; keeps the line breaks.
fn code_only(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = String::new();
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        match (at(i), at(i + 1)) {
            ('/', '/') => {
                while i < chars.len() && at(i) != '\n' {
                    i += 1;
                }
            }
            ('/', '*') => {
                let mut depth = 0;
                loop {
                    match (at(i), at(i + 1)) {
                        ('/', '*') => (depth, i) = (depth + 1, i + 2),
                        ('*', '/') => (depth, i) = (depth - 1, i + 2),
                        _ => i += 1,
                    }
                    if depth == 0 || i >= chars.len() {
                        break;
                    }
                }
            }
            ('r', '"' | '#') if i == 0 || !(at(i - 1).is_alphanumeric() || at(i - 1) == '_') => {
                let hashes = chars[i + 1..].iter().take_while(|&&c| c == '#').count();
                if at(i + 1 + hashes) == '"' {
                    i += 2 + hashes;
                    let closes = |i: usize| at(i) == '"' && (1..=hashes).all(|k| at(i + k) == '#');
                    while i < chars.len() && !closes(i) {
                        i += 1;
                    }
                    i += 1 + hashes;
                }
            }
            ('"', _) => {
                i += 1;
                while i < chars.len() && at(i) != '"' {
                    i += if at(i) == '\\' { 2 } else { 1 };
                }
                i += 1;
            }
            ('\'', '\\') => {
                i += 3;
                while i < chars.len() && at(i) != '\'' {
                    i += 1;
                }
                i += 1;
            }
            ('\'', _) if at(i + 2) == '\'' => i += 3,
            _ => {}
        }
        if i == start {
            out.push(at(i));
            i += 1;
        } else {
            let end = i.min(chars.len());
            out.extend(chars[start..end].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
        }
    }
    out
}

/// True where `word` stands in `code` as a whole path: not inside a longer identifier.
fn names(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let (before, after) = (&code[..at], &code[at + word.len()..]);
        let longer = before.ends_with(part) || (word.ends_with(part) && after.starts_with(part));
        // A method's name is no path.
        !longer && !before.ends_with('.')
    })
}

fn fail_if_any(problems: String) {
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn files_are_short() {
    let mut problems = String::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > FILE_LINES {
            let _ = writeln!(problems, "{} has {lines} lines of at most {FILE_LINES}", source.path);
        }
        // `src/rules/category/name.rs`, not the parts of a rule in a folder of its name.
        let rule = source.path.strip_prefix("src/rules/").and_then(|rest| rest.split_once('/'));
        let rule = rule.is_some_and(|(category, file)| category != "common" && !file.contains('/') && file != "mod.rs");
        let reason = source.text.lines().take_while(|l| l.starts_with("//!")).any(|l| l.contains(REASON));
        if rule && lines > RULE_LINES && !reason {
            let _ = writeln!(
                problems,
                "{} has {lines} lines of at most {RULE_LINES}, and its `//!` does not say `{REASON} …`",
                source.path
            );
        }
        if source.path != "build.rs" && !source.text.starts_with("//!") {
            let _ = writeln!(problems, "{} does not say what it is (`//!`)", source.path);
        }
    }
    fail_if_any(problems);
}

#[test]
fn only_main_prints_and_exits() {
    let mut problems = String::new();
    for source in sources().iter().filter(|s| !["src/main.rs", "build.rs"].contains(&s.path.as_str())) {
        for word in ["println!", "eprintln!", "print!", "eprint!", "dbg!", "process::exit", "process::abort"] {
            if names(&source.code, word) {
                let _ = writeln!(problems, "{} uses {word}", source.path);
            }
        }
    }
    fail_if_any(problems);
}

#[test]
fn unsafe_is_fenced() {
    let mut problems = String::new();
    let mut maps = 0;
    for source in sources() {
        if !names(&source.code, "unsafe") || source.path.starts_with("src/clang/") {
            continue;
        }
        if names(&source.code, "memmap2") {
            maps += 1;
            if !source.text.contains("SAFETY:") {
                let _ = writeln!(problems, "{} does not say why its unsafe code is sound (`// SAFETY:`)", source.path);
            }
        } else if source.path == "src/check/trim.rs" {
            // One call of the allocator, that no other may have.
            if source.code.matches("unsafe").count() > 2 || !source.text.contains("SAFETY:") {
                let _ = writeln!(problems, "{} has more unsafe code than its one call", source.path);
            }
        } else {
            let _ = writeln!(problems, "{} is unsafe; only the mapping of files and src/clang may be", source.path);
        }
    }
    if maps > 1 {
        let _ = writeln!(problems, "{maps} modules map files; one is enough");
    }
    fail_if_any(problems);
}

/// Words for anything.
const EMPTY: [&str; 6] = ["manager", "managers", "helper", "helpers", "util", "utils"];

/// True for a type's name that ends in a word for anything.
fn says_nothing(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    EMPTY.iter().any(|word| name.ends_with(word))
}

/// The modules that a file declares.
fn modules(code: &str) -> Vec<String> {
    let starts = code.match_indices("mod ").filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric()));
    let part = |c: &char| c.is_alphanumeric() || *c == '_';
    starts.map(|(at, word)| code[at + word.len()..].chars().take_while(part).collect()).collect()
}

#[test]
fn names_say_what_things_are() {
    let mut problems = String::new();
    for source in sources() {
        let code = &source.code;
        for declared in ["struct ", "enum ", "trait ", "type "] {
            for (at, _) in code.match_indices(declared) {
                let name: String =
                    code[at + declared.len()..].chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect();
                if says_nothing(&name) {
                    let _ = writeln!(problems, "{}: `{name}` says nothing", source.path);
                }
            }
        }
        for module in source.path.trim_end_matches(".rs").split('/').map(str::to_owned).chain(modules(code)) {
            if EMPTY.contains(&module.as_str()) {
                let _ = writeln!(problems, "{}: a module `{module}` says nothing", source.path);
            }
        }
    }
    fail_if_any(problems);
}

#[test]
fn the_checks_see_what_they_forbid() {
    let code = code_only("// unsafe\nlet s = \"println!\"; let c = '\"'; let r = r#\"exit\"#;");
    assert!(!names(&code, "unsafe") && !names(&code, "println!") && !names(&code, "exit"));
    assert!(names("object::File", "object::") && !names("my_object::File", "object::"));
    assert!(names("eprintln!(x)", "eprintln!") && !names("eprintln!(x)", "println!"));
    assert!(names("use std::process;\nprocess::exit(1)", "process::exit"));
    assert_eq!(modules("pub(crate) mod helpers;\nmod b { }"), ["helpers", "b"]);
    assert!(says_nothing("helpers") && says_nothing("FileManager") && !says_nothing("slots"));
}
