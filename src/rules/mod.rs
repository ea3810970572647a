//! The rules by category: one file a rule (or a small family), each a check function over linked facts.
//!
//! A rule reads [`Context`] and pushes [`Finding`]s; it sees no parser, no object file and no renderer. Its metadata
//! stands in `rules.toml`; `build.rs` makes the table of rules and check functions from it.

pub mod abi;
pub mod calls;
mod common;
pub mod free_threading;
pub mod gc;
pub mod heap_types;
pub mod isolation;
pub mod limited_api;
pub mod module_init;
pub mod mutation;
pub mod references;
pub mod wheel;

pub(crate) use common::culprits;

use rustc_hash::FxHashSet;

use crate::facts::{Artifact, Python};
use crate::finding::{Finding, RuleMeta, Severity};
use crate::link::Project;

/// What a rule may read.
pub struct Context<'a> {
    /// Everything known about the run's sources, linked.
    pub project: &'a Project,
    /// Wheels and bare binaries, in the order of the run.
    pub artifacts: &'a [Artifact],
}

/// A file of `src/rules`: what it finds, and for which rules.
pub(crate) struct Check {
    /// Writes the findings.
    pub(crate) run: fn(&Context<'_>, &mut Vec<Finding>),
    /// The rules of the file.
    pub(crate) rules: &'static [&'static RuleMeta],
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The rule with this code or name.
pub fn find(code_or_name: &str) -> Option<&'static RuleMeta> {
    RULES.iter().copied().find(|r| r.code.eq_ignore_ascii_case(code_or_name) || r.name == code_or_name)
}

/// What every rule says about the facts, in the order of the modules of `src/rules`; not sorted, nothing suppressed.
pub fn run(context: &Context<'_>) -> Vec<Finding> {
    let mut out = Vec::new();
    for check in CHECKS {
        (check.run)(context, &mut out);
    }
    once(out)
}

/// Findings on sources without those that say the same at the same place: two modules may have one array of slots, and
/// what is wrong there is wrong once.
pub(crate) fn once(mut findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen = FxHashSet::default();
    findings.retain(|f| f.primary().is_none_or(|at| seen.insert((f.rule.code, at.file, at.span, f.message.clone()))));
    findings
}
