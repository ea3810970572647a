//! GC014, GC015, GC016: an object that a factory tracks never, twice or too early.

mod later;
mod never_set;

use crate::capi::functions::Makes;
use crate::capi::roles;
use crate::facts::{Expr, Name};
use crate::finding::{Applicability, Finding, Label};
use crate::link::Project;
use crate::link::flow::factories::Factory;
use crate::link::flow::lifecycle::EventKind;
use crate::rules::{Context, GC014, GC015, GC016};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for factory in project.factories().iter().filter(|f| !f.outcome.unknown) {
        if factory.bare {
            never(project, factory, out);
            early(project, factory, out);
        }
        twice(project, factory, out);
    }
}

fn name_of(project: &Project, factory: &Factory) -> String {
    factory.types.first().map_or(String::new(), |&id| project.types.get(id).short_name().to_owned())
}

fn never(project: &Project, factory: &Factory, out: &mut Vec<Finding>) {
    let file = factory.func.file;
    let mut handed = factory
        .outcome
        .exits
        .iter()
        // Another branch may fill the same local otherwise.
        .filter(|(state, _, own)| *own && !state.lost && state.allocated == Some(factory.span))
        .peekable();
    let first = handed.peek().map(|(_, span, _)| *span);
    let untracked = first.is_some() && handed.all(|(state, ..)| state.tracked == Some(false));
    let visited = factory.types.first().and_then(|&id| project.visited_fields(id));
    let (Some(first), true, Some(visited)) = (first, untracked, visited) else { return };
    if !project.types_with_slot(factory.func, &|s| s == "tp_alloc").is_empty()
        || !visited.is_empty()
            && factory.types.iter().all(|&id| visited.iter().all(|&field| never_set::is_never_set(project, id, field)))
    {
        return;
    }
    let finding = if later::is_tracked_later(project, factory) {
        // Whoever makes the object complete tracks it: others may forget it.
        let Some(made) = later::forgotten(project, factory) else { return };
        Finding::source(
            &GC014,
            format!(
                "the object of `{}` that `{}` returns is never tracked here",
                name_of(project, factory),
                made.maker
            ),
            Label::new(made.func.file, made.call, "the garbage collector does not know this object"),
        )
        .symbol(project.func(made.func).name.as_str())
        .label(made.func.file, made.returned, "returned untracked")
        .label(file, factory.span, "allocated here; tracking is left to the caller")
        .note("reference cycles through the object are never found")
        .help(format!("call `PyObject_GC_Track({})` before it is returned", made.local))
    } else {
        Finding::source(
            &GC014,
            format!("an object of `{}` is never tracked", name_of(project, factory)),
            Label::new(file, factory.span, "the garbage collector does not know this object"),
        )
        .symbol(project.func(factory.func).name.as_str())
        .label(file, first, "returned untracked")
        .note("reference cycles through the object are never found")
        .help(format!("call `PyObject_GC_Track({})` before it is returned", factory.local))
    };
    let fields = factory.types.iter().filter_map(|&id| project.owned_fields(id)).flatten();
    let containers = fields.into_iter().any(|f| !f.atomic && visited.contains(&f.name));
    out.push(if containers { finding } else { finding.severity(crate::finding::Severity::Note) });
}

fn twice(project: &Project, factory: &Factory, out: &mut Vec<Finding>) {
    let Some(event) = factory.outcome.events.iter().find(|e| e.kind == EventKind::TrackedTwice) else { return };
    let file = factory.func.file;
    let mut finding = Finding::source(
        &GC015,
        if factory.bare {
            "the object is already tracked; a second `PyObject_GC_Track` aborts".to_owned()
        } else {
            format!("`{}` already tracks the object; a second `PyObject_GC_Track` aborts", factory.callee)
        },
        Label::new(event.file, event.span, "object already tracked"),
    )
    .symbol(project.func(factory.func).name.as_str())
    .label(file, factory.span, "allocated here")
    .note("a fatal error in release builds too")
    .help("remove the call");
    if event.file == file
        && let Some((stmt, _)) = crate::rules::common::deallocs::outer_call(project, factory.func, event.span)
    {
        finding = finding.edit(file, project.file(file).ast.stmt_span(stmt), "", Applicability::Safe);
    }
    out.push(finding);
}

fn early(project: &Project, factory: &Factory, out: &mut Vec<Finding>) {
    let visited = factory.types.first().and_then(|&id| project.visited_fields(id));
    let (Some(visited), Some((track, set))) = (visited, factory.outcome.tracks.iter().next()) else { return };
    let facts = project.file(factory.func.file);
    let Some(body) = project.func(factory.func).body.filter(|_| factory.outcome.tracks.len() == 1) else { return };
    if set.iter().any(|field| *field == "*") {
        return;
    }
    // A visited field that is first set behind the tracking, with a call in between that may start a collection.
    let (mut calls, mut missing): (bool, Option<(Name, crate::facts::Span)>) = (false, None);
    facts.each_body_expr(body, &mut |e| {
        let span = facts.ast.expr_span(e);
        if span.start < track.end {
            return;
        }
        match facts.ast.expr(e) {
            Expr::Assign { target, value, .. } => {
                if let Expr::Member { field, .. } = facts.ast.expr(facts.ast.strip_casts(target))
                    && visited.contains(&field)
                    && !set.contains(&field)
                    && missing.is_none()
                {
                    let mut inside = calls;
                    facts.ast.each_expr(value, &mut |v| inside |= may_collect(facts.ast.callee_name(v)));
                    if inside {
                        missing = Some((field, span));
                    }
                }
            }
            Expr::Call { .. } => calls |= may_collect(facts.ast.callee_name(e)),
            _ => {}
        }
    });
    let Some((field, span)) = missing else { return };
    out.push(
        Finding::source(
            &GC016,
            format!("an object of `{}` is tracked before its field `{field}` is set", name_of(project, factory)),
            Label::new(factory.func.file, *track, "a collection that starts after this call reads the field"),
        )
        .symbol(project.func(factory.func).name.as_str())
        .label(factory.func.file, span, "set here")
        .note("`PyObject_GC_New` does not zero the memory")
        .help("move `PyObject_GC_Track` after the last initialization"),
    );
}

/// Whether a call may allocate GC objects or run Python code.
fn may_collect(name: Option<Name>) -> bool {
    name.is_some_and(|n| {
        let container = matches!(roles::makes(n.as_str()), Some(Makes::Container | Makes::Module | Makes::Type));
        container || roles::runs_python(n.as_str())
    })
}
