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
            let message = format!(
                "`{inside}` may receive a subclass of `{}`; {} ignores its size and GC header",
                object.short_name(),
                allocation.callee
            );
            let label = Label::new(allocation.site.file, allocation.span, "allocates for this type alone");
            let mut finding = Finding::source(&GC011, on_versions(project, message, versions), label)
                .symbol(func.map_or(object.symbol, |f| f.name).as_str())
                .label(object.file, object.span, "the type");
            if let Some(part) = object.flags.first() {
                finding = finding.label(part.file, part.span, "Py_TPFLAGS_BASETYPE lets Python code subclass it");
            }
            out.push(
                finding
                    .note("a Python subclass is a GC type and larger: its first collection crashes the interpreter")
                    .help("allocate with type->tp_alloc(type, 0)"),
            );
            break;
        }
    }
}
