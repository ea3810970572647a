//! ABI020. What is said of a module that is built like a part of CPython: one finding says all that it takes, those about each
//! header, macro and name are left out.

use std::collections::HashSet;

use crate::config::Levels;
use crate::facts::FileId;
use crate::finding::{Finding, Place};
use crate::link::Project;
use crate::rules::ABI020;

/// Leaves out the findings in the files of such modules that a checkout of CPython would not have.
pub(super) fn fold(findings: Vec<Finding>, projects: &[Project], levels: &Levels) -> Vec<Finding> {
    if !levels.is_on(&ABI020) || !findings.iter().any(|f| f.rule.code == ABI020.code) {
        return findings;
    }
    let files: HashSet<FileId> = projects.iter().flat_map(Project::core_modules).flat_map(|core| core.files).collect();
    let told = |finding: &Finding| {
        let own = finding.rule.off_in_cpython && finding.rule.category == ABI020.category;
        own && finding.rule.code != ABI020.code
            && matches!(finding.place, Place::Source(_))
            && files.contains(&finding.file())
    };
    findings.into_iter().filter(|finding| !told(finding)).collect()
}
