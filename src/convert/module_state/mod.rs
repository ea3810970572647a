//! Globals to the state of the module.

use super::{Edits, Plan, Scene, Step};

/// Makes the edits of this step.
pub(super) fn module_state(scene: &Scene<'_>, plan: &mut Plan, _edits: &mut Edits) {
    if !scene.project.modules.is_empty() {
        plan.left_whole(Step::ModuleState, "not written yet");
    }
}
