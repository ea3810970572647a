//! What a check found of one distribution, as rows.

use std::{io, path::Path, time::Duration};

use super::{
    Named,
    table::{Shape, Table, Value},
};
use crate::{
    check::{ApiUse, Facts, Outcome},
    facts::Artifact,
    finding::{Finding, Place, Severity},
    text::Sources,
};

const fn text(name: &'static str) -> (&'static str, bool) {
    (name, false)
}

const fn number(name: &'static str) -> (&'static str, bool) {
    (name, true)
}

static DISTRIBUTIONS: Shape = Shape {
    name: "distributions",
    columns: &[
        text("kind"),
        number("bytes"),
        number("unpacked_bytes"),
        text("pythons"),
        text("abis"),
        text("platforms"),
        number("files"),
        number("modules"),
        number("errors"),
        number("warnings"),
        number("notes"),
        number("gaps"),
        text("status"),
    ],
};
static MODULES: Shape = Shape {
    name: "modules",
    columns: &[
        text("module"),
        text("path"),
        text("phase"),
        text("interpreters"),
        text("gil"),
        number("blocks_subinterpreters"),
        number("blocks_own_gil"),
        number("blocks_free_threading"),
        number("blocks_abi3"),
        number("to_abi3"),
        number("to_abi3t"),
        number("unknown"),
    ],
};
static FINDINGS: Shape = Shape {
    name: "findings",
    columns: &[
        text("code"),
        text("rule"),
        text("category"),
        text("severity"),
        text("confidence"),
        text("message"),
        text("path"),
        text("member"),
        number("line"),
        number("column"),
        text("symbol"),
    ],
};
static USES: Shape = Shape { name: "uses", columns: &[text("name"), text("path"), text("input"), number("count")] };
static SYMBOLS: Shape = Shape {
    name: "symbols",
    columns: &[
        text("member"),
        text("machine"),
        text("direction"),
        text("name"),
        text("library"),
        text("symbol_version"),
    ],
};
static GAPS: Shape = Shape { name: "gaps", columns: &[text("path"), text("cause"), text("stage")] };
static EFFORT: Shape = Shape { name: "effort", columns: &[number("milliseconds"), number("bytes")] };

/// The tables of one distribution.
#[derive(Debug)]
pub(super) struct Rows {
    first: Vec<Value>,
    kind: &'static str,
    bytes: u64,
    unpacked: u64,
    tags: [Option<String>; 3],
    modules: Table,
    findings: Table,
    uses: Table,
    symbols: Table,
    gaps: Table,
    effort: Table,
    counts: [usize; 5],
    failed: Option<String>,
}

impl Rows {
    pub(super) fn new(named: &Named, build: &str) -> Rows {
        let first = vec![
            named.name.as_str().into(),
            named.version.as_str().into(),
            named.file.as_str().into(),
            named.sha256.clone().into(),
            env!("CARGO_PKG_VERSION").into(),
            build.into(),
        ];
        Rows {
            first,
            kind: named.shape.as_str(),
            bytes: named.bytes,
            unpacked: 0,
            tags: [None, None, None],
            modules: Table::new(&MODULES),
            findings: Table::new(&FINDINGS),
            uses: Table::new(&USES),
            symbols: Table::new(&SYMBOLS),
            gaps: Table::new(&GAPS),
            effort: Table::new(&EFFORT),
            counts: [0; 5],
            failed: None,
        }
    }

    pub(super) fn gap(&mut self, path: Option<&str>, cause: &str, stage: &str) {
        let path = path.map(str::to_owned);
        put(&mut self.gaps, &self.first, [path.into(), cause.into(), stage.into()]);
    }

    pub(super) fn gaps(&self) -> usize {
        self.gaps.rows.len()
    }

    pub(super) fn fail(&mut self, cause: &str) {
        self.gap(None, cause, "input");
        self.failed = Some(cause.to_owned());
    }

    pub(super) fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    pub(super) fn unpacked(&mut self, bytes: u64) {
        self.unpacked = bytes;
    }

    pub(super) fn took(&mut self, time: Duration) {
        put(&mut self.effort, &self.first, [(time.as_millis() as u64).into(), self.bytes.into()]);
    }

    /// What compiled files import and export, and what wheels promise.
    pub(super) fn facts(&mut self, facts: &Facts) {
        for artifact in &facts.artifacts {
            let path = &facts.sources.get(artifact.file()).name;
            if let Artifact::Wheel(wheel) = artifact {
                let tags = &wheel.name.tags;
                self.tags = [&tags.pythons, &tags.abis, &tags.platforms].map(|list| Some(list.join(".")));
            }
            for binary in artifact.binaries() {
                let member = binary.member.as_deref().unwrap_or(path);
                for slice in &binary.slices {
                    let machine = slice.machine.as_str();
                    for import in &slice.imports {
                        let row = [
                            member.into(),
                            machine.into(),
                            "import".into(),
                            import.name.as_str().into(),
                            import.library.clone().into(),
                            import.version.clone().into(),
                        ];
                        put(&mut self.symbols, &self.first, row);
                        let used = [import.name.as_str().into(), member.into(), "binary".into(), 1usize.into()];
                        put(&mut self.uses, &self.first, used);
                    }
                    let hooks = slice.hooks.iter().filter(|hook| hook.exported).map(|hook| ("hook", &hook.name));
                    for (direction, name) in hooks.chain(slice.exports.iter().map(|name| ("export", name))) {
                        let none = || Value::Text(None);
                        let row =
                            [member.into(), machine.into(), direction.into(), name.as_str().into(), none(), none()];
                        put(&mut self.symbols, &self.first, row);
                    }
                }
            }
        }
    }

    pub(super) fn outcome(&mut self, outcome: &Outcome, uses: &[ApiUse]) {
        for used in uses {
            let path = &outcome.sources.get(used.file).name;
            put(
                &mut self.uses,
                &self.first,
                [used.name.into(), path.as_str().into(), "source".into(), used.count.into()],
            );
        }
        for row in outcome.readiness.iter().filter(|row| !row.module.is_empty()) {
            let [subinterpreters, own_gil, free_threading, abi3] = row.blockers;
            let stable = row.stable.as_ref();
            let row = [
                row.module.as_str().into(),
                row.path.as_str().into(),
                row.phase.into(),
                row.interpreters.into(),
                row.gil.into(),
                subinterpreters.into(),
                own_gil.into(),
                free_threading.into(),
                abi3.into(),
                stable.map(|stable| stable.to_abi3()).into(),
                stable.map(|stable| stable.to_abi3t()).into(),
                row.unknown.into(),
            ];
            put(&mut self.modules, &self.first, row);
        }
        for finding in &outcome.findings {
            put(&mut self.findings, &self.first, finding_row(finding, &outcome.sources));
        }
        for error in &outcome.errors {
            self.gap(Some(&error.path), &error.cause, "check");
        }
        let count = |severity| outcome.findings.iter().filter(|finding| finding.severity == severity).count();
        let levels = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        self.counts = [outcome.counts.files, self.modules.rows.len(), levels[0], levels[1], levels[2]];
    }

    /// Writes all tables, that of the distribution last.
    pub(super) fn write(&self, folder: &Path, key: &str) -> io::Result<()> {
        let mut whole = Table::new(&DISTRIBUTIONS);
        let [files, modules, errors, warnings, notes] = self.counts;
        let status = match (&self.failed, self.gaps()) {
            (Some(_), _) => "failed",
            (None, 0) => "read",
            (None, _) => "in part",
        };
        let [pythons, abis, platforms] = self.tags.clone();
        let row = [
            self.kind.into(),
            self.bytes.into(),
            self.unpacked.into(),
            pythons.into(),
            abis.into(),
            platforms.into(),
            files.into(),
            modules.into(),
            errors.into(),
            warnings.into(),
            notes.into(),
            self.gaps().into(),
            status.into(),
        ];
        put(&mut whole, &self.first, row);
        let others = [&self.modules, &self.findings, &self.uses, &self.symbols, &self.gaps, &self.effort];
        let some = others.into_iter().filter(|table| !table.rows.is_empty());
        some.chain([&whole]).try_for_each(|table| table.write(folder, key))
    }

    /// Writes only what was not read.
    pub(super) fn write_gaps(&self, folder: &Path, key: &str) -> io::Result<()> {
        self.gaps.write(folder, key)
    }
}

fn put<const N: usize>(table: &mut Table, first: &[Value], row: [Value; N]) {
    table.rows.push(first.iter().cloned().chain(row).collect());
}

fn finding_row(finding: &Finding, sources: &Sources) -> [Value; 11] {
    let at = finding.primary().map(|label| sources.get(label.file).range(label.span).0);
    let member = match &finding.place {
        Place::Binary { member, .. } => member.clone(),
        Place::Source(_) => None,
    };
    let confidence = match finding.confidence {
        crate::finding::Confidence::Certain => "certain",
        crate::finding::Confidence::Likely => "likely",
    };
    [
        finding.rule.code.into(),
        finding.rule.name.into(),
        finding.rule.category.into(),
        finding.severity.as_str().into(),
        confidence.into(),
        finding.message.as_str().into(),
        sources.get(finding.file()).name.as_str().into(),
        member.into(),
        at.map(|at| at.line).into(),
        at.map(|at| at.column).into(),
        finding.symbol.clone().into(),
    ]
}
