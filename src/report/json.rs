//! The formats `json` and `json-lines`: every finding with every key, in one order.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    check::{GOALS, Obstacles, Outcome, Readiness, RuleCount, SHARED, by_rule},
    finding::{Applicability, Confidence, Edit, Finding, Label, Place, Severity, Why},
    input::InputError,
    suppress::fingerprint::Fingerprints,
    text::Sources,
};

/// Version of the keys below; a key that changes its meaning or goes away raises it.
pub(super) const VERSION: u32 = 1;

/// One finding; the order of the fields is the order in the output.
#[derive(Serialize)]
pub(super) struct Row<'a> {
    version: u32,
    code: &'a str,
    rule: &'a str,
    category: &'a str,
    preview: bool,
    severity: Severity,
    confidence: Confidence,
    message: &'a str,
    path: &'a str,
    member: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    symbol: Option<&'a str>,
    source: Option<SourceRow<'a>>,
    labels: Vec<LabelRow<'a>>,
    notes: Vec<&'a str>,
    help: Option<&'a str>,
    edits: Vec<EditRow<'a>>,
    summarised: bool,
    folded: Option<Why>,
    fingerprint: String,
}

/// A place in a source that debug information names.
#[derive(Serialize)]
struct SourceRow<'a> {
    path: &'a str,
    line: u32,
}

#[derive(Serialize)]
struct LabelRow<'a> {
    message: &'a str,
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct EditRow<'a> {
    path: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    applicability: Applicability,
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    summarised: usize,
    folded: usize,
    known: usize,
    unchanged: usize,
    below_min_severity: usize,
    stale: &'a [String],
    new_rows: &'a [String],
    suppressed: usize,
    gaps: usize,
    not_understood: Vec<Loss<'a>>,
    hidden_types: usize,
    not_read: &'a [InputError],
}

/// A file of which a share was not understood.
#[derive(Serialize)]
struct Loss<'a> {
    path: &'a str,
    percent: f64,
}

/// What the format writes.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    version: u32,
    findings: Vec<Row<'a>>,
    readiness: Vec<Module<'a>>,
    statistics: Vec<RuleCount>,
    summary: Summary<'a>,
}

/// What a module says of itself, and how many findings stand in the way of each goal.
#[derive(Serialize)]
struct Module<'a> {
    module: Option<&'a str>,
    path: Option<&'a str>,
    phase: &'a str,
    interpreters: &'a str,
    gil: &'a str,
    blockers: BTreeMap<&'a str, usize>,
    shared: BTreeMap<&'a str, usize>,
    unknown: usize,
    /// What it uses that the stable ABI does not have.
    stable_abi: Option<&'a Obstacles>,
}

impl<'a> Module<'a> {
    fn new(row: &'a Readiness) -> Self {
        let named = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        Module {
            module: named(&row.module),
            path: named(&row.path),
            phase: row.phase,
            interpreters: row.interpreters,
            gil: row.gil,
            blockers: GOALS.into_iter().zip(row.blockers).collect(),
            shared: SHARED.into_iter().zip(row.shared).collect(),
            unknown: row.unknown,
            stable_abi: row.stable.as_ref(),
        }
    }
}

/// Writes one object a line.
pub(super) fn lines(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    let mut fingerprints = Fingerprints::default();
    for finding in &outcome.findings {
        let row = row(finding, &outcome.sources, fingerprints.of(finding, &outcome.sources));
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// Writes one document; `numbers`: its tables without the findings.
pub(super) fn document(outcome: &Outcome, numbers: bool, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &whole(outcome, numbers, &mut Fingerprints::default()))?;
    out.write_all(b"\n")
}

/// The rows of some findings of a run.
pub(super) fn rows<'a>(findings: &'a [Finding], sources: &'a Sources, fingerprints: &mut Fingerprints) -> Vec<Row<'a>> {
    findings.iter().map(|finding| row(finding, sources, fingerprints.of(finding, sources))).collect()
}

/// The document of a run.
pub(super) fn whole<'a>(outcome: &'a Outcome, numbers: bool, fingerprints: &mut Fingerprints) -> Document<'a> {
    let shown = if numbers { &[] } else { &outcome.findings[..] };
    let findings = rows(shown, &outcome.sources, fingerprints);
    let not_understood = outcome.not_understood.iter().map(|loss| Loss {
        path: &outcome.sources.get(loss.file).name,
        percent: (loss.percent * 100.0).round() / 100.0,
    });
    let count = |severity| outcome.findings.iter().filter(|f| f.severity == severity).count();
    let summary = Summary {
        files: outcome.counts.files,
        errors: count(Severity::Error),
        warnings: count(Severity::Warning),
        notes: count(Severity::Note),
        summarised: outcome.findings.iter().filter(|f| f.summarised).count(),
        folded: outcome.findings.iter().filter(|f| f.aside.is_some()).count(),
        known: outcome.counts.known,
        unchanged: outcome.counts.unchanged,
        stale: &outcome.stale,
        new_rows: &outcome.new_rows,
        below_min_severity: outcome.counts.below,
        suppressed: outcome.counts.suppressed,
        gaps: outcome.counts.gaps,
        not_understood: not_understood.collect(),
        hidden_types: outcome.counts.hidden_types,
        not_read: &outcome.errors,
    };
    let readiness = outcome.readiness.iter().map(Module::new).collect();
    let statistics = by_rule(&outcome.findings);
    Document { version: VERSION, findings, readiness, statistics, summary }
}

fn row<'a>(finding: &'a Finding, sources: &'a Sources, fingerprint: String) -> Row<'a> {
    let (labels, member, evidence): (&[Label], _, &[String]) = match &finding.place {
        Place::Source(labels) => (labels, None, &[]),
        Place::Binary { member, evidence, .. } => (&[], member.as_deref(), evidence),
    };
    let range = labels.first().map(|label| sources.get(label.file).range(label.span));
    let label_row = |label: &'a Label| {
        let text = sources.get(label.file);
        let (start, end) = text.range(label.span);
        LabelRow {
            message: &label.message,
            path: &text.name,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    };
    let edit_row = |edit: &'a Edit| EditRow {
        path: &sources.get(edit.file).name,
        start: edit.span.start,
        end: edit.span.end,
        text: &edit.text,
        applicability: edit.applicability,
    };
    Row {
        version: VERSION,
        code: finding.rule.code,
        rule: finding.rule.name,
        category: finding.rule.category,
        preview: finding.rule.is_preview(),
        severity: finding.severity,
        confidence: finding.confidence,
        message: &finding.message,
        path: &sources.get(finding.file()).name,
        member,
        line: range.map(|r| r.0.line),
        column: range.map(|r| r.0.column),
        end_line: range.map(|r| r.1.line),
        end_column: range.map(|r| r.1.column),
        symbol: finding.symbol.as_deref(),
        source: finding.compiled_from.as_ref().map(|at| SourceRow { path: &at.path, line: at.line }),
        labels: labels.iter().map(label_row).collect(),
        // What is known about a place in a binary has no key of its own: it comes first.
        notes: evidence.iter().chain(&finding.notes).map(String::as_str).collect(),
        help: finding.help.as_deref(),
        edits: finding.edits.iter().map(edit_row).collect(),
        summarised: finding.summarised,
        folded: finding.aside.as_ref().map(|aside| aside.why),
        fingerprint,
    }
}
