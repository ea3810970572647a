//! GC032, GC036: what a traverse function must not do.

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Python, Stmt};
use crate::finding::{Finding, Label, Severity};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, GC032, GC036};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for &func in project.traverses().keys() {
        side_effects(project, func, out);
        twins(project, func, out);
        dropped(project, func, out);
    }
}

/// Whether a function of CPython's API changes reference counts, makes objects or runs code.
fn has_effect(name: &str) -> bool {
    let counts = roles::releases(name) || roles::takes(name) || roles::returns_new(name);
    counts
        || roles::runs_python(name)
        || name == "PyType_GetBaseByToken"
        || roles::knows_one_interpreter(name)
        || makes_object(name)
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

/// A note where only Pythons that have them are meant.
fn twins(project: &Project, func: FuncRef, out: &mut Vec<Finding>) {
    let reach = project.reach(func, 2);
    let mut seen = Vec::new();
    project.each_reached(&reach, &mut |at, e| {
        let facts = project.file(at.file);
        let Some(name) = facts.ast.callee_name(e).filter(|n| has_twin(n.as_str())) else { return };
        let span = facts.ast.expr_span(e);
        let live = facts.conds.live(facts.conds.at_span(span), &project.targets);
        if live.min() < Some(Python(15))
            || seen.contains(&(at.file, span))
            || !project.resolve_func(at.file, name).is_empty()
        {
            return;
        }
        seen.push((at.file, span));
        let traverse = project.func(func).name;
        out.push(
            Finding::source(
                &GC032,
                format!("`{traverse}` calls `{name}`, which is not promised to be without side effects"),
                Label::new(at.file, span, "during collection"),
            )
            .symbol(traverse.as_str())
            .severity(Severity::Note)
            .help(format!("call {name}_DuringGC (Python 3.15)")),
        );
    });
}

fn side_effects(project: &Project, func: FuncRef, out: &mut Vec<Finding>) {
    let reach = project.reach(func, 2);
    let mut found: Option<(FuncRef, ExprId, Name)> = None;
    project.each_reached(&reach, &mut |at, e| {
        let facts = project.file(at.file);
        if let Some(name) = facts.ast.callee_name(e).filter(|n| found.is_none() && has_effect(n.as_str()))
            && !facts.conds.live(facts.conds.at_span(facts.ast.expr_span(e)), &project.targets).is_empty()
            && project.resolve_func(at.file, name).is_empty()
        {
            found = Some((at, e, name));
        }
    });
    let Some((at, call, what)) = found else { return };
    let name = project.func(func).name;
    let span = project.file(at.file).ast.expr_span(call);
    let mut finding = Finding::source(
        &GC032,
        format!("`{name}` calls `{what}`: a traverse function must not change reference counts or run code"),
        Label::new(at.file, span, "a side effect during collection"),
    )
    .symbol(name.as_str())
    .note("the collector of the free-threaded build keeps its own counts while it traverses")
    .help("visit borrowed references only");
    if at != func {
        finding = finding.label(func.file, project.func(func).name_span, "reached from this traverse function");
    }
    let free_threaded = project.modules.iter().filter(|m| project.share_unit(m.init.file, func.file)).any(|m| {
        let slots = m.defs.iter().flat_map(|d| &d.slots).filter(|s| s.name == "mod_gil");
        slots
            .into_iter()
            .any(|s| project.file(s.file).ast.referred_name(s.value).is_some_and(|n| n == "Py_MOD_GIL_NOT_USED"))
    });
    out.push(if free_threaded { finding.severity(Severity::Error) } else { finding });
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
        out.push(
            Finding::source(
                &GC036,
                format!("`{name}` ignores the result of `{what}`"),
                Label::new(func.file, ast.expr_span(e), "a visitor that stops is not heard"),
            )
            .symbol(name.as_str())
            .help("return the result where it is not 0"),
        );
    });
}
