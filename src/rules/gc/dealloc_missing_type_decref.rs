//! GC021: a dealloc that keeps the reference of the instance to its heap type.

use crate::facts::{Expr, Name, Python, Span};
use crate::finding::{Applicability, Finding};
use crate::link::flow::deallocs::Case;
use crate::link::flow::lifecycle::EventKind;
use crate::link::{Local, Project};
use crate::rules::common::deallocs::{Found, event, outer_call, select};
use crate::rules::{Context, GC021};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    out.extend(select(project, 8, |_, case| leaks(project, case)).iter().map(|found| finding(project, found)));
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

fn finding(project: &Project, found: &Found<'_, Option<Span>>) -> Finding {
    let func = project.func(found.func);
    let message = match found.what {
        None => format!("`{}` never releases the reference that each instance holds on its heap type", func.name),
        Some(_) => format!("`{}` does not release the heap type on every path that frees the object", func.name),
    };
    let mut finding = found.finding(&GC021, project, message, None);
    let free = found.cases.first().and_then(|case| event(case, |kind| matches!(kind, EventKind::Freed(..))));
    if let Some(free) = free {
        finding = finding.label(free.file, free.span, "the object is freed here, its type keeps the reference");
    }
    finding = finding.note("since Python 3.8 an allocation takes a reference to a heap type: the type, its module and the module's state never die");
    if found.what.is_some() {
        finding = finding.likely("other paths do release the type; whether this one can be taken was not resolved");
    }
    let finding = finding.help("keep the type in a local, free the object, then Py_DECREF the type");
    if found.what.is_none() { fix(project, found, finding) } else { finding }
}

/// Offers the release where the function frees the object in one place, in its outermost block.
fn fix(project: &Project, found: &Found<'_, Option<Span>>, finding: Finding) -> Finding {
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
    let (start, end) = (Span::new(span.start, span.start), Span::new(span.end, span.end));
    let release = if project.targets.min_python < Python(8) {
        format!("\n#if PY_VERSION_HEX >= 0x03080000\n{indent}Py_DECREF({tp});\n#endif")
    } else {
        format!("\n{indent}Py_DECREF({tp});")
    };
    finding
        .edit(found.func.file, start, format!("PyTypeObject *{tp} = Py_TYPE({object});\n{indent}"), Applicability::Safe)
        .edit(found.func.file, end, release, Applicability::Safe)
}
