//! GC006, GC007, GC008: the flag that makes a type collected against the slots that it needs.
//! Longer than a rule should be because three rules read the same slots and flags.

mod binary;
mod cleared;
mod made;
mod unused;

use rustc_hash::FxHashSet;

use crate::capi::roles;
use crate::facts::{CondId, Expr, Name, Python, Truth, VersionSet};
use crate::finding::{Finding, Label, Severity};
use crate::link::macros::constants::{Folder, flags};
use crate::link::types::{Slot, TypeId};
use crate::link::{FuncRef, Project};
use crate::rules::common::types::{label_gc, on_versions};
use crate::rules::{Context, GC006, GC007, GC008};

const UNUSED_HELP: &str = "add the flag and allocate with `tp_alloc`, or remove the slot";
const MISSING_NOTE: &str = "since Python 3.11 creating the type raises SystemError; before that, the garbage collector calls NULL; a type that sets the flag inherits no `tp_traverse`";
const MISSING_HELP: &str =
    "remove the flag if the base is a GC heap type, otherwise add a `tp_traverse` that visits the type";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    binary::check(context, out);
    let project = context.project;
    let makers = made::makers(project);
    for (id, object) in project.types.iter() {
        let (mut ignored, mut missing, mut uncleared) = <(VersionSet, VersionSet, VersionSet)>::default();
        for python in project.type_live(id).iter() {
            let own = project.type_flags(id, python).has(flags::HAVE_GC);
            let sets = |slot| project.type_sets(id, slot, python);
            let here = VersionSet::range(python, python);
            match own {
                Some(Truth::False) if [sets("tp_traverse"), sets("tp_clear")].contains(&Some(Truth::True)) => {
                    ignored = ignored.or(here);
                }
                Some(Truth::True) if sets("tp_traverse") == Some(Truth::False) => missing = missing.or(here),
                // A finalizer may break the cycles: those of generators do.
                Some(Truth::True) if [sets("tp_clear"), sets("tp_finalize")] == [Some(Truth::False); 2] => {
                    uncleared = uncleared.or(here)
                }
                _ => {}
            }
        }
        let name = object.short_name();
        let at = |text: &str| Label::new(object.file, object.span, text);
        if !ignored.is_empty() {
            let set = |s: &&Slot| ["tp_traverse", "tp_clear"].contains(&s.name.as_str()) && !is_null(project, s);
            let slot = object.slots.iter().find(set);
            let which = slot.map_or("tp_traverse", |s| s.name.as_str());
            // A subclass made in Python is collected, and its slots call these.
            let open = ignored.iter().any(|p| project.type_flags(id, p).has(flags::BASETYPE) != Some(Truth::False));
            let (whose, text) = if open {
                (" for its own instances", "not called for them, and prevents the type from inheriting GC support")
            } else {
                ("", "never called, and prevents the type from inheriting GC support")
            };
            let message = format!("`{which}` has no effect{whose}: `{name}` lacks `Py_TPFLAGS_HAVE_GC`");
            let mut finding = Finding::source(&GC006, on_versions(project, message, ignored), at("not a GC type"));
            if let Some(slot) = slot {
                finding = finding.label(slot.file, slot.span, text);
            }
            let finding = finding.symbol(object.symbol.as_str()).help(UNUSED_HELP);
            // On Pythons with the flag the slot must stay.
            let everywhere = ignored == project.type_live(id);
            out.push(if everywhere { unused::drop_slot(project, id, finding) } else { finding });
        }
        if !missing.is_empty() {
            let fails = missing.max().is_some_and(|p| p >= Python(11));
            let message = format!("`{name}` has `Py_TPFLAGS_HAVE_GC` but no `tp_traverse`");
            let finding = Finding::source(&GC007, on_versions(project, message, missing), at("no `tp_traverse`"))
                .symbol(object.symbol.as_str())
                .severity(if fails { Severity::Error } else { Severity::Warning });
            out.push(label_gc(project, id, finding).note(MISSING_NOTE).help(MISSING_HELP));
        }
        if !uncleared.is_empty()
            && let Some((field, set)) = settable(project, id, &makers)
        {
            let message = format!("`{name}` can form reference cycles that only a `tp_clear` can break");
            let finding = Finding::source(&GC008, on_versions(project, message, uncleared), at("no `tp_clear`"))
                .symbol(object.symbol.as_str())
                .label(field.0, field.1, "may refer to any object")
                .label(set.0, set.1, "set after the object is created");
            out.push(
                finding
                    .note("a reference cycle of such objects and tuples is never freed")
                    .help("add a `tp_clear` that calls `Py_CLEAR` for each field"),
            );
        }
    }
}

/// Whether a slot is set to NULL.
fn is_null(project: &Project, slot: &Slot) -> bool {
    let folder = Folder { project, file: slot.file, given: CondId::ALWAYS, python: project.targets.max_python };
    folder.value(slot.value) == Some(0)
}

type Location = (crate::facts::FileId, crate::facts::Span);

/// A visited field of arbitrary objects that some method sets again, and where.
fn settable(project: &Project, id: TypeId, makers: &FxHashSet<FuncRef>) -> Option<(Location, Location)> {
    let visited = project.visited_fields(id)?;
    for field in project.owned_fields(id)?.iter().filter(|f| !f.atomic && visited.contains(&f.name)) {
        for site in project.sites.assignments_to(field.name) {
            let facts = project.file(site.file);
            let (Some(target), Some(func)) = (site.target, site.func.map(|f| FuncRef { file: site.file, id: f }))
            else {
                continue;
            };
            let Expr::Member { base, .. } = facts.ast.expr(facts.ast.strip_casts(target)) else { continue };
            let of = project.record_at(site.file, Some(func), base, 0).map(|(f, r)| (f, r.span));
            let null = matches!(facts.ast.expr(facts.ast.strip_casts(site.value)), Expr::Int(0))
                || facts.ast.referred_name(site.value).is_some_and(|n| n == "NULL" || n == "nullptr");
            let own = project.instance_record(id).map(|(f, r)| (f, r.span));
            if null
                || of != own
                || cleared::clears_itself(project, func, site.value)
                || makers.contains(&func)
                || made::is_new(project, func, base)
                || !project.types_with_slot(func, &|s| s == "tp_new" || s == "tp_dealloc").is_empty()
            {
                continue;
            }
            return Some(((field.file, field.span), (site.file, facts.ast.expr_span(target))));
        }
        if let Some(set) = replaced(project, id, field.name, makers).or_else(|| {
            let members = crate::link::types::members::members_of(project, project.types.get(id));
            members.iter().find(|m| m.stores_object(&field.name)).map(|m| (m.file, m.span))
        }) {
            return Some(((field.file, field.span), set));
        }
    }
    None
}

/// Where `Py_SETREF` puts a new object into a field of the type's instances.
fn replaced(project: &Project, id: TypeId, field: Name, makers: &FxHashSet<FuncRef>) -> Option<Location> {
    let own = project.instance_record(id).map(|(f, r)| (f, r.span))?;
    let sites = roles::releasing()
        .filter(|n| roles::replaces(n) && !roles::drops(n))
        .flat_map(|name| project.sites.calls_of(name));
    sites.filter(|s| s.func_ref().is_some_and(|f| !makers.contains(&f))).find_map(|site| {
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { return None };
        let &[place, value] = ast.exprs(args) else { return None };
        let Expr::Member { base, field: set, .. } = ast.expr(ast.strip_casts(place)) else { return None };
        let of = project.record_at(site.file, site.func_ref(), base, 0).map(|(f, r)| (f, r.span));
        let null = ast.referred_name(value).is_some_and(|n| n == "NULL" || n == "nullptr");
        let held = null || cleared::clears_itself(project, site.func_ref()?, value);
        (set == field && of == Some(own) && !held).then(|| (site.file, ast.expr_span(site.expr)))
    })
}
