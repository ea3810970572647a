//! GC022, GC024, GC025: a type released too early, twice, or although it is static.

use crate::capi::functions::facts_of;
use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::Span;
use crate::finding::{Applicability, Finding, Severity};
use crate::link::flow::lifecycle::EventKind;
use crate::link::types::{TypeKind, TypeObject};
use crate::link::{FuncRef, Project};
use crate::rules::common::deallocs::{event, only_name, outer_call, select};
use crate::rules::{Context, GC022, GC024, GC025};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let heap = |case: &crate::link::flow::deallocs::Case| project.types.get(case.id).is_heap();
    for found in select(project, 8, |_, case| {
        heap(case).then(|| event(case, |kind| kind == EventKind::FreedAfterRelease)).flatten()
    }) {
        let name = project.func(found.func).name;
        let message = format!("`{name}` releases the type before it frees the instance");
        let label = "reads the type, which may already be freed";
        let mut finding = found.finding(&GC022, project, message, Some((found.what, label)));
        let release = found.cases.first().and_then(|c| event(c, |kind| kind == EventKind::Released));
        if let Some(release) = release {
            finding = finding.label(release.file, release.span, "released here");
            finding = swap(project, found.func, release.span, found.what.span, finding);
        }
        out.push(
            finding
                .note("the last instance may own the last reference to its type; since Python 3.11 `PyObject_GC_Del` reads the type")
                .help("call `tp_free` first, then `Py_DECREF` on the type"),
        );
    }
    for found in select(project, 8, |_, case| {
        let twice = case.outcome.exits.iter().any(|(state, ..)| !state.lost && state.released >= 2);
        (heap(case) && twice).then(|| event(case, |kind| kind == EventKind::ReleasedTwice)).flatten()
    }) {
        let name = project.func(found.func).name;
        let message = format!("`{name}` releases the type of one instance twice");
        let mut finding = found.finding(&GC025, project, message, Some((found.what, "the second release")));
        let first = found.cases.first().into_iter().flat_map(|c| &c.outcome.events);
        for other in first.filter(|e| e.kind == EventKind::Released && e.span != found.what.span) {
            finding = finding.label(other.file, other.span, "the first release");
        }
        out.push(
            finding
                .note("an instance owns one reference to its heap type: the second release makes the count too low, and the type is freed while it is in use")
                .help("remove one of the two; the `tp_dealloc` of a heap base type already releases the type"),
        );
    }
    for found in select(project, 0, |_, case| {
        let object = project.types.get(case.id);
        let mut frees = case.outcome.exits.iter().filter(|(state, ..)| state.freed.is_some()).peekable();
        let always = frees.peek().is_some() && frees.all(|(state, ..)| !state.lost && state.released > 0);
        let is_static = object.kind == TypeKind::Static && always && !takes_reference(project, object.file);
        let is_static = is_static && !readied_elsewhere(project, object);
        is_static.then(|| event(case, |kind| kind == EventKind::Released)).flatten()
    }) {
        let name = project.func(found.func).name;
        let message = format!("`{name}` releases the type of the instance, but the type is static");
        let finding = found.finding(&GC024, project, message, Some((found.what, "no instance owns this reference")));
        // Static types are immortal since then: the call does nothing.
        let idle = project.targets.min_python >= crate::facts::Python(12);
        let finding = drop_release(project, found.func, found.what.span, finding);
        let finding = if idle { finding.severity(Severity::Note) } else { finding };
        out.push(
            finding
                .note("instances own no reference to a static type; before Python 3.12 its reference count decreases with every object")
                .help("remove the call, or test `Py_TPFLAGS_HEAPTYPE` if a heap type shares the function"),
        );
    }
}

/// Whether a type goes to a function of another library, and to none of CPython's: what readies it may give it an
/// allocator of its own.
fn readied_elsewhere(project: &Project, object: &TypeObject) -> bool {
    let (mut elsewhere, mut here) = (false, false);
    for site in project.sites.calls_with(object.symbol).iter().filter(|s| project.share_unit(object.file, s.file)) {
        let name = project.file(site.file).ast.callee_name(site.expr).unwrap_or(object.symbol);
        let readies = roles::readied(&name).is_some();
        let own = !project.resolve_func(site.file, name).is_empty() || !project.defines_of(site.file, name).is_empty();
        here |= readies || own;
        elsewhere |= !own && facts_of(name.as_str()).is_none() && !name.starts_with("Py") && !name.starts_with("_Py");
    }
    elsewhere && !here
}

/// Whether functions of a file that allocate objects take references to types by hand.
fn takes_reference(project: &Project, file: crate::facts::FileId) -> bool {
    let allocates = |at: FuncRef| {
        let makers = roles::named(Role::New).chain(roles::named(Role::GenericAlloc));
        makers.into_iter().any(|name| !project.sites.calls_by(at, name.into()).is_empty())
            || project.func(at).params.first().is_some_and(|p| struct_roles::is(p.ty.bare_base(), Kind::TypeObject))
    };
    roles::taking().any(|name| {
        project.sites.calls_of_in(file, name.into()).iter().filter_map(|s| Some((s, s.func_ref()?))).any(|(site, at)| {
            let ast = &project.file(file).ast;
            let mut of_type = false;
            ast.each_expr(site.expr, &mut |e| {
                of_type |= ast.callee_name(e).is_some_and(|n| roles::is(&n, Role::TypeOf))
                    || matches!(ast.expr(e), crate::facts::Expr::Name(n) if n == "type" || n == "tp" || n == "cls" || n.ends_with("_Type") || n.ends_with("Type"));
            });
            of_type && allocates(at)
        })
    })
}

/// Offers to take the release out, where only static types have the function and the release is in its outermost block.
fn drop_release(project: &Project, at: FuncRef, release: Span, finding: Finding) -> Finding {
    let cases = project.deallocs().iter().filter(|d| d.func == at).flat_map(|d| &d.cases);
    let shared = cases.into_iter().any(|case| project.types.get(case.id).kind != TypeKind::Static);
    let conds = &project.file(at.file).conds;
    let always = conds.at_span(release) == conds.at_span(project.func(at).name_span);
    match outer_call(project, at, release).filter(|_| !shared && always) {
        Some((stmt, _)) => finding.edit(at.file, project.file(at.file).ast.stmt_span(stmt), "", Applicability::Safe),
        None => finding,
    }
}

/// Offers to move the release behind the free, where both are statements of the outermost block.
fn swap(project: &Project, at: FuncRef, release: Span, free: Span, finding: Finding) -> Finding {
    let ast = &project.file(at.file).ast;
    let (Some((first, call)), Some((last, _))) = (outer_call(project, at, release), outer_call(project, at, free))
    else {
        return finding;
    };
    let Some(name) = only_name(project, at, call).filter(|_| ast.callee_name(call).is_some_and(|n| n == "Py_DECREF"))
    else {
        return finding;
    };
    let (first, last) = (ast.stmt_span(first), ast.stmt_span(last));
    finding.edit(at.file, first, "", Applicability::Safe).edit(
        at.file,
        Span::new(last.end, last.end),
        format!("\n{}Py_DECREF({name});", project.func(at).indent),
        Applicability::Safe,
    )
}
