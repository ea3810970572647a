//! A finding in a source as plain values that can be written down, and back. Knows no rule but by its code.

use serde::{Deserialize, Serialize};

use super::{Applicability, Aside, Confidence, Edit, Finding, Label, Place, RuleMeta, Severity, Why};
use crate::facts::{FileId, Name, Span};

/// File, first byte, byte behind the last.
type At = (u32, u32, u32);

/// A finding, written down.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saved {
    /// The rule's code.
    pub rule: String,
    severity: Severity,
    certain: bool,
    message: String,
    symbol: Option<String>,
    within: Option<String>,
    behind: Vec<String>,
    labels: Vec<(At, String)>,
    notes: Vec<String>,
    help: Option<String>,
    edits: Vec<(At, String, bool)>,
    apart: bool,
    summarised: bool,
    aside: Option<(u8, String)>,
    places: Vec<At>,
    elsewhere: (String, usize),
    copies: usize,
    unasked: bool,
}

/// Why findings stand aside, by number.
const WHYS: [Why; 6] = [Why::Vendored, Why::Test, Why::Generated, Why::Unreached, Why::Copy, Why::Wheel];

fn at(file: FileId, span: Span) -> At {
    (file.0, span.start, span.end)
}

fn place((file, start, end): At) -> (FileId, Span) {
    (FileId(file), Span { start, end })
}

impl Saved {
    /// Writes a finding down; None for one that is not in a source.
    pub fn of(finding: &Finding) -> Option<Saved> {
        let Finding {
            rule,
            severity,
            confidence,
            message,
            symbol,
            within,
            behind,
            place,
            compiled_from,
            notes,
            help,
            edits,
            apart,
            summarised,
            aside,
            places,
            elsewhere,
            copies,
            unasked,
        } = finding.clone();
        let (Place::Source(labels), None) = (place, compiled_from) else { return None };
        let aside = match aside {
            Some(Aside { why, folder }) => Some((WHYS.iter().position(|other| *other == why)? as u8, folder)),
            None => None,
        };
        let edit = |edit: Edit| (at(edit.file, edit.span), edit.text, edit.applicability == Applicability::Safe);
        Some(Saved {
            rule: rule.code.to_owned(),
            severity,
            certain: confidence == Confidence::Certain,
            message,
            symbol,
            within,
            behind,
            labels: labels.into_iter().map(|label| (at(label.file, label.span), label.message)).collect(),
            notes,
            help,
            edits: edits.into_iter().map(edit).collect(),
            apart,
            summarised,
            aside,
            places: places.into_iter().map(|(file, span)| at(file, span)).collect(),
            elsewhere: (elsewhere.0.to_owned(), elsewhere.1),
            copies,
            unasked,
        })
    }

    /// The finding of `rule`, in a run of so many files; None where it is none.
    pub fn finding(self, rule: &'static RuleMeta, files: usize) -> Option<Finding> {
        let edited = self.edits.iter().map(|(at, ..)| at);
        let mut all = self.labels.iter().map(|(at, _)| at).chain(edited).chain(&self.places);
        if self.labels.is_empty() || all.any(|at| at.0 as usize >= files || at.1 > at.2) {
            return None;
        }
        let label = |(at, message)| {
            let (file, span) = place(at);
            Label { file, span, message }
        };
        let edit = |(at, text, safe)| {
            let (file, span) = place(at);
            let applicability = if safe { Applicability::Safe } else { Applicability::Unsafe };
            Edit { file, span, text, applicability }
        };
        let aside = match self.aside {
            Some((why, folder)) => Some(Aside { why: *WHYS.get(usize::from(why))?, folder }),
            None => None,
        };
        Some(Finding {
            rule,
            severity: self.severity,
            confidence: if self.certain { Confidence::Certain } else { Confidence::Likely },
            message: self.message,
            symbol: self.symbol,
            within: self.within,
            behind: self.behind,
            place: Place::Source(self.labels.into_iter().map(label).collect()),
            compiled_from: None,
            notes: self.notes,
            help: self.help,
            edits: self.edits.into_iter().map(edit).collect(),
            apart: self.apart,
            summarised: self.summarised,
            aside,
            places: self.places.into_iter().map(place).collect(),
            elsewhere: (Name::from(&self.elsewhere.0).as_str(), self.elsewhere.1),
            copies: self.copies,
            unasked: self.unasked,
        })
    }
}
