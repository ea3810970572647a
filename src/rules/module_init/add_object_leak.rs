//! INIT016: a value that leaks where `PyModule_AddObject` fails.

mod edits;
mod failure;
mod place;
mod values;

use std::collections::BTreeMap;

use crate::facts::{Expr, ExprId, UnaryOp};
use crate::finding::{Finding, Label};
use crate::link::sites::CallSite;
use crate::link::values::is_live;
use crate::link::{FuncRef, Project};
use crate::rules::{Context, INIT016};
use place::{counts, place};
use values::{Fate, Values, holds_static, is_checked, is_readied, is_static, is_type_by_api, is_type_of_api};

/// Calls of one function shown as labels; the rest is counted.
const SHOWN: usize = 5;

/// A call that leaks its value where it fails.
struct Leak<'a> {
    site: &'a CallSite,
    name: ExprId,
    value: ExprId,
    why: &'static str,
}

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut found: BTreeMap<FuncRef, Vec<Leak<'_>>> = BTreeMap::new();
    let mut values = Values::new(project);
    for site in project.sites.calls_of("PyModule_AddObject") {
        let Some(at) = site.func_ref().filter(|_| is_live(project, site.file, site.expr)) else { continue };
        let ast = &project.file(site.file).ast;
        let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
        let &[_, name, value] = ast.exprs(args) else { continue };
        let Some(why) = leak(project, &mut values, at, site, value) else { continue };
        found.entry(at).or_default().push(Leak { site, name, value, why });
    }
    out.extend(found.into_iter().map(|(at, leaks)| report(project, at, &leaks)));
}

/// One finding for the calls of a function.
fn report(project: &Project, at: FuncRef, leaks: &[Leak<'_>]) -> Finding {
    let facts = project.file(at.file);
    let span = |leak: &Leak<'_>| facts.ast.expr_span(leak.site.expr);
    let first = &leaks[0];
    let message = match (leaks.len(), facts.ast.expr(first.name)) {
        (1, Expr::Str(text)) => format!("the reference for `{text}` leaks if `PyModule_AddObject` fails"),
        (1, _) => "a reference leaks if `PyModule_AddObject` fails".to_owned(),
        (many, _) => format!("{many} references leak if `PyModule_AddObject` fails"),
    };
    let label = Label::new(at.file, span(first), "steals the reference only if it succeeds");
    let mut finding = Finding::source(&INIT016, message, label).symbol(facts.func(at.id).name.as_str()).label(
        at.file,
        facts.ast.expr_span(first.value),
        first.why,
    );
    for leak in leaks.iter().skip(1).take(SHOWN - 1) {
        finding = finding.label(at.file, span(leak), leak.why);
    }
    if leaks.len() > SHOWN {
        finding = finding.note(format!("more such calls in this function: {}", leaks.len() - SHOWN));
    }
    for leak in leaks {
        finding = edits::add(project, at, leak, finding);
    }
    let newer = if project.targets.min_python >= edits::ADD_SINCE { "PyModule_Add" } else { "PyModule_AddObjectRef" };
    finding.help(format!("use `{newer}`, or release the value if the result is negative"))
}

/// What is wrong with the value, where it surely leaks.
fn leak(
    project: &Project,
    values: &mut Values<'_>,
    at: FuncRef,
    site: &CallSite,
    value: ExprId,
) -> Option<&'static str> {
    let ast = &project.file(at.file).ast;
    let stripped = ast.strip_casts(value);
    match ast.expr(stripped) {
        Expr::Call { .. } => values.is_new(site, stripped).then_some("a new reference that no variable holds"),
        Expr::Name(name) => {
            let lasts = is_static(name)
                || holds_static(project, at, name)
                || is_readied(project, at, name)
                || is_type_by_api(project, at, name);
            let fate = if lasts { None } else { values.fate(site, name) };
            Some(match fate? {
                _ if !is_checked(project, at, site) => "the result of the call is ignored",
                Fate::Lost => "not released if the call fails",
                Fate::Counted => "one reference too many if the call fails",
            })
        }
        // `Py_INCREF(*exc); PyModule_AddObject(m, "Error", *exc);`
        Expr::Unary { op: UnaryOp::Deref, .. } | Expr::Member { .. } | Expr::Index { .. }
            if !is_type_of_api(ast, stripped) && !is_checked(project, at, site) =>
        {
            let before = place(project, at, site.expr)?.before?;
            let same_build = {
                let conds = &project.file(at.file).conds;
                conds.at_span(ast.stmt_span(before)) == conds.at_span(ast.expr_span(site.expr))
            };
            (same_build && counts(project, at, before, stripped)).then_some("the result of the call is ignored")
        }
        _ => None,
    }
}
