//! GC039: a type over a collected base whose own traverse, clear or dealloc leaves out that of the base.

use crate::capi::objects;
use crate::facts::{Expr, Name, Python, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::lifecycle::{Free, Outcome};
use crate::link::macros::constants::flags;
use crate::link::types::{Slot, TypeId, TypeKind, TypeRef};
use crate::link::{FuncRef, Project};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC039};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (id, object) in project.types.iter() {
        for field in ["tp_traverse", "tp_clear", "tp_dealloc"] {
            let mut found: Option<(Slot, FuncRef, String, VersionSet)> = None;
            for python in project.type_live(id).iter() {
                let Some((slot, func, base)) = left_out(project, id, field, python) else { continue };
                let here = VersionSet::range(python, python);
                found = Some(match found {
                    Some((slot, func, base, versions)) => (slot, func, base, versions.or(here)),
                    None => (slot, func, base, here),
                });
            }
            let Some((slot, func, base, versions)) = found else { continue };
            let name = project.func(func).name;
            let what = match field {
                "tp_traverse" => "the garbage collector does not see what the base refers to",
                "tp_clear" => "reference cycles through what the base refers to are not broken",
                _ => "what the base owns is never released",
            };
            let message = format!("`{name}` never calls `{field}` of `{base}`, the base of `{}`", object.short_name());
            let label = Label::new(func.file, project.func(func).name_span, what);
            let severity = if field == "tp_dealloc" { Severity::Error } else { Severity::Warning };
            out.push(
                Finding::source(&GC039, on_versions(project, message, versions), label)
                    .symbol(name.as_str())
                    .severity(severity)
                    .label(slot.file, slot.span, "installed here")
                    .label(object.file, object.span, "the type")
                    .help(format!("call `{field}` of a base that you name, as in `PyList_Type.{field}`")),
            );
        }
    }
}

/// The slot function that leaves out that of the base, and the name of the base.
fn left_out(project: &Project, id: TypeId, field: &str, python: Python) -> Option<(Slot, FuncRef, String)> {
    let [slot] = project.type_slots(id, field, python)[..] else { return None };
    let [func] = function(project, slot)[..] else { return None };
    let known =
        project.type_gc_certain(id, python) == Some(true) && project.type_sets(id, field, python) == Some(Truth::True);
    if !known || (field == "tp_dealloc" && !frees(project, id, func, python)) {
        return None;
    }
    let reach = project.reach(func);
    // A clear function gives up what a base holds as well as its dealloc does.
    let same = |name: Name| name.ends_with(field) || (field == "tp_dealloc" && name.ends_with("tp_clear"));
    let mut other = reach.open || reach.words.iter().any(|w| same(*w));
    let mut fields: Vec<Name> = Vec::new();
    let mut nested = false;
    project.each_reached(&reach, &mut |at, e| {
        let ast = &project.file(at.file).ast;
        match ast.expr(e) {
            // The same slot of some type, by member or by PyType_GetSlot.
            Expr::Member { field: name, .. } | Expr::Name(name) if same(name) && !is_own(project, at, name) => {
                other = true;
            }
            Expr::Member { base, field: name, .. } => {
                let in_base =
                    matches!(ast.expr(ast.strip_casts(base)), Expr::Member { field: of, .. } if of != "ob_base");
                nested |= in_base;
                fields.push(name);
            }
            _ => {}
        }
    });
    if other {
        return None;
    }
    match project.type_base(id)? {
        TypeRef::Builtin(name) => {
            let exception = objects::is_exception(&name);
            // What a function does to the head of the object it may do to what the base keeps there.
            let apart = !nested && (objects::holds_objects(&name) || exception);
            let clears =
                exception && fields.iter().any(|f| ["dict", "args", "traceback", "cause"].contains(&f.as_str()));
            (apart && !clears).then(|| (slot, func, name.to_string()))
        }
        TypeRef::Type(base) => {
            let parent = project.types.get(base);
            let [over] = project.type_slots(base, field, python)[..] else { return None };
            let [of_base] = function(project, over)[..] else { return None };
            let collected = project.type_flags(base, python).has(flags::HAVE_GC) == Some(Truth::True);
            let owned: Vec<Name> = project.owned_fields(base)?.iter().filter(|f| !f.atomic).map(|f| f.name).collect();
            let left = !owned.is_empty() && !owned.iter().any(|f| fields.contains(f) || reach.words.contains(f));
            let of_base_fields = project.named_fields(of_base);
            let used = owned.iter().any(|&field| of_base_fields.has(field) == Some(true));
            let differs = project.instance_record(id).map(|(f, r)| (f, r.span))
                != project.instance_record(base).map(|(f, r)| (f, r.span));
            (collected
                && left
                && used
                && differs
                && of_base != func
                && !reach.funcs.contains(&of_base)
                && parent.kind != TypeKind::ManualHeap)
                .then(|| (slot, func, parent.short_name().to_owned()))
        }
        TypeRef::Null | TypeRef::Unknown => None,
    }
}

/// Whether a name is that of the function itself, which may end in the word for the slot.
fn is_own(project: &Project, at: FuncRef, name: Name) -> bool {
    project.func(at).name == name
}

/// The functions of the project that a slot holds.
fn function(project: &Project, slot: Slot) -> Vec<FuncRef> {
    let name = project.file(slot.file).ast.referred_name(slot.value);
    name.map(|n| project.resolve_func_at(slot.file, n, slot.span)).unwrap_or_default()
}

/// Whether every known way through a dealloc frees the object without the dealloc of a base.
fn frees(project: &Project, id: TypeId, func: FuncRef, python: Python) -> bool {
    let cases = project.deallocs().iter().filter(|d| d.func == func).flat_map(|d| &d.cases);
    let own = cases.into_iter().find(|c| c.id == id && c.versions.contains(python));
    own.is_some_and(|case| {
        let Outcome { exits, unknown, .. } = &case.outcome;
        let direct = |free| matches!(free, Some(Free::Slot | Free::Collector | Free::Plain));
        !unknown && !exits.is_empty() && exits.iter().all(|(state, ..)| !state.lost && direct(state.freed))
    })
}
