//! Whether what edits made is better than what was there. Compares two runs; makes nothing.

use std::collections::HashMap;

use crate::check::Outcome;
use crate::finding::{Finding, Place};

/// What a finding is known by when lines have moved: code, file, message.
type Key<'a> = (&'static str, &'a str, &'a str);

/// What is wrong with what was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// These of the findings, by index, are still there.
    Stays(Vec<usize>),
    /// Something else, in words.
    Other(String),
}

fn key<'a>(finding: &'a Finding, outcome: &'a Outcome) -> Key<'a> {
    (finding.rule.code, &outcome.sources.get(finding.file()).name, &finding.message)
}

fn counts(outcome: &Outcome) -> HashMap<Key<'_>, usize> {
    let mut counts = HashMap::new();
    for finding in &outcome.findings {
        *counts.entry(key(finding, outcome)).or_default() += 1;
    }
    counts
}

/// Judges the run `after` by the run `before`, in which the edits of the findings `made` were offered.
pub(super) fn judge(before: &Outcome, after: &Outcome, made: &[usize]) -> Result<(), Fault> {
    if after.errors.len() > before.errors.len() {
        let cause = after.errors.iter().find(|error| !before.errors.contains(error));
        return Err(Fault::Other(
            cause.map_or_else(|| "a file could no longer be read".to_owned(), |error| error.cause.clone()),
        ));
    }
    if after.counts.gaps > before.counts.gaps {
        return Err(Fault::Other("extlint would understand less of the file".to_owned()));
    }
    let (old, new) = (counts(before), counts(after));
    let mut expected = old.clone();
    for &finding in made {
        expected.entry(key(&before.findings[finding], before)).and_modify(|count| *count -= 1);
    }
    let is_made = |of: &Key<'_>| made.iter().any(|&i| key(&before.findings[i], before) == *of);
    let mut stays = Vec::new();
    for finding in &after.findings {
        let key = key(finding, after);
        if new[&key] <= expected.get(&key).copied().unwrap_or(0) {
            continue;
        }
        if old.contains_key(&key) && is_made(&key) {
            stays.extend(made.iter().filter(|&&i| self::key(&before.findings[i], before) == key));
        } else if !made.iter().any(|&i| is_rest(finding, &before.findings[i])) {
            return Err(Fault::Other(format!("would cause {}", key.0)));
        }
    }
    stays.sort_unstable();
    stays.dedup();
    if stays.is_empty() { Ok(()) } else { Err(Fault::Stays(stays)) }
}

/// Whether a finding is about some of the places that another one is about.
fn is_rest(rest: &Finding, of: &Finding) -> bool {
    let labels = |finding: &Finding| match &finding.place {
        Place::Source(labels) => labels.len(),
        Place::Binary { .. } => 0,
    };
    rest.rule.code == of.rule.code && rest.symbol == of.symbol && labels(rest) < labels(of)
}
