//! Edits to files: which edits are made, whether what they make is better, and how files are written. Knows no rule.
//!
//! Edits are made in memory, in rounds. After each the run is repeated on what the files would hold: a change stays
//! where its finding is gone, no other came and the parser understands as much as before. Only then files are written.

mod apply;
mod diff;
mod judge;
mod rounds;
mod scope;
mod write;

use std::collections::BTreeMap;

use crate::{
    check::Outcome,
    config::Settings,
    finding::{Applicability, Edit, Finding},
    input::{InputError, Request},
};

pub use diff::unified;
pub use write::{write, write_together};

/// A finding whose edits were not made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The file, and the line of the finding.
    pub place: (String, usize),
    /// The rule's code.
    pub code: &'static str,
    /// Why, in words.
    pub reason: String,
}

/// A file that edits change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its path as given.
    pub name: String,
    /// Where it is.
    pub path: std::path::PathBuf,
    /// What it holds.
    pub before: Vec<u8>,
    /// What it is to hold.
    pub after: Vec<u8>,
    /// Findings in it that are gone then.
    pub fixed: usize,
}

/// What edits make of the files of a run; nothing is written.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is still to be reported then.
    pub outcome: Outcome,
    /// The files that change, by name.
    pub changes: Vec<Change>,
    /// What is left as it is.
    pub refused: Vec<Refused>,
    /// Findings that unsafe edits would have mended.
    pub unsafe_left: usize,
    /// Whether there was more to do when the last round was over.
    pub unfinished: bool,
}

/// Works out what the edits of a run's findings make of its files: the safe ones, or all.
pub fn plan(request: &Request, settings: &Settings, most: Applicability) -> Plan {
    rounds::run(request, settings, most)
}

/// The edits of a finding that may be made: all where none is less safe than `most`, else the safe ones where these stand by
/// themselves.
fn offered(finding: &Finding, most: Applicability) -> Vec<Edit> {
    let whole = most == Applicability::Unsafe || is_safe(finding);
    let may = |edit: &&Edit| whole || finding.apart && edit.applicability == Applicability::Safe;
    finding.edits.iter().filter(may).cloned().collect()
}

fn is_safe(finding: &Finding) -> bool {
    finding.edits.iter().all(|edit| edit.applicability == Applicability::Safe)
}

impl Plan {
    /// Findings that are gone.
    pub fn fixed(&self) -> usize {
        self.changes.iter().map(|change| change.fixed).sum()
    }

    /// What was done and what was not, in one line; `would` where nothing was written.
    pub fn summary(&self, would: bool) -> String {
        let fixed = counted(self.fixed(), "finding");
        let files = counted(self.changes.len(), "file");
        let word = if would { "would fix" } else { "fixed" };
        let mut line = match (self.changes.len(), self.fixed()) {
            (0, _) => format!("{word} nothing"),
            (_, 0) => format!("{word} a part of findings in {files}"),
            _ => format!("{word} {fixed} in {files}"),
        };
        if !self.refused.is_empty() {
            let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
            for refused in &self.refused {
                *reasons.entry(refused.reason.as_str()).or_default() += 1;
            }
            let mut reasons: Vec<(&str, usize)> = reasons.into_iter().collect();
            reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
            let shown: Vec<String> =
                reasons.iter().take(3).map(|(reason, count)| format!("{reason} ({count})")).collect();
            let more = if reasons.len() > 3 { ", …" } else { "" };
            line.push_str(&format!("; {} not applied: {}{more}", self.refused.len(), shown.join(", ")));
        }
        if self.unsafe_left > 0 {
            line.push_str(&format!("; {} more with --unsafe-fixes", self.unsafe_left));
        }
        if self.unfinished {
            line.push_str("; stopped after the maximum number of rounds, run again for more");
        }
        line
    }

    /// The changes without those of files that could not be written.
    pub fn without(&mut self, failed: &[InputError]) {
        self.changes.retain(|change| failed.iter().all(|error| error.path != change.name));
    }
}

fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
