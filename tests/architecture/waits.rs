//! No thread waits for work that may wait for it, and `link` and `rules` share nothing unfinished.

use std::fmt::Write as _;

use super::{fail_if_any, sources};

/// What shares a state that may be half done, or waits for another thread. `thread_local!` depends on who works.
const SHARED: [&str; 13] = [
    "Mutex",
    "RwLock",
    "Condvar",
    "OnceLock",
    "OnceCell",
    "LazyLock",
    "LazyCell",
    "RefCell",
    "Cell",
    "UnsafeCell",
    "thread_local!",
    "get_or_init",
    "static mut",
];

/// Of these, what makes a thread wait for another.
const WAITS: [&str; 6] = ["Mutex", "RwLock", "Condvar", "OnceLock", "LazyLock", "get_or_init"];

/// What a file shares between threads though it stands where all is finished: `link` and `rules`.
fn shared_states(path: &str, code: &str) -> Vec<String> {
    if !path.starts_with("src/link/") && !path.starts_with("src/rules/") {
        return Vec::new();
    }
    let found = SHARED.iter().filter(|word| uses_word(code, word));
    found.map(|word| format!("{path} uses {word}; an analysis of a project is finished before it is read")).collect()
}

/// True where a file waits for another thread and has parallel work: a thread that waits may take a task that waits too.
fn waits_in_parallel(code: &str) -> bool {
    uses_word(code, "rayon") && WAITS.iter().any(|word| uses_word(code, word))
}

/// The functions of files with parallel work that the closure of a cell in this file calls, or that fill it themselves.
fn parallel_calls<'a>(code: &str, parallel: &'a [String]) -> Vec<&'a str> {
    let openers = ["get_or_init(", "get_or_try_init(", "LazyLock::new(", "LazyCell::new(", "call_once("];
    let mut calls = String::new();
    for opener in openers {
        for (at, _) in code.match_indices(opener) {
            let mut depth = 1;
            let body: String = code[at + opener.len()..]
                .chars()
                .take_while(|c| {
                    depth += i32::from(*c == '(') - i32::from(*c == ')');
                    depth > 0
                })
                .collect();
            calls += &format!("{}(\n", body.trim());
        }
    }
    parallel.iter().map(String::as_str).filter(|name| uses_word(&calls, &format!("{name}("))).collect()
}

/// True where a word stands in `code`, as a path, a method or a field.
fn uses_word(code: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let longer = word.ends_with(part) && code[at + word.len()..].starts_with(part);
        !code[..at].ends_with(part) && !longer
    })
}

/// The names of the functions that a file defines.
fn functions(code: &str) -> Vec<String> {
    let starts = code.match_indices("fn ").filter(|(at, _)| !code[..*at].ends_with(|c: char| c.is_alphanumeric()));
    let names = starts.map(|(at, word)| {
        code[at + word.len()..].chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect::<String>()
    });
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn no_thread_waits_for_work_that_may_wait_for_it() {
    let mut problems = String::new();
    let all = sources();
    let parallel: Vec<String> =
        all.iter().filter(|s| uses_word(&s.code, "rayon")).flat_map(|s| functions(&s.code)).collect();
    assert!(!parallel.is_empty(), "no file works in parallel");
    for source in &all {
        for problem in shared_states(&source.path, &source.code) {
            let _ = writeln!(problems, "{problem}");
        }
        if waits_in_parallel(&source.code) {
            let _ = writeln!(problems, "{} has parallel work, and a cell or lock that waits", source.path);
        }
        for name in parallel_calls(&source.code, &parallel) {
            let _ = writeln!(problems, "{}: a cell is filled by `{name}`, which works in parallel", source.path);
        }
    }
    fail_if_any(problems);
}

#[test]
fn shared_states_are_seen_wherever_they_are_planted() {
    let all = sources();
    for folder in ["src/link/", "src/rules/"] {
        let source = all.iter().find(|s| s.path.starts_with(folder)).expect("the layer has files");
        assert!(shared_states(&source.path, &source.code).is_empty());
        for word in SHARED {
            let planted = format!("{}\nstatic X: {word} = made;", source.code);
            assert!(!shared_states(&source.path, &planted).is_empty(), "{word} in {folder}");
        }
        assert!(shared_states("src/text.rs", "static X: OnceLock<u8>;").is_empty());
    }
    let waiting = all.iter().find(|s| WAITS.iter().any(|w| uses_word(&s.code, w))).expect("some file has a cell");
    assert!(!waits_in_parallel(&waiting.code));
    assert!(waits_in_parallel(&format!("{}\nuse rayon::prelude::*;", waiting.code)));
    let parallel = ["all_files".to_owned()];
    assert_eq!(parallel_calls("CELL.get_or_init(|| (f(1), all_files(x)))", &parallel), ["all_files"]);
    assert_eq!(parallel_calls("LazyLock::new(all_files)", &parallel), ["all_files"]);
    assert!(parallel_calls("CELL.get_or_init(|| f(1)); all_files(x)", &parallel).is_empty());
    assert_eq!(functions("pub fn all_files<T>(x: T) {} type F = fn(u8);"), ["all_files"]);
}
