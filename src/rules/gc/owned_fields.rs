//! GC009, GC031: owned fields that no traverse function visits.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, Name, Python, Truth, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::flow::reach::NamedFields;
use crate::link::macros::constants::flags;
use crate::link::modules::Isolation;
use crate::link::types::{TypeId, TypeKind};
use crate::link::{FuncRef, Project};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC009, GC031};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    // Static types are not collected: a pointer to one is no part of a cycle.
    let heap_types = project.types.iter().any(|(_, t)| t.kind != TypeKind::Static);
    for (id, object) in project.types.iter() {
        let live = project.type_live(id);
        let Some(python) = live.max() else { continue };
        let all = |wanted: bool| live.iter().all(|p| project.type_gc_certain(id, p) == Some(wanted));
        let Some(fields) = project.owned_fields(id) else { continue };
        let mut fields = fields.iter().filter(|f| !f.atomic);
        if all(true) {
            let Some(visited) = visited(project, id, python) else { continue };
            let unvisited = |field: Name| visited.iter().all(|fields| fields.has(field) == Some(false));
            for field in fields {
                if (field.type_pointer && !heap_types) || !unvisited(field.name) {
                    continue;
                }
                let direct =
                    project.instance_record(id).is_some_and(|(_, r)| r.fields.iter().any(|f| f.span == field.span));
                let message = format!("owned field `{}` of `{}` is never visited", field.name, object.short_name());
                out.push(
                    Finding::source(&GC031, message, Label::new(field.file, field.span, "owned by each instance"))
                        .symbol(object.symbol.as_str())
                        .label(field.evidence.0, field.evidence.1, field.evidence_words())
                        .help(if direct {
                            format!("add `Py_VISIT(self->{})` to `tp_traverse`", field.name)
                        } else {
                            format!("visit `{}`, a field of a nested struct, in `tp_traverse`", field.name)
                        }),
                );
            }
        } else if object.kind == TypeKind::Static && all(false) && project.isolation(object.file) != Isolation::Process
        {
            let outside = fields.clone().find(|f| f.from_outside);
            let open = live.iter().filter(|&p| {
                // Of slots without the flag another rule speaks.
                let slots = ["tp_traverse", "tp_clear"].map(|slot| project.type_sets(id, slot, p));
                if slots.contains(&Some(Truth::True)) {
                    return false;
                }
                // A callable that knows the object makes the cycle, whatever the object's own attributes.
                outside.is_some()
                    || project.type_flags(id, p).has(flags::BASETYPE) == Some(Truth::True)
                    || project.type_sets(id, "tp_dictoffset", p) == Some(Truth::True)
            });
            let versions = open.fold(VersionSet::default(), |set, p| set.or(VersionSet::range(p, p)));
            let (false, Some(field)) = (versions.is_empty(), outside.or_else(|| fields.next())) else { continue };
            let message = format!(
                "instances of static type `{}` own objects but are not tracked by the garbage collector",
                object.short_name()
            );
            out.push(
                Finding::source(
                    &GC009,
                    on_versions(project, message, versions),
                    Label::new(object.file, object.span, "no `Py_TPFLAGS_HAVE_GC`"),
                )
                .symbol(object.symbol.as_str())
                .label(field.file, field.span, "each instance owns this reference")
                .help("add `Py_TPFLAGS_HAVE_GC`, `tp_traverse` and `tp_clear`, or turn it into a heap type with GC support"),
            );
        }
    }
}

/// The fields that the traverse of a type names; None where the function is not known, or sees the object otherwise.
fn visited(project: &Project, id: TypeId, python: Python) -> Option<Vec<NamedFields>> {
    let slots = project.type_slots(id, "tp_traverse", python);
    let [slot] = slots.as_slice() else { return None };
    let name = project.file(slot.file).ast.referred_name(slot.value)?;
    let funcs = project.resolve_func_at(slot.file, name, slot.span);
    let known = !funcs.is_empty() && !funcs.iter().any(|&f| seen_otherwise(project, id, f));
    known.then(|| funcs.iter().map(|&f| project.named_fields(f)).collect())
}

/// Whether a traverse function sees the object as another struct, whose fields may be the same under other names.
fn seen_otherwise(project: &Project, id: TypeId, func: FuncRef) -> bool {
    let own = project.instance_record(id).map(|(file, record)| (file, record.span));
    let mut other = false;
    project.each_reached(&project.reach(func), &mut |at, e| {
        let ast = &project.file(at.file).ast;
        if let Expr::Call { args, .. } = ast.expr(e)
            && ast.callee_name(e).is_some_and(|n| roles::is(&n, Role::Visit))
            && let Some(&arg) = ast.exprs(args).first()
            && let Expr::Member { mut base, .. } = ast.expr(ast.strip_casts(arg))
        {
            while let Expr::Member { base: inner, .. } = ast.expr(base) {
                base = inner;
            }
            other |= project.record_at(at.file, Some(at), base, 0).map(|(file, record)| (file, record.span)) != own;
        }
    });
    other
}
