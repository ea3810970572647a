//! Findings in the form of the protocol, by file, with all that later requests about them need.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use gen_lsp_types::{
    Code, CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, Location, Range, TextEdit, Uri,
};

use super::{
    position::{Encoding, Lines},
    uri,
};
use crate::{
    facts::{FileId, Span},
    finding::{Applicability, Finding, Place, Severity},
    input::{Bytes, normal},
    suppress::baseline::Entry,
    text::{SourceText, Sources},
};

/// What is found in one file.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) path: PathBuf,
    /// What the file held.
    pub(super) text: SourceText,
    pub(super) items: Vec<Item>,
}

/// A finding.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) finding: Finding,
    pub(super) diagnostic: Diagnostic,
    /// Its edits by address; none where it offers none.
    pub(super) edits: BTreeMap<String, Vec<TextEdit>>,
    /// All of them are safe.
    pub(super) safe: bool,
    /// The file of the baseline, and what it would hold of the finding.
    pub(super) baseline: Option<(PathBuf, Entry)>,
}

/// Where files are: the folder that paths start from, the addresses of open ones, and what columns count.
type Where<'a> = (&'a Path, &'a HashMap<&'a Path, &'a str>, Encoding);

/// Places in the files of a run.
struct Places<'a> {
    sources: &'a Sources,
    of: Where<'a>,
    lines: HashMap<FileId, Lines>,
}

impl Places<'_> {
    fn path(&self, file: FileId) -> PathBuf {
        normal(self.of.0, &self.sources.get(file).path)
    }

    fn uri(&self, file: FileId) -> String {
        let path = self.path(file);
        self.of.1.get(path.as_path()).map_or_else(|| uri::of(&path), |&uri| uri.to_owned())
    }

    fn range(&mut self, file: FileId, span: Span) -> Range {
        let text = self.sources.get(file);
        let lines = self.lines.entry(file).or_insert_with(|| Lines::of(&text.bytes));
        lines.range(&text.bytes, span, self.of.2)
    }

    fn location(&mut self, file: FileId, span: Span) -> Location {
        let span = self.sources.get(file).trimmed(span);
        Location { uri: Uri(self.uri(file)), range: self.range(file, span) }
    }
}

/// Findings in sources, by file.
pub(super) fn reports<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    sources: &Sources,
    of: Where<'_>,
    baseline: Option<&Path>,
) -> Vec<Report> {
    let mut places = Places { sources, of, lines: HashMap::new() };
    let mut by_file: BTreeMap<FileId, Vec<Item>> = BTreeMap::new();
    for finding in findings {
        let Place::Source(labels) = &finding.place else { continue };
        let Some(primary) = labels.first() else { continue };
        let at = places.location(primary.file, primary.span);
        let said = |message: String| DiagnosticRelatedInformation { location: at.clone(), message };
        let mut related: Vec<DiagnosticRelatedInformation> = Vec::new();
        if !primary.message.is_empty() {
            related.push(said(primary.message.clone()));
        }
        for label in &labels[1..] {
            let location = places.location(label.file, label.span);
            related.push(DiagnosticRelatedInformation { location, message: label.message.clone() });
        }
        related.extend(finding.notes.iter().map(|note| said(format!("note: {note}"))));
        related.extend(finding.help.iter().map(|help| said(format!("help: {help}"))));
        let mut edits: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
        for edit in &finding.edits {
            let range = places.range(edit.file, edit.span);
            edits.entry(places.uri(edit.file)).or_default().push(TextEdit { range, new_text: edit.text.clone() });
        }
        let diagnostic = Diagnostic {
            range: at.range,
            severity: Some(severity(finding)),
            code: Some(Code::String(finding.rule.code.to_owned())),
            code_description: Some(CodeDescription { href: Uri(finding.rule.page()) }),
            source: Some("extlint".to_owned()),
            message: finding.headline().into(),
            tags: None,
            related_information: (!related.is_empty()).then_some(related),
            data: None,
        };
        by_file.entry(primary.file).or_default().push(Item {
            finding: finding.clone(),
            diagnostic,
            safe: finding.edits.iter().all(|edit| edit.applicability == Applicability::Safe),
            edits,
            baseline: baseline.map(|path| (path.to_owned(), Entry::of(finding, sources))),
        });
    }
    let report = |(file, items): (FileId, Vec<Item>)| {
        let text = sources.get(file);
        let bytes = Bytes::Owned(text.bytes.to_vec());
        let copy = SourceText::new(text.path.clone(), text.name.clone(), text.key.clone(), bytes, text.reported);
        Report { path: places.path(file), text: copy, items }
    };
    by_file.into_iter().map(report).collect()
}

/// What stands aside is a hint: it is shown in an open file, and counts nowhere.
fn severity(finding: &Finding) -> DiagnosticSeverity {
    match finding.severity {
        _ if finding.aside.is_some() => DiagnosticSeverity::Hint,
        Severity::Error => DiagnosticSeverity::Error,
        Severity::Warning => DiagnosticSeverity::Warning,
        Severity::Note | Severity::Off => DiagnosticSeverity::Information,
    }
}

impl Report {
    /// Whether it says the same of the same text.
    pub(super) fn says(&self, other: &Report) -> bool {
        let diagnostics =
            |report: &'_ Report| report.items.iter().map(|item| item.diagnostic.clone()).collect::<Vec<_>>();
        self.text.bytes[..] == other.text.bytes[..] && diagnostics(self) == diagnostics(other)
    }
}

impl Item {
    /// Its diagnostic for a client that shows places beside it, or none.
    pub(super) fn shown(&self, related: bool) -> serde_json::Value {
        let mut diagnostic = self.diagnostic.clone();
        if !related {
            let said = diagnostic.related_information.take().into_iter().flatten();
            let lines: Vec<String> = said.map(|related| related.message).collect();
            let message = std::iter::once(self.finding.headline()).chain(lines).collect::<Vec<_>>().join("\n");
            diagnostic.message = message.into();
        }
        serde_json::to_value(diagnostic).unwrap_or_default()
    }
}
