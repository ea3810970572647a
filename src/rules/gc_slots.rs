//! GC006, GC007, GC008: the flag that makes a type collected against the slots that it needs.

use super::common::types::{label_gc, on_versions};
use super::{Context, GC006, GC007, GC008};
use crate::facts::{Expr, Python, Span, Truth, VersionSet};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::constants::flags;
use crate::link::summary::type_visits;
use crate::link::types::{Slot, TypeId, TypeRef};
use crate::link::{FuncRef, Project};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
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
                Some(Truth::True) if [sets("tp_clear"), sets("tp_finalize")] == [Some(Truth::False); 2] => uncleared = uncleared.or(here),
                _ => {}
            }
        }
        let name = object.short_name();
        let at = |text: &str| Label::new(object.file, object.span, text);
        if !ignored.is_empty() {
            let slot = object.slots.iter().find(|s| s.name == "tp_traverse" || s.name == "tp_clear");
            let which = slot.map_or("tp_traverse", |s| s.name.as_str());
            let message = format!("{which} has no effect: `{name}` lacks Py_TPFLAGS_HAVE_GC");
            let mut finding = Finding::source(&GC006, on_versions(project, message, ignored), at("not a GC type"));
            if let Some(slot) = slot {
                finding = finding.label(slot.file, slot.span, "never called, and keeps GC from being inherited");
            }
            let finding = finding.symbol(object.symbol.as_str()).help("add the flag and allocate with tp_alloc, or drop the slot");
            out.push(drop_slot(project, id, finding));
        }
        if !missing.is_empty() {
            let fails = missing.max().is_some_and(|p| p >= Python(11));
            let message = format!("`{name}` has Py_TPFLAGS_HAVE_GC but no tp_traverse");
            let finding = Finding::source(&GC007, on_versions(project, message, missing), at("no Py_tp_traverse"))
                .symbol(object.symbol.as_str())
                .severity(if fails { Severity::Error } else { Severity::Warning });
            out.push(
                label_gc(project, id, finding)
                    .note("SystemError since Python 3.11; before, the collector calls NULL. With the flag set nothing is inherited")
                    .help("drop the flag where the base is a GC heap type, else add a tp_traverse that visits the type"),
            );
        }
        if !uncleared.is_empty()
            && let Some((field, set)) = settable(project, id)
        {
            let message = format!("`{name}` can form cycles that only a tp_clear can break");
            let finding = Finding::source(&GC008, on_versions(project, message, uncleared), at("no tp_clear"))
                .symbol(object.symbol.as_str())
                .label(field.0, field.1, "an arbitrary object")
                .label(set.0, set.1, "set after construction");
            out.push(finding.note("a cycle of such objects and tuples is never freed").help("add tp_clear with Py_CLEAR for each field"));
        }
    }
}

/// Offers to drop a traverse function that visits the type at most, where no base hands GC down.
fn drop_slot(project: &Project, id: TypeId, finding: Finding) -> Finding {
    let object = project.types.get(id);
    let mut slots = object.slots.iter().filter(|s| s.name == "tp_traverse" || s.name == "tp_clear");
    let (Some(slot), None) = (slots.next(), slots.next()) else { return finding };
    let nothing = slot.name == "tp_traverse"
        && project.visited_fields(id).is_some_and(|fields| fields.is_empty())
        && project.type_base(id) == Some(TypeRef::Null)
        && visits_only_type(project, slot);
    // In a slot array the next item follows; there is one, the terminator.
    let facts = project.file(slot.file);
    let next = facts.vars.iter().filter(|v| v.ty.base == "PyType_Slot").find_map(|var| {
        let Expr::List(items) = facts.ast.expr(var.init?) else { return None };
        let items = facts.ast.exprs(items);
        let place = items.iter().position(|&i| facts.ast.expr_span(i) == slot.span)?;
        Some(facts.ast.expr_span(*items.get(place + 1)?))
    });
    match next.filter(|next| nothing && facts.conds.at_span(*next) == slot.cond) {
        Some(next) => finding.edit(slot.file, Span::new(slot.span.start, next.start), "", Applicability::Safe),
        None => finding,
    }
}

/// Whether every call in a traverse function is a visit of the type.
fn visits_only_type(project: &Project, slot: &Slot) -> bool {
    let ast = &project.file(slot.file).ast;
    let funcs = ast.referred_name(slot.value).map(|n| project.resolve_func(slot.file, n)).unwrap_or_default();
    let [func] = funcs[..] else { return false };
    let visits = type_visits(project, func);
    let facts = project.file(func.file);
    let mut only = true;
    if let Some(body) = project.func(func).body {
        facts.each_body_expr(body, &mut |e| {
            let span = facts.ast.expr_span(e);
            let inside = visits.iter().any(|visit| visit.contains(span));
            only &= inside || !matches!(facts.ast.expr(e), Expr::Call { .. });
        });
    }
    only
}

type Place = (crate::facts::FileId, crate::facts::Span);

/// A visited field of arbitrary objects that some method sets again, and where.
fn settable(project: &Project, id: TypeId) -> Option<(Place, Place)> {
    let visited = project.visited_fields(id)?;
    let makers = makers(project);
    for field in project.owned_fields(id)?.iter().filter(|f| !f.atomic && visited.contains(&f.name)) {
        for site in project.sites.assignments_to(field.name) {
            let facts = project.file(site.file);
            let (Some(target), Some(func)) = (site.target, site.func.map(|f| FuncRef { file: site.file, id: f })) else { continue };
            let Expr::Member { base, .. } = facts.ast.expr(facts.ast.strip_casts(target)) else { continue };
            let of = project.record_at(site.file, Some(func), base, 0).map(|(f, r)| (f, r.span));
            let null = matches!(facts.ast.expr(facts.ast.strip_casts(site.value)), Expr::Int(0))
                || facts.ast.referred_name(site.value).is_some_and(|n| n == "NULL" || n == "nullptr");
            let own = project.instance_record(id).map(|(f, r)| (f, r.span));
            if null || of != own || makers.contains(&func) || !project.types_with_slot(func, &|s| s == "tp_new" || s == "tp_dealloc").is_empty() {
                continue;
            }
            return Some(((field.file, field.span), (site.file, facts.ast.expr_span(target))));
        }
    }
    None
}

/// Functions that allocate objects.
fn makers(project: &Project) -> Vec<FuncRef> {
    let sites = project.sites.results.iter().filter_map(|((file, call), to)| {
        let ast = &project.file(*file).ast;
        let Expr::Call { callee, .. } = ast.expr(*call) else { return None };
        let makes = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) => name.starts_with("PyObject_New") || name.starts_with("PyObject_GC_New") || name == "PyType_GenericAlloc",
            Expr::Member { field, .. } => field == "tp_alloc",
            _ => false,
        };
        makes.then(|| to.iter().filter_map(|(_, s)| Some(FuncRef { file: *file, id: s.func? })).collect::<Vec<_>>())
    });
    sites.flatten().collect()
}
