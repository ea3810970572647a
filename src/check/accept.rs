//! Takes out findings about uses that the configuration accepts, and says which of its words accept nothing.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::config::Settings;
use crate::facts::FileId;
use crate::finding::Finding;
use crate::input::normal;
use crate::text::Sources;

/// What is left, how many findings were accepted, and the words that accept nothing.
pub(super) struct Accepted {
    pub(super) findings: Vec<Finding>,
    pub(super) count: usize,
    pub(super) unused: Vec<String>,
}

/// A finding above the level of its rule says that code does not compile, or not run, somewhere: nobody accepts that.
pub(super) fn take_out(findings: Vec<Finding>, settings: &Settings, sources: &Sources, cwd: &Path) -> Accepted {
    let mut used: HashSet<(usize, &str)> = HashSet::new();
    let mut holds: HashMap<FileId, Vec<usize>> = HashMap::new();
    let before = findings.len();
    let mut accepted = |finding: &Finding| {
        if finding.severity > finding.rule.severity || settings.accept.is_empty() {
            return false;
        }
        let (file, symbol) = (finding.file(), finding.symbol.as_deref().unwrap_or_default());
        let here = holds.entry(file).or_insert_with(|| {
            let path = normal(cwd, &sources.get(file).path);
            (0..settings.accept.len()).filter(|&i| settings.accept[i].holds_in(&path)).collect()
        });
        let by = here.iter().filter_map(|&i| settings.accept[i].by(finding.rule, symbol).map(|word| (i, word)));
        let by: Vec<(usize, &str)> = by.collect();
        used.extend(&by);
        !by.is_empty()
    };
    let findings: Vec<Finding> = findings.into_iter().filter(|finding| !accepted(finding)).collect();
    let all = settings.accept.iter().enumerate().flat_map(|(i, entry)| entry.words().map(move |word| (i, word)));
    let unused = all.filter(|word| !used.contains(word)).map(|(_, word)| word.to_owned()).collect();
    Accepted { count: before - findings.len(), findings, unused }
}
