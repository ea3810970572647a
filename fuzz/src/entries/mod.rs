//! What each target does with its bytes. `tests/fuzz_corpus.rs` has these modules as well, and runs them without a fuzzer:
//! they use nothing but extlint and what its own tests use.

pub mod archives;
pub mod binaries;
pub mod grammar;
pub mod picks;
pub mod pieces;
pub mod project;
pub mod small;
pub mod texts;
pub mod vocabulary;

use std::sync::{LazyLock, OnceLock};

use extlint::facts::{Artifact, FileFacts, FileId, GapKind, Isolation, Python, Targets, Truth};
use extlint::finding::{Finding, Place};
use extlint::link::Project;
use extlint::rules::{Context, run};
use extlint::source::{SourceInput, read};

/// What a target does with its bytes.
pub type Target = fn(&[u8]);

/// Name of a target, and what it does.
pub const ALL: &[(&str, Target)] = &[
    ("mask", texts::mask),
    ("conditions", texts::conditions),
    ("item", small::item),
    ("plain", small::plain),
    ("source", texts::source),
    ("written", texts::written),
    ("cut", texts::cut),
    ("threads", texts::threads),
    ("comments", small::comments),
    ("suppression", project::suppression),
    ("build_text", small::build_text),
    ("build_files", project::build_files),
    ("configuration", project::configuration),
    ("lists", project::lists),
    ("wheel", archives::wheel),
    ("archive", archives::archive),
    ("binary", binaries::binary),
    ("elf", binaries::elf),
    ("pe", binaries::pe),
    ("macho", binaries::macho),
    ("dwarf", binaries::dwarf),
    ("code", binaries::code),
];

/// Files of a run: name and text.
pub type Files = Vec<(String, Vec<u8>)>;

/// Longest text that a target takes: bytes. Longer ones cost time and find nothing new.
const LONGEST: usize = 64 << 10;

/// The facts of files. A reader that panics leaves a gap: without a fuzzer nobody else would see it.
fn facts(files: &Files, targets: &Targets) -> Vec<FileFacts> {
    let numbered = (0u32..).zip(files);
    let inputs: Vec<_> = numbered.map(|(i, (path, text))| SourceInput { file: FileId(i), path, text }).collect();
    let facts = read(&inputs, targets);
    for (file, (path, text)) in facts.iter().zip(files) {
        for gap in &file.gaps {
            assert!(gap.kind != GapKind::GivenUp, "the reader of {path} panicked");
            assert!(gap.span.start <= gap.span.end && gap.span.end as usize <= text.len(), "{path}: {gap:?}");
        }
    }
    facts
}

/// The facts of files joined, with those that only some rules ask for.
fn linked(files: &Files, targets: &Targets) -> Project {
    let mut paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    paths.push(String::new());
    Project::link(facts(files, targets), paths, *targets).with_references()
}

/// What all rules say of files.
fn findings(files: &Files, targets: &Targets) -> Vec<Finding> {
    run(&Context { project: &linked(files, targets), artifacts: &[] })
}

/// What all rules say of a wheel or compiled file.
fn findings_in(artifact: Artifact) {
    static NOTHING: LazyLock<Project> = LazyLock::new(|| linked(&Files::new(), &Targets::default()));
    run(&Context { project: &NOTHING, artifacts: &[artifact] });
}

/// What files are checked for, by the upper bits of a byte.
fn targets(byte: u8) -> Targets {
    let usual = Targets::default();
    match byte >> 4 {
        1 => Targets { limited_api: Truth::True, limited_api_version: Some(0x030b_0000), ..usual },
        2 => Targets { limited_api: Truth::Maybe, ..usual },
        3 => Targets { free_threading: Truth::True, ..usual },
        4 => Targets { isolation: Some(Isolation::PerInterpreterGil), ..usual },
        5 => Targets { isolation: Some(Isolation::SubInterpreter), free_threading: Truth::False, ..usual },
        6 => Targets { min_python: Python(15), free_threading: Truth::True, ..usual },
        7 => Targets { min_python: Python(7), max_python: Python(8), ..usual },
        8 => Targets { cpython: true, ..usual },
        _ => usual,
    }
}

/// Every place that a finding shows lies in its file.
fn are_inside(findings: &[Finding], files: &Files) {
    for finding in findings {
        let Place::Source(labels) = &finding.place else { continue };
        for label in labels {
            let text = files.get(label.file.0 as usize).map_or(0, |(_, text)| text.len());
            assert!(label.span.start <= label.span.end && label.span.end as usize <= text, "{finding:?}");
        }
    }
}

/// A text of the words that a list has, picked by bytes.
fn words(bytes: &[u8], list: &[&str]) -> String {
    let mut out = String::new();
    for &byte in bytes {
        out += list[byte as usize % list.len()];
        out.push(' ');
    }
    out
}

/// Bytes as they are, or as words of a list where the first of them says so.
fn text(kind: u8, bytes: &[u8], list: &[&str]) -> Vec<u8> {
    if kind & 0x80 == 0 { bytes.to_vec() } else { words(bytes, list).into_bytes() }
}

/// Runs a piece of work on a thread with the stack that the program's threads have, twice over: a sanitizer's frames are
/// larger. The fuzzer made its own thread one of these.
pub fn on_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<rayon::ThreadPool> = OnceLock::new();
    if rayon::current_thread_index().is_some() {
        return work();
    }
    let new = || rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(128 << 20).build().expect("a thread");
    POOL.get_or_init(new).install(work)
}
