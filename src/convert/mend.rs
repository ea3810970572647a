//! What stands in the way of the claim to be isolated and can be mended by the rules that found it: where nothing is shared,
//! and each finding comes with its edits, they are made.

use super::isolated::{is_several, wrong};
use super::layout::Layout;
use super::{Edits, Plan, Scene, Step};
use crate::facts::{Python, VersionSet};
use crate::finding::Applicability;
use crate::link::modules::Module;
use crate::rules::culprits::SharedState;
use crate::rules::{self, Context};

/// Makes the edits of this step.
pub(super) fn mend(scene: &Scene<'_>, plan: &mut Plan, edits: &mut Edits) {
    let project = scene.project;
    let versions = VersionSet::range(Python(12), Python(31)).and(project.targets.versions());
    let mut shared = SharedState::new(project);
    let wanted: Vec<&Module> = project
        .modules
        .iter()
        .filter(|m| !m.export && scene.is_open(m.init.file) && is_several(project, m))
        .filter(|m| shared.run_by(project.extension(m), versions).is_empty())
        .collect();
    if wanted.is_empty() {
        return;
    }
    let findings = rules::run(&Context { project, artifacts: &[] });
    for module in wanted {
        let found = wrong(project.extension(module), &findings);
        let is_open = |f: &&crate::finding::Finding| f.edits.iter().all(|edit| scene.is_open(edit.file));
        if !found.iter().all(|f| !f.edits.is_empty()) || !found.iter().all(is_open) {
            continue;
        }
        for finding in found {
            let Some(at) = finding.primary() else { continue };
            let mut own = Edits::default();
            for edit in &finding.edits {
                let layout = Layout::new(scene.bytes(edit.file));
                let span = if edit.text.is_empty() { layout.lines(edit.span) } else { edit.span };
                own.replace(edit.file, span, edit.text.clone());
            }
            if edits.join(own).is_err() {
                continue;
            }
            let what = format!("{}: {}: mended", finding.rule.code, finding.message);
            let done = plan.done(scene, Step::Isolated, (at.file, at.span.start), what);
            if finding.edits.iter().any(|edit| edit.applicability == Applicability::Unsafe) {
                done.notes.push("what fails here is no longer passed over: the import fails".to_owned());
            }
        }
    }
}
