//! GC011: an allocation that ignores the size and the GC header of a Python subclass.

use crate::facts::Truth;
use crate::finding::{Finding, Label};
use crate::link::macros::constants::flags;
use crate::link::objects::allocations::{AllocatedType, AllocationKind};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC011};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for allocation in project.allocations().iter().filter(|a| !a.guarded) {
        let AllocatedType::Dynamic(types) = &allocation.of else { continue };
        for &id in types {
            let versions = project.allocation_versions(allocation, id, |python| {
                let bits = project.type_flags(id, python);
                bits.has(flags::BASETYPE) == Some(Truth::True)
                    && bits.has(flags::DISALLOW_INSTANTIATION) == Some(Truth::False)
                    && (allocation.kind != AllocationKind::Collected
                        || project.type_gc_certain(id, python) == Some(false))
            });
            if versions.is_empty() {
                continue;
            }
            let object = project.types.get(id);
            let func = allocation.site.func.map(|f| project.file(allocation.site.file).func(f));
            let inside = func.map_or("this call", |f| f.name.as_str());
            let (name, callee) = (object.short_name(), allocation.callee);
            let collected = allocation.kind == AllocationKind::Collected;
            let (message, here, note) = if collected {
                (
                    format!("`{inside}` may be called for `{name}` or a subclass, and `{callee}` fits only GC types"),
                    "allocates a GC header, which only some of these types have",
                    "an object of a type without GC support is freed at an address that was never allocated",
                )
            } else {
                (
                    format!(
                        "`{inside}` may be called for a subclass of `{name}`, but `{callee}` leaves no room for a GC header"
                    ),
                    "leaves no room for a GC header",
                    "a Python subclass is usually a GC type: the next collection crashes the interpreter",
                )
            };
            let label = Label::new(allocation.site.file, allocation.span, here);
            let mut finding = Finding::source(&GC011, on_versions(project, message, versions), label)
                .symbol(func.map_or(object.symbol, |f| f.name).as_str())
                .label(object.file, object.span, "the type");
            if let Some(part) = object.flags.first() {
                finding = finding.label(part.file, part.span, "`Py_TPFLAGS_BASETYPE` lets Python code subclass it");
            }
            out.push(finding.note(note).help("allocate with `type->tp_alloc(type, 0)`"));
            break;
        }
    }
}
