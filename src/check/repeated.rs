//! What one rule says many times about one compiled file or wheel: people see it once.

use std::collections::HashMap;

use crate::facts::FileId;
use crate::finding::{Finding, Place, Severity};

/// Findings of one rule and level in one file that are shown one by one.
const SHOWN: usize = 5;

/// Marks the findings in compiled files that another one of their rule stands for in the human formats. An error is
/// always shown: what is broken is worth a line.
pub(super) fn mark(findings: &mut [Finding]) {
    let key = |finding: &Finding| (finding.file(), finding.rule.code, finding.severity);
    let mut counts: HashMap<(FileId, &str, Severity), usize> = HashMap::new();
    for finding in findings.iter().filter(|f| is_counted(f)) {
        *counts.entry(key(finding)).or_default() += 1;
    }
    for finding in findings.iter_mut().filter(|f| is_counted(f)) {
        finding.summarised = counts.get(&key(finding)).is_some_and(|&count| count > SHOWN);
    }
}

fn is_counted(finding: &Finding) -> bool {
    matches!(finding.place, Place::Binary { .. }) && finding.severity < Severity::Error
}
