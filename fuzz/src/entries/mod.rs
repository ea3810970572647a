//! What each target does with its bytes. `tests/fuzz_corpus.rs` has these modules as well, and runs them without a fuzzer:
//! they use nothing but extlint and what its own tests use.

pub mod archives;
pub mod binaries;
pub mod picks;
pub mod pieces;
pub mod project;
pub mod texts;

use std::sync::OnceLock;

use extlint::facts::{Artifact, FileFacts, FileId, Targets};
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
    ("source", texts::source),
    ("written", texts::written),
    ("threads", texts::threads),
    ("suppression", project::suppression),
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

/// The facts of files.
fn facts(files: &Files) -> Vec<FileFacts> {
    let numbered = (0u32..).zip(files);
    let inputs: Vec<_> = numbered.map(|(i, (path, text))| SourceInput { file: FileId(i), path, text }).collect();
    read(&inputs, &Targets::default())
}

/// What all rules say of files, and of a wheel or compiled file beside them.
fn findings(files: &Files, artifacts: &[Artifact]) -> Vec<Finding> {
    let mut paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    paths.push(String::new());
    let project = Project::link(facts(files), paths, Targets::default());
    run(&Context { project: &project, artifacts })
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

/// Runs a piece of work on a thread with the stack that the program's threads have, twice over: a sanitizer's frames are
/// larger.
fn on_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<rayon::ThreadPool> = OnceLock::new();
    let new = || rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(128 << 20).build().expect("a thread");
    POOL.get_or_init(new).install(work)
}
