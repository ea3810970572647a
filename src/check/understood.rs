//! How much of each file was understood, and what that means for its findings: where a front end lost more than a
//! little, what it read around the loss may be wrong as well.

use std::collections::HashMap;

use super::read::ProjectFacts;
use crate::facts::{FileFacts, FileId, GapKind, Span};
use crate::finding::{Finding, Place};
use crate::link::Project;
use crate::source::code_bytes;
use crate::text::Sources;

/// From this share of a file's code on, in hundredths, its findings are likely.
const LITTLE: f64 = 1.0;

/// Above this share of a file's code, in hundredths, what is not found there says nothing.
const MOST: f64 = 50.0;

/// The files that were not understood as a whole.
pub(super) struct Losses {
    files: HashMap<FileId, NotUnderstood>,
}

impl Losses {
    /// Counts what the gaps of the projects' files cover, where a target compiles it in.
    pub(super) fn of(projects: &[Project], sources: &Sources) -> Losses {
        let mut files = HashMap::new();
        for project in projects {
            for facts in &project.files {
                let lost = lost(facts, project);
                if let (false, Some(text)) = (lost.is_empty(), sources.files.get(facts.file.0 as usize)) {
                    let foreign = facts.gaps.iter().any(|gap| gap.kind == GapKind::Foreign);
                    files.insert(facts.file, NotUnderstood { foreign, ..loss(facts.file, &lost, &text.bytes) });
                }
            }
        }
        Losses { files }
    }

    /// Makes the findings likely that stand in a file of which more than a little was lost.
    pub(super) fn weaken(&self, findings: Vec<Finding>) -> Vec<Finding> {
        if self.files.is_empty() {
            return findings;
        }
        let weak = |finding: Finding| match (&finding.place, self.files.get(&finding.file())) {
            // A directive says the same whatever stands around it.
            (Place::Source(_), Some(loss)) if loss.percent > LITTLE && finding.rule.category != "abi" => {
                let note = format!("{} of this file's code was not understood", percent(loss.percent));
                finding.doubted(note)
            }
            _ => finding,
        };
        findings.into_iter().map(weak).collect()
    }

    /// The files that are reported, those first of which most was lost. What is of another language is said by itself.
    pub(super) fn worst(&self, sources: &Sources) -> Vec<NotUnderstood> {
        let reported = self.files.values().filter(|loss| !loss.foreign && sources.get(loss.file).reported);
        let mut files: Vec<NotUnderstood> = reported.copied().collect();
        files.sort_by_key(|loss| (std::cmp::Reverse(loss.bytes), loss.file));
        files
    }

    /// That more than half of some files was lost, once for all of them that do not stand `aside`.
    pub(super) fn note(&self, sources: &Sources, aside: impl Fn(FileId) -> bool) -> Option<String> {
        let worst = self.worst(sources);
        let mut files = worst.iter().filter(|loss| loss.percent > MOST && !aside(loss.file));
        let first = files.next()?;
        let (name, percent) = (&sources.get(first.file).name, percent(first.percent));
        let more = match files.count() {
            0 => String::new(),
            1 => " and more than half of 1 other file's".to_owned(),
            more => format!(" and more than half of {more} other files'"),
        };
        Some(format!("{name}: {percent} of its code{more} was not understood; findings may be missing"))
    }
}

/// A file that was not understood as a whole.
#[derive(Clone, Copy, Debug)]
pub struct NotUnderstood {
    /// Which.
    pub file: FileId,
    /// The code that was lost, in bytes.
    pub bytes: usize,
    /// The share of its code, in hundredths.
    pub percent: f64,
    /// It holds text of another language.
    pub foreign: bool,
}

/// A share in words: `12 %`, `0.4 %`, `under 0.1 %`.
pub fn percent(share: f64) -> String {
    match share {
        0.1..9.95 => format!("{share:.1} %"),
        9.95.. => format!("{share:.0} %"),
        _ => "under 0.1 %".to_owned(),
    }
}

/// The regions that were lost, in order and apart from each other.
fn lost(facts: &FileFacts, project: &Project) -> Vec<Span> {
    let live = |cond| !facts.conds.live(cond, &project.targets).is_empty();
    let gaps = facts.gaps.iter().filter(|gap| (gap.kind.is_loss() || gap.kind == GapKind::Foreign) && live(gap.cond));
    let mut spans: Vec<Span> = gaps.map(|gap| gap.span).collect();
    spans.sort_by_key(|span| (span.start, span.end));
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// What the regions of a text hold of its code.
fn loss(file: FileId, lost: &[Span], text: &[u8]) -> NotUnderstood {
    let all = code_bytes(text, Span { start: 0, end: text.len() as u32 });
    let bytes: usize = lost.iter().map(|&span| code_bytes(text, span)).sum();
    NotUnderstood { file, bytes, percent: 100.0 * bytes as f64 / all.max(1) as f64, foreign: false }
}

/// That some files hold Objective-C, once for all of them.
pub(super) fn foreign(projects: &[ProjectFacts], sources: &Sources) -> Option<String> {
    let holds = |facts: &&FileFacts| facts.gaps.iter().any(|gap| gap.kind == GapKind::Foreign);
    let files = projects.iter().flat_map(|project| &project.files).filter(holds);
    let mut names = files.map(|facts| sources.get(facts.file)).filter(|file| file.reported).map(|file| &file.name);
    let first = names.next()?;
    let more = match names.count() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("{first}{more}: the Objective-C parts are not checked, only the C parts"))
}
