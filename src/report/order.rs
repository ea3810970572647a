//! In which order people see findings: the files with errors first, and the errors of a file before its warnings.

use std::{borrow::Cow, cmp::Reverse, collections::HashMap};

use crate::{
    facts::FileId,
    finding::{Finding, Severity},
};

/// In which order findings are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Sort {
    /// Files with errors first, then files with warnings; within a file, errors first
    #[default]
    Severity,
    /// By path and line
    Place,
}

/// Sorts findings that are in the order of their places.
pub(super) fn sort(findings: &mut [Cow<'_, Finding>], sort: Sort) {
    if sort == Sort::Place {
        return;
    }
    let mut worst: HashMap<FileId, Severity> = HashMap::new();
    for finding in findings.iter() {
        let level = worst.entry(finding.file()).or_insert(finding.severity);
        *level = (*level).max(finding.severity);
    }
    findings.sort_by_key(|f| {
        let worst = worst.get(&f.file()).copied();
        (Reverse(worst), f.file(), Reverse(f.severity))
    });
}
