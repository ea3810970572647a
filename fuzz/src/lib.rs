//! What the targets share: texts to facts to findings, and texts made of words that get in.

pub mod module;
pub mod pieces;

use std::ffi::OsString;
use std::path::Path;
use std::sync::OnceLock;

use clap::Parser as _;
use extlint::abi;
use extlint::cli::Cli;
use extlint::commands::{self, Exit, Streams};
use extlint::facts::{Artifact, FileFacts, FileId, Targets};
use extlint::finding::{Finding, Place};
use extlint::link::Project;
use extlint::rules::{Context, run};
use extlint::source::{SourceInput, read};

/// Files of a run: name and text.
pub type Files = Vec<(String, Vec<u8>)>;

/// Longest input that a target takes: bytes. Longer ones cost time and find nothing new.
pub const LONGEST: usize = 64 << 10;

/// The facts of files.
pub fn facts(files: &Files) -> Vec<FileFacts> {
    let numbered = (0u32..).zip(files);
    let inputs: Vec<_> = numbered.map(|(i, (path, text))| SourceInput { file: FileId(i), path, text }).collect();
    read(&inputs, &Targets::default())
}

/// What all rules say of files, and of a wheel or compiled file beside them.
pub fn findings(files: &Files, artifacts: &[Artifact]) -> Vec<Finding> {
    let mut paths: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
    paths.push(String::new());
    let project = Project::link(facts(files), paths, Targets::default());
    run(&Context { project: &project, artifacts })
}

/// Every place that a finding shows lies in its file.
pub fn are_inside(findings: &[Finding], files: &Files) {
    for finding in findings {
        let Place::Source(labels) = &finding.place else { continue };
        for label in labels {
            let text = files.get(label.file.0 as usize).map_or(0, |(_, text)| text.len());
            assert!(label.span.start <= label.span.end && label.span.end as usize <= text, "{finding:?}");
        }
    }
}

/// Reads bytes as a compiled file, and asks the rules.
pub fn binary(path: &str, bytes: &[u8]) {
    if let Ok(facts) = abi::read_binary(FileId(0), path, bytes) {
        findings(&Files::new(), &[Artifact::Binary(facts)]);
    }
}

/// Reads bytes as a wheel, and asks the rules.
pub fn wheel(path: &str, bytes: &[u8]) {
    let limits = abi::Limits::default();
    if let Ok(facts) = abi::read_wheel_within(FileId(0), path, bytes, &limits) {
        findings(&Files::new(), &[Artifact::Wheel(facts)]);
    }
}

/// A text of the words that a list has, picked by bytes.
pub fn words(bytes: &[u8], list: &[&str]) -> String {
    let mut out = String::new();
    for &byte in bytes {
        out += list[byte as usize % list.len()];
        out.push(' ');
    }
    out
}

/// Runs the program over a folder, as a user does: its exit status, what it prints and what it says beside.
///
/// # Errors
/// What a user reads where the program cannot run: a wrong configuration.
pub fn program(folder: &Path, options: &[&str]) -> Result<(Exit, Vec<u8>, Vec<u8>), String> {
    let start = ["extlint", "check"].into_iter().chain(options.iter().copied());
    let words = start.map(OsString::from).chain([folder.as_os_str().to_owned()]);
    let cli = Cli::try_parse_from(words).expect("these options exist");
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let streams = &mut Streams { out: &mut out, err: &mut err, terminal: false, watched: false };
    let exit = commands::run(&cli, streams).map_err(|error| error.to_string())?;
    Ok((exit, out, err))
}

/// Runs a piece of work on a thread with the stack that the program's threads have, twice over: a sanitizer's frames are
/// larger.
pub fn on_thread<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    static POOL: OnceLock<rayon::ThreadPool> = OnceLock::new();
    let new = || rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(128 << 20).build().expect("a thread");
    POOL.get_or_init(new).install(work)
}
