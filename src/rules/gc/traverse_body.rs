//! GC032, GC036: what a traverse function must not do.
//! Longer than a rule should be because calls are gathered over all traverse functions before they are told.

mod edits;

use crate::capi::families::{self, Family};
use crate::capi::predefined::WITHOUT_GIL;
use crate::capi::roles::{self, Role};
use std::collections::BTreeMap;

use crate::facts::{Expr, ExprId, FileId, Name, Python, Span, Stmt};
use crate::finding::{Finding, Label, Severity};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, GC032, GC036};

/// A call of a function of CPython, with the function that it stands in.
type Called = (FuncRef, ExprId, Name);
/// What becomes of it in a build without the GIL, and in the others.
const COUNTS: &str =
    "while it traverses objects, the garbage collector of the free-threaded build keeps counts of its own";
const COPIED: &str =
    "the garbage collector has copied the reference counts by then, and does not see what changes them";
/// So many traverse functions are named.
const MAX_NAMED: usize = 4;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let (mut effects, mut borrowed) = (BTreeMap::new(), BTreeMap::new());
    for &func in project.traverses().keys() {
        if let Some((place, call)) = side_effect(project, func) {
            effects.entry(place).or_insert((call, Vec::new())).1.push(func);
        }
        for (place, call) in twins(project, func) {
            borrowed.entry(place).or_insert((call, Vec::new())).1.push(func);
        }
        dropped(project, func, out);
    }
    // A helper may be reached from many: one call is one finding.
    out.extend(effects.into_values().map(|(call, from)| changed(project, call, &from)));
    out.extend(borrowed.into_values().map(|(call, from)| unpromised(project, call, &from)));
}

/// Whether a function of CPython's API changes reference counts, makes objects or runs code.
fn has_effect(name: &str) -> bool {
    let counts = roles::releases(name) || roles::takes(name) || roles::returns_new(name);
    // What sets an exception stands on a path that a traverse does not take; what reports one runs a hook.
    let runs = roles::runs_python(name) && (!families::is(name, Family::Errors) || name.ends_with("Unraisable"));
    counts || runs || name == "PyType_GetBaseByToken" || families::is(name, Family::GilState) || makes_object(name)
}

/// `PyList_New`, `PyUnicode_FromString`, `PyDict_SetItem`: the word behind the family's name says it.
fn makes_object(name: &str) -> bool {
    let family = |(family, what): (&str, &str)| {
        let verbs = ["New", "From", "Call", "GetAttr", "SetAttr", "SetItem"];
        family.starts_with("Py") && family != "PyMem" && verbs.iter().any(|verb| what.starts_with(verb))
    };
    name.split_once('_').is_some_and(family)
}

/// Functions that may change a count some day, with twins since Python 3.15 that never do.
fn has_twin(name: &str) -> bool {
    matches!(roles::of(name), Some(Role::ModuleState | Role::TypeData | Role::TypeState))
}

/// The calls of such functions, where only Pythons with the twins are meant.
fn twins(project: &Project, func: FuncRef) -> BTreeMap<(FileId, Span), Called> {
    let reach = project.reach(func);
    let mut found = BTreeMap::new();
    project.each_reached(&reach, &mut |at, e| {
        let facts = project.file(at.file);
        let Some(name) = facts.ast.callee_name(e).filter(|n| has_twin(n.as_str())) else { return };
        let span = facts.ast.expr_span(e);
        let live = facts.conds.live(facts.conds.at_span(span), &project.targets);
        if live.min() >= Some(Python(15)) && project.resolve_func(at.file, name).is_empty() {
            found.entry((at.file, span)).or_insert((at, e, name));
        }
    });
    found
}

fn unpromised(project: &Project, call: Called, from: &[FuncRef]) -> Finding {
    let name = call.2;
    let what = format!("calls `{name}`, which is not guaranteed to be free of side effects");
    let finding = finding(project, call, from, &what, "runs during a collection").severity(Severity::Note);
    edits::twin(project, call, finding.help(format!("call `{name}_DuringGC` (Python 3.15)")))
}

/// The finding about a call that these traverse functions reach.
fn finding(project: &Project, (at, call, _): Called, from: &[FuncRef], what: &str, text: &str) -> Finding {
    let name = project.func(from[0]).name;
    let span = project.file(at.file).ast.expr_span(call);
    let mut finding =
        Finding::source(&GC032, format!("`{name}` {what}"), Label::new(at.file, span, text)).symbol(name.as_str());
    for func in from.iter().filter(|f| **f != at).take(MAX_NAMED) {
        finding = finding.label(func.file, project.func(*func).name_span, "reached from this traverse function");
    }
    if from.len() > MAX_NAMED {
        finding = finding.note(format!("{} traverse functions reach this call", from.len()));
    }
    finding
}

/// The first call with an effect that a traverse function reaches, with its place.
fn side_effect(project: &Project, func: FuncRef) -> Option<((FileId, Span), Called)> {
    let reach = project.reach(func);
    let mut found: Option<Called> = None;
    project.each_reached(&reach, &mut |at, e| {
        let facts = project.file(at.file);
        if let Some(name) = facts.ast.callee_name(e).filter(|n| found.is_none() && has_effect(n.as_str()))
            && !facts.conds.live(facts.conds.at_span(facts.ast.expr_span(e)), &project.targets).is_empty()
            && project.resolve_func(at.file, name).is_empty()
        {
            found = Some((at, e, name));
        }
    });
    let call = found?;
    Some(((call.0.file, project.file(call.0.file).ast.expr_span(call.1)), call))
}

fn changed(project: &Project, call: Called, from: &[FuncRef]) -> Finding {
    let what = format!("calls `{}`: a traverse function must not change reference counts or run code", call.2);
    let facts = project.file(call.0.file);
    let cond = facts.conds.at_span(facts.ast.expr_span(call.1));
    let without_gil = !facts.conds.live_with(WITHOUT_GIL, cond).and(project.targets.versions()).is_empty();
    let finding = finding(project, call, from, &what, "has side effects during a collection")
        .note(if without_gil { COUNTS } else { COPIED })
        .help("only visit; do not create, release or call objects");
    let shares = |file| from.iter().any(|func| project.share_unit(file, func.file));
    let free_threaded = project.modules.iter().filter(|m| shares(m.init.file)).any(|m| {
        let slots = m.defs.iter().flat_map(|d| &d.slots).filter(|s| s.name == "mod_gil");
        slots
            .into_iter()
            .any(|s| project.file(s.file).ast.referred_name(s.value).is_some_and(|n| n == "Py_MOD_GIL_NOT_USED"))
    });
    if free_threaded && without_gil { finding.severity(Severity::Error) } else { finding }
}

fn dropped(project: &Project, func: FuncRef, out: &mut Vec<Finding>) {
    let facts = project.file(func.file);
    let ast = &facts.ast;
    let (Some(body), visitor) = (project.func(func).body, project.func(func).params.get(1).and_then(|p| p.name)) else {
        return;
    };
    ast.each_stmt(body, &mut |stmt| {
        let Stmt::Expr(e) = ast.stmt(stmt) else { return };
        let Expr::Call { callee, args } = ast.expr(e) else { return };
        let hands_on =
            ast.exprs(args).iter().any(|&a| ast.referred_name(a).is_some() && ast.referred_name(a) == visitor);
        let what = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) if Some(name) == visitor => name,
            Expr::Member { field, .. } if field == "tp_traverse" && hands_on => field,
            Expr::Name(name) if hands_on && !roles::is(&name, Role::Visit) => {
                let known = roles::is(name.as_str(), Role::VisitDict);
                let found = project.resolve_func(func.file, name);
                let int = |f: &FuncRef| project.func(*f).ret.base == "int" && project.func(*f).ret.is_value();
                if !known && (found.is_empty() || !found.iter().all(int)) {
                    return;
                }
                name
            }
            _ => return,
        };
        let name = project.func(func).name;
        let finding = Finding::source(
            &GC036,
            format!("`{name}` ignores the result of `{what}`"),
            Label::new(func.file, ast.expr_span(e), "a nonzero result of the visit does not stop the traversal"),
        );
        let finding = finding.symbol(name.as_str()).help("return the result if it is not 0");
        out.push(edits::hand_on(project, func, stmt, e, finding));
    });
}
