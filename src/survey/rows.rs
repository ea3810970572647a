//! What a check found of one distribution, as rows.

use std::{io, path::Path, time::Duration};

use super::{
    named::{Kind, Named},
    shapes::{DISTRIBUTIONS, EFFORT, FINDINGS, GAPS, MODULES, REQUIREMENTS, SYMBOLS, USES},
    table::{FIRST, Table, Value},
};
use crate::{
    capi::{names, stable},
    check::{ApiUse, Facts, Outcome, Readiness, percent},
    facts::{Artifact, BinaryFacts, FileId, Slice},
    finding::{Confidence, Finding, Place, Severity, Why},
    suppress::fingerprint::Fingerprints,
    text::Sources,
};

/// The tables of one distribution.
#[derive(Debug)]
pub(super) struct Rows {
    first: [Value; FIRST.len()],
    kind: Kind,
    file: String,
    bytes: u64,
    unpacked: Option<u64>,
    tags: [Option<String>; 3],
    modules: Table,
    findings: Table,
    uses: Table,
    symbols: Table,
    gaps: Table,
    effort: Table,
    sources: usize,
    binaries: usize,
    levels: [usize; 3],
    partial: bool,
    failed: Option<String>,
}

impl Rows {
    pub(super) fn new(named: &Named, build: &str) -> Rows {
        Rows {
            first: first(named, build),
            kind: named.kind,
            file: named.file.clone(),
            bytes: named.bytes,
            unpacked: None,
            tags: [None, None, None],
            modules: Table::new(&MODULES),
            findings: Table::new(&FINDINGS),
            uses: Table::new(&USES),
            symbols: Table::new(&SYMBOLS),
            gaps: Table::new(&GAPS),
            effort: Table::new(&EFFORT),
            sources: 0,
            binaries: 0,
            levels: [0; 3],
            partial: false,
            failed: None,
        }
    }

    /// Something that was not read.
    pub(super) fn gap(&mut self, path: Option<&str>, cause: &str, stage: &str) {
        self.partial = true;
        self.gaps.put([path.into(), cause.into(), stage.into(), Value::Number(None)]);
    }

    pub(super) fn gaps(&self) -> usize {
        self.gaps.rows.len()
    }

    /// Nothing of it was read.
    pub(super) fn fail(&mut self, cause: &str, stage: &str) {
        self.gap(None, cause, stage);
        self.failed = Some(cause.to_owned());
    }

    pub(super) fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    /// Whether something of it was not read.
    pub(super) fn is_partial(&self) -> bool {
        self.partial
    }

    pub(super) fn unpacked(&mut self, bytes: u64) {
        self.unpacked = Some(bytes);
    }

    pub(super) fn took(&mut self, time: Duration, peak: Option<u64>) {
        self.effort.put([u64::try_from(time.as_millis()).ok().into(), peak.into()]);
    }

    /// A path inside the distribution; None for the wheel as a whole.
    fn path(&self, file: FileId, member: Option<&str>, sources: &Sources) -> Option<String> {
        let name = &sources.get(file).name;
        match (self.kind, member) {
            (Kind::Wheel, member) => member.map(str::to_owned),
            (_, Some(member)) => Some(format!("{name}!{member}")),
            (_, None) => Some(name.clone()),
        }
    }

    /// The same of a path as messages have it.
    fn told<'a>(&self, path: &'a str) -> Option<&'a str> {
        if self.kind == Kind::Wheel { path.strip_prefix(&self.file)?.strip_prefix('!') } else { Some(path) }
    }

    /// What compiled files import and export, and what wheels promise.
    pub(super) fn facts(&mut self, facts: &Facts) {
        let files = facts.projects.iter().flat_map(|project| &project.files);
        self.sources = files.filter(|file| facts.sources.get(file.file).reported).count();
        for artifact in &facts.artifacts {
            if let (Kind::Wheel, Artifact::Wheel(wheel)) = (self.kind, artifact) {
                let tags = &wheel.name.tags;
                self.tags = [&tags.pythons, &tags.abis, &tags.platforms].map(|list| Some(list.join(".")));
                self.unpacked = Some(wheel.members.iter().fold(0, |sum, member| member.size.saturating_add(sum)));
            }
            for binary in artifact.binaries() {
                self.binaries += 1;
                let path = self.path(binary.file, binary.member.as_deref(), &facts.sources);
                self.symbols(binary, path.as_deref());
            }
        }
    }

    fn symbols(&mut self, binary: &BinaryFacts, path: Option<&str>) {
        for slice in &binary.slices {
            let machine = slice.machine.as_str();
            for import in &slice.imports {
                let (name, library) = (&import.name, import.library.as_deref());
                let version = import.version.as_deref();
                self.symbols.put([
                    path.into(),
                    machine.into(),
                    "import".into(),
                    name.into(),
                    library.into(),
                    version.into(),
                ]);
            }
            let hooks = slice.hooks.iter().filter(|hook| hook.exported).map(|hook| ("hook", &hook.name));
            for (direction, name) in hooks.chain(slice.exports.iter().map(|name| ("export", name))) {
                let none = || Value::Text(None);
                self.symbols.put([path.into(), machine.into(), direction.into(), name.into(), none(), none()]);
            }
        }
        // The slices of a universal file are one module, and their names those of one source.
        let names = |slice: &Slice| slice.imports.iter().map(|import| import.name.clone()).collect::<Vec<_>>();
        let mut names: Vec<String> = binary.slices.iter().flat_map(names).collect();
        names.sort();
        names.dedup();
        for name in names {
            self.uses.put([(&name).into(), path.into(), "binary".into(), 1usize.into(), stable_since(&name)]);
        }
    }

    /// What rules found.
    pub(super) fn outcome(&mut self, outcome: &Outcome, uses: &[ApiUse]) {
        let sources = &outcome.sources;
        for used in uses {
            let path = self.path(used.file, None, sources);
            self.uses.put([
                used.name.into(),
                path.into(),
                "source".into(),
                used.count.into(),
                limited_since(used.name),
            ]);
        }
        for row in outcome.readiness.iter().filter(|row| !row.module.is_empty()) {
            let row = module_row(row, self.told(&row.path));
            self.modules.put(row);
        }
        let mut fingerprints = Fingerprints::default();
        for finding in &outcome.findings {
            let member = if let Place::Binary { member, .. } = &finding.place { member.as_deref() } else { None };
            let path = self.path(finding.file(), member, sources);
            self.findings.put(finding_row(finding, path, sources, fingerprints.of(finding, sources)));
        }
        // That there is nothing to read, and why, is no loss.
        let nothing = self.sources + self.binaries == 0 && self.kind != Kind::Wheel;
        for error in &outcome.errors {
            if nothing && outcome.errors.len() == 1 && error.path == "." {
                self.gaps.put([Value::Text(None), (&error.cause).into(), "note".into(), Value::Number(None)]);
                continue;
            }
            let path = self.told(&error.path).map(str::to_owned);
            self.gap(path.as_deref(), &error.cause, "check");
        }
        if self.kind == Kind::Wheel && self.tags[0].is_none() {
            self.failed = Some(outcome.errors.first().map_or("was not read", |error| &error.cause).to_owned());
        }
        for loss in &outcome.not_understood {
            let cause = format!("{} of its code was not understood", percent(loss.percent));
            let path = self.path(loss.file, None, sources);
            self.gaps.put([path.into(), cause.into(), "parse".into(), loss.bytes.into()]);
        }
        for note in &outcome.notes {
            self.gaps.put([Value::Text(None), note.into(), "note".into(), Value::Number(None)]);
        }
        let count = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
        self.levels = [Severity::Error, Severity::Warning, Severity::Note].map(count);
    }

    /// Writes all tables, that of the distribution last.
    pub(super) fn write(&self, folder: &Path, key: &str) -> io::Result<()> {
        let mut whole = Table::new(&DISTRIBUTIONS);
        let [errors, warnings, notes] = self.levels;
        let status = match (&self.failed, self.partial) {
            (Some(_), _) => "failed",
            (None, true) => "partial",
            (None, false) => "read",
        };
        let [pythons, abis, platforms] = self.tags.clone();
        whole.put([
            self.kind.as_str().into(),
            self.bytes.into(),
            self.unpacked.into(),
            pythons.into(),
            abis.into(),
            platforms.into(),
            self.sources.into(),
            self.binaries.into(),
            self.modules.rows.len().into(),
            errors.into(),
            warnings.into(),
            notes.into(),
            self.gaps().into(),
            status.into(),
        ]);
        let others = [&self.modules, &self.findings, &self.uses, &self.symbols, &self.gaps, &self.effort];
        let some = others.into_iter().filter(|table| !table.rows.is_empty());
        some.chain([&whole]).try_for_each(|table| table.write(&self.first, folder, key))
    }

    /// Writes only what was not read.
    pub(super) fn write_gaps(&self, folder: &Path, key: &str) -> io::Result<()> {
        self.gaps.write(&self.first, folder, key)
    }
}

/// Writes that a requirement was a distribution.
pub(super) fn write_requirement(line: &str, named: &Named, build: &str, folder: &Path, key: &str) -> io::Result<()> {
    let mut table = Table::new(&REQUIREMENTS);
    table.put([line.into()]);
    table.write(&first(named, build), folder, key)
}

fn first(named: &Named, build: &str) -> [Value; FIRST.len()] {
    [
        (&named.name).into(),
        (&named.version).into(),
        (&named.file).into(),
        named.sha256.as_deref().into(),
        env!("CARGO_PKG_VERSION").into(),
        build.into(),
    ]
}

fn module_row(row: &Readiness, path: Option<&str>) -> [Value; 16] {
    let [subinterpreters, own_gil, free_threading, abi3] = row.blockers;
    let [types, objects, state] = row.shared;
    let stable = row.stable.as_ref();
    [
        (&row.module).into(),
        path.into(),
        if row.files.is_empty() { "binary" } else { "source" }.into(),
        row.phase.into(),
        row.interpreters.into(),
        row.gil.into(),
        subinterpreters.into(),
        own_gil.into(),
        free_threading.into(),
        abi3.into(),
        types.into(),
        objects.into(),
        state.into(),
        stable.map(|stable| stable.to_abi3()).into(),
        stable.map(|stable| stable.to_abi3t()).into(),
        row.unknown.into(),
    ]
}

fn finding_row(finding: &Finding, path: Option<String>, sources: &Sources, fingerprint: String) -> [Value; 12] {
    let at = finding.primary().map(|label| sources.get(label.file).range(label.span).0);
    let confidence = match finding.confidence {
        Confidence::Certain => "certain",
        Confidence::Likely => "likely",
    };
    let aside = finding.aside.as_ref().map(|aside| match aside.why {
        Why::Vendored => "vendored",
        Why::Test => "test",
        Why::Generated => "generated",
        Why::Unreached => "unreached",
        Why::Copy => "copy",
        Why::Wheel => "wheel",
    });
    [
        finding.rule.code.into(),
        finding.rule.name.into(),
        finding.rule.category.into(),
        finding.severity.as_str().into(),
        confidence.into(),
        (&finding.message).into(),
        path.into(),
        at.map(|at| at.line).into(),
        at.map(|at| at.column).into(),
        finding.symbol.as_deref().into(),
        aside.into(),
        fingerprint.into(),
    ]
}

/// The minor version whose limited API has a name first.
fn limited_since(name: &str) -> Value {
    names::limited(name).or_else(|| names::shown_in_limited(name)).map(usize::from).into()
}

/// The same for what compiled files import: the stable ABI has names besides, for the macros of the limited API.
fn stable_since(name: &str) -> Value {
    stable::lookup(name).map(|stable| usize::from(stable.added)).into()
}
