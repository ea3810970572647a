//! CALL002: functions in tables of methods, tables of properties and slots that take other arguments than CPython passes,
//! or return something else than it reads.

mod misfit;

use std::collections::BTreeMap;

use crate::capi::callbacks::{VARARGS, WITH_KEYWORDS};
use crate::facts::{Expr, FileId, Span, VersionSet};
use crate::finding::{Applicability, Finding, Label, Severity};
use crate::link::installs::{Install, installs};
use crate::link::{FuncRef, Project};
use crate::rules::common::api::is_generated;
use crate::rules::common::types::on_versions;
use crate::rules::{CALL002, Context};
use misfit::{Misfit, What, misfit};

/// So many functions of a file are shown.
const MAX_PLACES: usize = 4;

/// Functions of a file that other CPUs forgive, with where each is installed.
type Forgiven = Vec<(FuncRef, Install, Misfit)>;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut forgiven: BTreeMap<FileId, Forgiven> = BTreeMap::new();
    for install in installs(project) {
        let Some((func, wrong, at)) = wrong(project, &install) else { continue };
        if is_generated(project, func.file) {
            continue;
        }
        if wrong.what == What::Forgiven {
            let known = forgiven.entry(func.file).or_default();
            if known.iter().all(|(other, ..)| *other != func) {
                known.push((func, install, wrong));
            }
        } else {
            out.push(told(project, &install, func, wrong, at));
        }
    }
    out.extend(forgiven.into_values().map(|known| forgiven_in(project, known)));
}

/// What is wrong with the function of a place, and on which targets; of several that it may be, each has to be wrong.
fn wrong(project: &Project, install: &Install) -> Option<(FuncRef, Misfit, VersionSet)> {
    let (mut worst, mut at): (Option<(FuncRef, Misfit)>, VersionSet) = (None, install.at);
    let live = |func: FuncRef| project.live(func.file, project.func(func).cond).and(install.at);
    let (mut bad, mut good) = (VersionSet::default(), VersionSet::default());
    for func in install.funcs(project) {
        match misfit(project, install, func) {
            Some(found) => {
                bad = bad.or(live(func));
                if worst.as_ref().is_none_or(|(_, known)| found.severity < known.severity) {
                    worst = Some((func, found));
                }
            }
            None => good = good.or(live(func)),
        }
    }
    at = at.and(bad).without(good);
    let (func, found) = worst.filter(|_| !at.is_empty())?;
    Some((func, found, at))
}

/// `METH_NOARGS`, `tp_hash`, `the getter`.
fn called(how: &str) -> String {
    match how {
        "get" => "a getter".to_owned(),
        "set" => "a setter".to_owned(),
        other => format!("`{}`", other.replace('|', " | ")),
    }
}

fn told(project: &Project, install: &Install, at: FuncRef, wrong: Misfit, versions: VersionSet) -> Finding {
    let func = project.func(at);
    let span = install.span(project);
    let message = on_versions(project, format!("`{}` {}", func.name, wrong.says), versions);
    let label = Label::new(install.file, span, format!("installed as {}", called(install.how)));
    let mut finding = Finding::source(&CALL002, message, label)
        .symbol(func.name.as_str())
        .severity(wrong.severity)
        .label(at.file, wrong.span, wrong.label)
        .note(wrong.note);
    if wrong.what == What::Keywords {
        finding = finding.help("add `METH_KEYWORDS` to the flags");
        // With the flag another array or number would still be taken for what it is not.
        let objects = func.params.iter().take(2).all(|param| project.is_object_pointer(at.file, param.ty));
        if let Some(flag) = varargs(project, install).filter(|_| objects) {
            finding = finding.edit(install.file, flag, WITH_KEYWORDS, Applicability::Unsafe);
        }
        return finding;
    }
    finding.help(format!("declare the function as {} is called", called(install.how)))
}

/// The place where the flags say `METH_VARARGS`, written there and not by a macro.
fn varargs(project: &Project, install: &Install) -> Option<Span> {
    let ast = &project.file(install.file).ast;
    let mut found = None;
    ast.each_expr(install.flags?, &mut |id| {
        let span = ast.expr_span(id);
        if matches!(ast.expr(id), Expr::Name(name) if name == VARARGS)
            && (span.end - span.start) as usize == VARARGS.len()
        {
            found = Some(span);
        }
    });
    found
}

/// One finding for the functions of a file whose fault other CPUs than that of WebAssembly forgive.
fn forgiven_in(project: &Project, known: Forgiven) -> Finding {
    let (func, install, wrong) = &known[0];
    let name = project.func(*func).name;
    let message = match known.len() {
        1 => format!("`{name}` {}", wrong.says),
        count => format!(
            "{count} functions take or return something else than they are called with; `{name}` {}",
            wrong.says
        ),
    };
    let label = Label::new(func.file, wrong.span, wrong.label.clone());
    let others: Vec<(FileId, Span)> = known.iter().skip(1).map(|(at, _, wrong)| (at.file, wrong.span)).collect();
    Finding::source(&CALL002, message, label)
        .with_places(&others, "and here", MAX_PLACES)
        .symbol(name.as_str())
        .severity(Severity::Note)
        .label(install.file, install.span(project), format!("installed as {}", called(install.how)))
        .note(
            "a call through a pointer of another type is undefined; CPUs forgive this one, WebAssembly does not: where CPython \
             has no trampoline for the call, Pyodide stops",
        )
        .help("declare every parameter; `Py_UNUSED(ignored)` names one that is not used")
}
