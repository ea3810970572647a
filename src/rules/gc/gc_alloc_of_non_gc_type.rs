//! GC012: an object of a type without GC allocated with the collector's header.

use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::objects::allocations::{AllocatedType, AllocationKind};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC012};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for allocation in project.allocations().iter().filter(|a| a.kind == AllocationKind::Collected) {
        let (types, dynamic) = match &allocation.of {
            AllocatedType::Fixed(id) => (vec![*id], false),
            AllocatedType::Dynamic(types) => (types.clone(), true),
        };
        for id in types {
            let versions = project.allocation_versions(allocation, id, |python| {
                let subclassable = dynamic && project.type_flags(id, python).may_have(flags::BASETYPE);
                !subclassable && !allocation.guarded && project.type_gc_certain(id, python) == Some(false)
            });
            if versions.is_empty() {
                continue;
            }
            let object = project.types.get(id);
            let message =
                format!("`{}` allocates an object of `{}`, which is not a GC type", allocation.callee, object.symbol);
            let label = Label::new(allocation.site.file, allocation.span, "allocates with a GC header");
            out.push(
                Finding::source(&GC012, on_versions(project, message, versions), label)
                    .symbol(object.symbol.as_str())
                    .label(object.file, object.span, "has no `Py_TPFLAGS_HAVE_GC`")
                    .note("for a type without GC support, the object's own address is freed, which is not the start of the allocated block")
                    .help("use `PyObject_New`, or add `Py_TPFLAGS_HAVE_GC` and a `tp_traverse`"),
            );
            break;
        }
    }
}
