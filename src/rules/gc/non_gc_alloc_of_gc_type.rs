//! GC010: an object of a GC type allocated without the collector's header.

mod edit;

use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::objects::allocations::{AllocatedType, AllocationKind};
use crate::rules::common::types::{label_gc, on_versions};
use crate::rules::{Context, GC010};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for allocation in project.allocations().iter().filter(|a| a.kind != AllocationKind::Collected) {
        let (types, dynamic) = match &allocation.of {
            AllocatedType::Fixed(id) => (vec![*id], false),
            AllocatedType::Dynamic(types) => (types.clone(), true),
        };
        for id in types {
            let versions = project.allocation_versions(allocation, id, |python| {
                // What a subclass may reach is another rule's matter.
                let subclassable = dynamic && project.type_flags(id, python).may_have(flags::BASETYPE);
                !subclassable && !allocation.guarded && project.type_gc_certain(id, python) == Some(true)
            });
            if versions.is_empty() {
                continue;
            }
            let object = project.types.get(id);
            let message =
                format!("`{}` leaves no room for the GC header of a `{}` object", allocation.callee, object.symbol);
            let label = Label::new(allocation.site.file, allocation.span, "no room for a GC header");
            let finding = Finding::source(&GC010, on_versions(project, message, versions), label)
                .symbol(object.symbol.as_str())
                .label(object.file, object.span, "the type");
            let finding = label_gc(project, id, finding);
            let finding = match allocation.of {
                AllocatedType::Fixed(_) => edit::offer(project, allocation, finding),
                AllocatedType::Dynamic(_) => finding,
            };
            out.push(
                finding
                    .note("the first call that tracks, untracks or deallocates the object writes before the allocated block and crashes")
                    .help("use `type->tp_alloc(type, 0)`, which also tracks the object, or `PyObject_GC_New` and `PyObject_GC_Track`"),
            );
            break;
        }
    }
}
