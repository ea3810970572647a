//! What the page needs and the format `json` does not have: excerpts of the sources, the changes of edits as lines, what
//! rules say of themselves, which file belongs to which module, and what a baseline or an earlier run knew.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use serde_json::Value;

use crate::{
    check::Outcome,
    facts::{FileId, Span},
    finding::{Finding, Place, RuleMeta, Severity},
    report::{
        compare::{Comparison, Document, Point},
        json::Row,
        patch::hunks,
        plain,
        window::{Mark, View},
    },
    rules::find,
    text::Sources,
};

/// Version of the keys below.
const VERSION: u32 = 1;

/// The second element of data.
#[derive(Serialize)]
pub(super) struct Beside<'a> {
    version: u32,
    extlint: &'static str,
    /// By code: those of which a finding is there.
    rules: BTreeMap<&'a str, RuleRow>,
    /// The sources of each module of `readiness`, in its order; empty where that is not known.
    modules: Vec<Vec<&'a str>>,
    /// What is shown of each finding, and then of each known one; empty where there are no sources.
    shown: Vec<Shown<'a>>,
    /// Findings that the baseline holds, as in `findings`; null: there was none.
    known: Option<Vec<Row<'a>>>,
    comparison: Option<Compared<'a>>,
}

#[derive(Serialize)]
struct RuleRow {
    name: &'static str,
    category: &'static str,
    summary: &'static str,
    severity: Severity,
    preview: bool,
    blocks: &'static [&'static str],
    shares: &'static str,
    page: String,
}

impl RuleRow {
    fn new(rule: &RuleMeta) -> RuleRow {
        RuleRow {
            name: rule.name,
            category: rule.category,
            summary: rule.summary,
            severity: rule.severity,
            preview: rule.is_preview(),
            blocks: rule.blocks,
            shares: rule.shares,
            page: rule.page(),
        }
    }
}

/// What is shown of one finding.
#[derive(Serialize)]
struct Shown<'a> {
    /// How many of the notes are what is known of a place in a binary.
    evidence: usize,
    excerpts: Vec<Excerpt<'a>>,
    changes: Vec<Change<'a>>,
}

/// Lines of one file.
#[derive(Serialize)]
struct Excerpt<'a> {
    path: &'a str,
    /// Number, text, and marks: start and end in UTF-16 units, and the index of the label.
    lines: Vec<(usize, String, Vec<Mark>)>,
}

/// What edits take out and put in.
#[derive(Serialize)]
struct Change<'a> {
    path: &'a str,
    /// Number, whether it is put in, and text.
    lines: Vec<(usize, bool, String)>,
}

/// What became of the findings of an earlier run.
#[derive(Serialize)]
struct Compared<'a> {
    before: &'a str,
    after: &'a str,
    /// Fingerprints of those that are new.
    new: Vec<&'a str>,
    /// Findings that are gone, as in `findings`.
    fixed: Vec<&'a Value>,
    trend: &'a [Point],
}

impl<'a> Beside<'a> {
    /// That of a run; `known` are the rows of the findings that the baseline holds.
    pub(super) fn of_run(outcome: &'a Outcome, numbers: bool, known: Option<Vec<Row<'a>>>) -> Beside<'a> {
        let sources = &outcome.sources;
        let listed = outcome.findings.iter().filter(|_| !numbers);
        let findings: Vec<&Finding> = listed.chain(outcome.known.iter().flatten()).collect();
        let name = |file: &FileId| sources.get(*file).name.as_str();
        Beside {
            version: VERSION,
            extlint: env!("CARGO_PKG_VERSION"),
            rules: findings.iter().map(|f| (f.rule.code, RuleRow::new(f.rule))).collect(),
            modules: outcome.readiness.iter().map(|row| row.files.iter().map(name).collect()).collect(),
            shown: findings.iter().map(|finding| Shown::new(finding, sources)).collect(),
            known,
            comparison: None,
        }
    }

    /// That of a comparison, which has no sources.
    pub(super) fn of_comparison(
        before: &'a Document,
        after: &'a Document,
        comparison: &Comparison<'a>,
        trend: &'a [Point],
    ) -> Beside<'a> {
        let rows = after.rows.iter().chain(comparison.fixed.iter().copied());
        let rules = rows.filter_map(|row| find(&row.code)).map(|rule| (rule.code, RuleRow::new(rule)));
        let compared = Compared {
            before: &before.name,
            after: &after.name,
            new: comparison.new.iter().map(|row| row.fingerprint.as_str()).collect(),
            fixed: comparison.fixed.iter().map(|row| &row.whole).collect(),
            trend,
        };
        Beside {
            version: VERSION,
            extlint: env!("CARGO_PKG_VERSION"),
            rules: rules.collect(),
            modules: Vec::new(),
            shown: Vec::new(),
            known: None,
            comparison: Some(compared),
        }
    }
}

impl<'a> Shown<'a> {
    fn new(finding: &'a Finding, sources: &'a Sources) -> Shown<'a> {
        let changes = hunks(&finding.edits, sources).into_iter().map(|hunk| Change {
            path: &sources.get(hunk.file).name,
            lines: hunk.lines.into_iter().map(|line| (line.number, line.added, line.text)).collect(),
        });
        let mut shown = Shown { evidence: 0, excerpts: Vec::new(), changes: changes.collect() };
        let labels = match &finding.place {
            Place::Source(labels) => labels,
            Place::Binary { evidence, .. } => {
                shown.evidence = evidence.len();
                return shown;
            }
        };
        // By file, in the order of the labels.
        let mut files: Vec<FileId> = Vec::new();
        let mut spans: HashMap<FileId, Vec<(usize, Span)>> = HashMap::new();
        for (i, label) in labels.iter().enumerate() {
            let of_file = spans.entry(label.file).or_default();
            if of_file.is_empty() {
                files.push(label.file);
            }
            of_file.push((i, label.span));
        }
        for file in files {
            let spans = &spans[&file];
            let text = sources.get(file);
            let view = View::new(text, &spans.iter().map(|(_, span)| *span).collect::<Vec<_>>());
            let rows = view.rows().map(|(number, text, marks)| {
                let marks = marks.into_iter().map(|(start, end, i)| (start, end, spans[i].0)).collect();
                (number, plain(text), marks)
            });
            shown.excerpts.push(Excerpt { path: &text.name, lines: rows.collect() });
        }
        shown
    }
}
