//! Static types to heap types.

use super::{Edits, Plan, Scene, Step};

/// Makes the edits of this step.
pub(super) fn heap_types(scene: &Scene<'_>, plan: &mut Plan, _edits: &mut Edits) {
    if !scene.project.modules.is_empty() {
        plan.left_whole(Step::HeapTypes, "not written yet");
    }
}
