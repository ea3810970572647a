//! The slot that says that a module supports several interpreters.

use super::{Edits, Plan, Scene, Step};

/// Makes the edits of this step.
pub(super) fn isolated(scene: &Scene<'_>, plan: &mut Plan, _edits: &mut Edits) {
    if !scene.project.modules.is_empty() {
        plan.left_whole(Step::Isolated, "not written yet");
    }
}
