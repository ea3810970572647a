//! Single-phase initialization to multi-phase initialization.

use super::{Edits, Plan, Scene, Step};

/// Makes the edits of this step.
pub(super) fn multi_phase(scene: &Scene<'_>, plan: &mut Plan, _edits: &mut Edits) {
    if !scene.project.modules.is_empty() {
        plan.left_whole(Step::MultiPhase, "not written yet");
    }
}
