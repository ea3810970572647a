//! Baselines: findings that are known and not reported again. They are known by their fingerprints, each as often as it
//! was there; where a file is gone, by rule, file name and symbol. Reads and writes no file.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::fingerprint::{base, moved, subject};
use crate::{finding::Finding, text::Sources};

/// Version of the form; another one is refused.
const VERSION: u32 = 1;

/// Findings of one fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Over rule, file, member and symbol: 16 hexadecimal digits.
    pub fingerprint: String,
    /// The rule.
    pub code: String,
    /// The file, below the root of the project.
    pub path: String,
    /// What it is about: the symbol, else the message.
    pub about: String,
    /// How often.
    pub count: usize,
}

impl Entry {
    /// What a baseline holds of one finding.
    pub fn of(finding: &Finding, sources: &Sources) -> Entry {
        Entry {
            fingerprint: base(finding, sources),
            code: finding.rule.code.to_owned(),
            path: sources.get(finding.file()).key.clone(),
            about: subject(finding).to_owned(),
            count: 1,
        }
    }

    /// What stays where a folder gets another name.
    fn moved(&self) -> (String, String, String) {
        moved(&self.code, &self.path, &self.about)
    }
}

/// What a file of them says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// By path, rule and subject.
    findings: Vec<Entry>,
}

/// What a baseline made of the findings of a run.
#[derive(Debug, Default)]
pub struct Known {
    /// The findings that it knows.
    pub taken: Vec<Finding>,
    /// What it knows and the run did not find, with how much of it.
    pub stale: Vec<Entry>,
    /// The baseline without that; what was found in a renamed folder has its new path.
    pub pruned: Baseline,
}

impl Baseline {
    /// All findings of a run.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>, sources: &Sources) -> Baseline {
        Baseline::from_entries(findings.into_iter().map(|finding| Entry::of(finding, sources)))
    }

    fn from_entries(entries: impl Iterator<Item = Entry>) -> Baseline {
        let mut by_print: HashMap<String, Entry> = HashMap::new();
        for entry in entries {
            let known =
                by_print.entry(entry.fingerprint.clone()).or_insert_with(|| Entry { count: 0, ..entry.clone() });
            known.count += entry.count;
        }
        let mut findings: Vec<Entry> = by_print.into_values().collect();
        let key = |e: &Entry| (e.path.clone(), e.code.clone(), e.about.clone(), e.fingerprint.clone());
        findings.sort_by_cached_key(key);
        Baseline { version: VERSION, findings }
    }

    /// The same with one finding more.
    pub fn with(&self, entry: Entry) -> Baseline {
        Baseline::from_entries(self.findings.iter().cloned().chain([entry]))
    }

    /// Findings that it holds, each as often as it was there.
    pub fn total(&self) -> usize {
        self.findings.iter().map(|entry| entry.count).sum()
    }

    /// Reads one.
    ///
    /// # Errors
    /// What is wrong, in words.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        let baseline: Baseline = serde_json::from_str(text).map_err(|error| format!("is not a baseline: {error}"))?;
        match baseline.version {
            VERSION => Ok(baseline),
            other => Err(format!("is a baseline of version {other}; this program supports version {VERSION}")),
        }
    }

    /// Its text: a line a fingerprint, so that merges are small.
    pub fn render(&self) -> String {
        let rows = self.findings.iter().map(|entry| serde_json::to_string(entry).unwrap_or_default());
        let rows: Vec<String> = rows.map(|row| format!("    {row}")).collect();
        let open = if rows.is_empty() { "" } else { "\n" };
        let close = if rows.is_empty() { "" } else { "\n  " };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{open}{}{close}]\n}}\n", rows.join(",\n"))
    }

    /// Takes the findings out that it knows. `judged` says of a path and a rule's code whether the run tells that nothing is
    /// found there any more: the file was read, or is gone, and the rule is on; `gone`, that no such file is there.
    pub fn take_out(
        &self,
        findings: &mut Vec<Finding>,
        sources: &Sources,
        judged: impl Fn(&str, &str) -> bool,
        gone: impl Fn(&str) -> bool,
    ) -> Known {
        let mut left: Vec<usize> = self.findings.iter().map(|entry| entry.count).collect();
        let by_print: HashMap<&str, usize> =
            self.findings.iter().enumerate().map(|(i, entry)| (entry.fingerprint.as_str(), i)).collect();
        let mut known = Known::default();
        let mut found = Vec::new();
        let mut taken = |finding: &Finding, at: Option<usize>, left: &mut [usize]| {
            let Some(at) = at.filter(|&at| left[at] > 0) else { return false };
            left[at] -= 1;
            found.push(Entry::of(finding, sources));
            true
        };
        let known_here =
            |finding: &mut Finding| taken(finding, by_print.get(&*base(finding, sources)).copied(), &mut left);
        known.taken = findings.extract_if(.., known_here).collect();
        let mut moved: HashMap<(String, String, String), Vec<usize>> = HashMap::new();
        for (i, entry) in self.findings.iter().enumerate().filter(|(i, entry)| left[*i] > 0 && gone(&entry.path)) {
            moved.entry(entry.moved()).or_default().push(i);
        }
        if !moved.is_empty() {
            let known_elsewhere = |finding: &mut Finding| {
                let places = moved.get(&Entry::of(finding, sources).moved());
                let at = places.and_then(|places| places.iter().copied().find(|&at| left[at] > 0));
                taken(finding, at, &mut left)
            };
            known.taken.extend(findings.extract_if(.., known_elsewhere));
        }
        let rest = self.findings.iter().zip(left).filter(|(_, left)| *left > 0);
        let rest = rest.map(|(entry, count)| Entry { count, ..entry.clone() });
        let (stale, open): (Vec<Entry>, Vec<Entry>) = rest.partition(|entry| judged(&entry.path, &entry.code));
        known.stale = stale;
        known.pruned = Baseline::from_entries(open.into_iter().chain(found));
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let entry = |count| Entry {
            fingerprint: "0123456789abcdef".to_owned(),
            code: "ISO010".to_owned(),
            path: "src/a.c".to_owned(),
            about: "cache".to_owned(),
            count,
        };
        let baseline = Baseline::from_entries([entry(1), entry(2)].into_iter());
        assert_eq!((baseline.total(), baseline.findings.len()), (3, 1));
        assert_eq!(Baseline::parse(&baseline.render()), Ok(baseline));
        let empty = Baseline::from_entries(std::iter::empty());
        assert_eq!(Baseline::parse(&empty.render()), Ok(empty));
        assert!(Baseline::parse("[]").is_err_and(|cause| cause.starts_with("is not a baseline")));
        assert!(Baseline::parse("{\"version\": 9, \"findings\": []}").is_err_and(|cause| cause.contains("version 9")));
    }
}
