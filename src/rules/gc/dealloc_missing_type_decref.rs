//! GC021: a dealloc that keeps the reference of the instance to its heap type.

use crate::capi::functions::facts_of;
use crate::facts::{Expr, Name, Python, Span, Stmt, VersionSet};
use crate::finding::{Applicability, Finding, Label};
use crate::link::flow::deallocs::Case;
use crate::link::flow::lifecycle::EventKind;
use crate::link::types::{Slot, TypeId};
use crate::link::{FuncRef, Local, Project};
use crate::rules::common::deallocs::{DeallocFault, event, outer_call, select};
use crate::rules::common::types::on_versions;
use crate::rules::{Context, GC021};

const NOTE: &str = "since Python 3.8 each instance owns a reference to its heap type: the type, its module and the module state are never freed";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    out.extend(select(project, 8, |_, case| leaks(project, case)).iter().map(|found| finding(project, found)));
    out.extend(project.types.iter().filter(|(_, t)| t.is_heap()).filter_map(|(id, _)| freed_by_slot(project, id)));
}

/// A heap type whose `tp_dealloc` is a function of CPython that gives memory back and nothing else.
fn freed_by_slot(project: &Project, id: TypeId) -> Option<Finding> {
    let object = project.types.get(id);
    let live = project.type_live(id).and(VersionSet::range(Python(8), project.targets.max_python));
    let frees = |slot: &Slot| {
        let name = project.file(slot.file).ast.referred_name(slot.value)?;
        let known = facts_of(name.as_str()).is_some_and(|f| f.memory.frees.is_some());
        let own = !project.resolve_func(slot.file, name).is_empty() || !project.defines_of(slot.file, name).is_empty();
        (known && !own).then_some((*slot, name))
    };
    let mut found: Option<(Slot, Name, VersionSet)> = None;
    for python in live.iter() {
        if let [(slot, name)] =
            project.type_slots(id, "tp_dealloc", python).iter().filter_map(frees).collect::<Vec<_>>()[..]
        {
            let here = VersionSet::range(python, python);
            found = Some(found.map_or((slot, name, here), |(slot, name, all)| (slot, name, all.or(here))));
        }
    }
    let (slot, name, versions) = found?;
    // Without a name there is only that of a C variable.
    let of = object.name.map_or("the heap type".to_owned(), |_| format!("`{}`", object.short_name()));
    let message = format!("`tp_dealloc` of {of} is `{name}`, which never releases the object's type");
    let label = Label::new(slot.file, slot.span, "the object is freed here, but its type is not released");
    Some(
        Finding::source(&GC021, on_versions(project, message, versions), label)
            .symbol(object.symbol.as_str())
            .label(object.file, object.span, "the type")
            .note(NOTE)
            .help("remove the slot if there is nothing else to do, or write a `tp_dealloc` that frees the object and then releases its type"),
    )
}

/// Where a path that frees the object ends without the release; None on the place: every such path.
fn leaks(project: &Project, case: &Case) -> Option<Option<Span>> {
    if !project.types.get(case.id).is_heap() {
        return None;
    }
    let freeing = case.outcome.exits.iter().filter(|(state, ..)| state.freed.is_some() && !state.lost);
    let (kept, given): (Vec<_>, Vec<_>) = freeing.partition(|(state, ..)| state.released <= 0);
    match (kept.first(), given.is_empty()) {
        (None, _) => None,
        (Some(_), true) => Some(None),
        (Some((_, span, _)), false) => Some(Some(*span)),
    }
}

fn finding(project: &Project, found: &DeallocFault<'_, Option<Span>>) -> Finding {
    let func = project.func(found.func);
    let message = match found.what {
        None => format!("`{}` never releases the instance's reference to its heap type", func.name),
        Some(_) => format!("`{}` does not release the heap type on every path that frees the object", func.name),
    };
    let mut finding = found.finding(&GC021, project, message, None);
    let free = found.cases.first().and_then(|case| event(case, |kind| matches!(kind, EventKind::Freed(..))));
    if let Some(free) = free {
        finding = finding.label(free.file, free.span, "the object is freed here, but its type is not released");
    }
    finding = finding.note(NOTE);
    if found.what.is_some() {
        finding = finding.likely("other paths do release the type; whether this path can be taken is not known");
    }
    let finding = finding.help("save the type in a local variable, free the object, then call `Py_DECREF` on the type");
    if found.what.is_none() { fix(project, found, finding) } else { finding }
}

/// Offers the release where the function frees the object in one place, in its outermost block.
fn fix(project: &Project, found: &DeallocFault<'_, Option<Span>>, finding: Finding) -> Finding {
    let mut frees =
        found.cases.iter().flat_map(|c| &c.outcome.events).filter(|e| matches!(e.kind, EventKind::Freed(..)));
    let Some(free) = frees.next() else { return finding };
    let once = frees.all(|other| other.span == free.span && other.file == free.file);
    // A type that shares the function may be static: it must not be released.
    let heap = project.deallocs().iter().filter(|d| d.func == found.func).flat_map(|d| &d.cases);
    let heap = heap.into_iter().all(|c| project.types.get(c.id).is_heap());
    if !once || !heap || free.file != found.func.file {
        return finding;
    }
    let func = project.func(found.func);
    let facts = project.file(found.func.file);
    let Some((stmt, call)) = outer_call(project, found.func, free.span) else { return finding };
    let span = facts.ast.stmt_span(stmt);
    if facts.conds.at_span(span) != facts.conds.at_span(func.name_span) {
        return finding;
    }
    let Expr::Call { args, .. } = facts.ast.expr(call) else { return finding };
    let object = facts.ast.exprs(args).first().map(|&a| facts.ast.strip_casts(a));
    let Some(Expr::Name(object)) = object.map(|a| facts.ast.expr(a)) else { return finding };
    let free_name = |name: &&str| project.local(found.func, Name::from(name)).is_none();
    let Some(tp) = ["tp", "type", "self_type"].into_iter().find(free_name) else { return finding };
    if matches!(project.local(found.func, object), None | Some(Local::Var(_))) && func.params.is_empty() {
        return finding;
    }
    let indent = func.indent.as_str();
    let before = first_place(project, found.func, object).unwrap_or(span.start);
    let (start, end) = (Span::new(before, before), Span::new(span.end, span.end));
    let release = if project.targets.min_python < Python(8) {
        format!("\n#if PY_VERSION_HEX >= 0x03080000\n{indent}Py_DECREF({tp});\n#endif")
    } else {
        format!("\n{indent}Py_DECREF({tp});")
    };
    finding
        .edit(found.func.file, start, format!("PyTypeObject *{tp} = Py_TYPE({object});\n{indent}"), Applicability::Safe)
        .edit(found.func.file, end, release, Applicability::Safe)
}

/// Where the function begins, where the object is a parameter that stays what it is: declarations come first.
fn first_place(project: &Project, at: FuncRef, object: Name) -> Option<u32> {
    let (facts, func) = (project.file(at.file), project.func(at));
    let Stmt::Block(list) = facts.ast.stmt(func.body?) else { return None };
    let first = facts.ast.stmt_span(*facts.ast.stmts(list).first()?);
    let is_param = matches!(project.local(at, object), Some(Local::Param(_)));
    let stays = project.sites.assignments_in(at, object).next().is_none();
    let always = facts.conds.at_span(first) == facts.conds.at_span(func.name_span);
    (is_param && stays && always).then_some(first.start)
}
