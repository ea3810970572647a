//! Makes wheels, runs the rules, shortens findings for comparison.

use std::io::{Cursor, Write as _};

use extlint::abi;
use extlint::facts::{Artifact, FileId, Targets};
use extlint::finding::{Finding, Place};
use extlint::link::Project;
use extlint::rules::{Context, run};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Says that a test, or a part of it, cannot run here, past the capture of the test harness.
pub(crate) fn skipped(reason: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

/// A wheel under construction: its file name and its members.
pub(crate) struct Wheel {
    pub(crate) name: String,
    members: Vec<(String, Vec<u8>)>,
}

impl Wheel {
    /// A wheel `spam-1.0-<tags>.whl` with metadata that agrees with the tags.
    pub(crate) fn new(tags: &str) -> Self {
        let parts: Vec<Vec<&str>> = tags.split('-').map(|p| p.split('.').collect()).collect();
        let mut text = String::from("Wheel-Version: 1.0\nRoot-Is-Purelib: false\n");
        for python in &parts[0] {
            for abi in &parts[1] {
                for platform in &parts[2] {
                    text += &format!("Tag: {python}-{abi}-{platform}\n");
                }
            }
        }
        Self::bare(tags).member("spam-1.0.dist-info/WHEEL", text).member("spam/__init__.py", "")
    }

    /// A wheel without members.
    pub(crate) fn bare(tags: &str) -> Self {
        Wheel { name: format!("spam-1.0-{tags}.whl"), members: Vec::new() }
    }

    /// Adds a member, or replaces the one of this name.
    pub(crate) fn member(mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Self {
        self.members.retain(|(p, _)| p != path);
        self.members.push((path.to_owned(), bytes.into()));
        self
    }

    /// The archive's bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (path, bytes) in &self.members {
            zip.start_file(path.as_str(), options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// What the rules say about it.
    pub(crate) fn check(&self) -> Vec<Finding> {
        let facts = abi::read_wheel(FileId(0), &self.name, &self.bytes()).unwrap();
        check(Artifact::Wheel(facts))
    }

    /// The same, shortened: see [`short`].
    pub(crate) fn says(&self) -> Vec<String> {
        short(&self.check())
    }
}

/// What the rules say about one artifact.
pub(crate) fn check(artifact: Artifact) -> Vec<Finding> {
    let project = Project::link(Vec::new(), vec![String::new()], Targets::default());
    run(&Context { project: &project, artifacts: &[artifact] })
}

/// What the rules say about a binary outside a wheel.
pub(crate) fn check_binary(path: &str, bytes: &[u8]) -> Vec<String> {
    short(&check(Artifact::Binary(abi::read_binary(FileId(0), path, bytes).unwrap())))
}

/// `CODE severity base-of-member symbol`, sorted; parts that a finding does not have are left out.
pub(crate) fn short(findings: &[Finding]) -> Vec<String> {
    let mut lines: Vec<String> = findings
        .iter()
        .map(|finding| {
            let Place::Binary { member, .. } = &finding.place else { panic!("a finding in a source file") };
            let base = member.as_deref().map(|m| m.rsplit('/').next().unwrap_or(m));
            let parts = [Some(finding.rule.code), Some(finding.severity.as_str()), base, finding.symbol.as_deref()];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
        })
        .collect();
    lines.sort();
    lines
}
