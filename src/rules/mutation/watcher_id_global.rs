//! MUT008: the number of a watcher is kept in a variable with static storage; each interpreter has its own numbers.

use crate::capi::watchers;
use crate::facts::{Expr, Isolation, Storage};
use crate::finding::{Finding, Label, Severity};
use crate::link::{FuncRef, Local, Project};
use crate::rules::common::threads::calls;
use crate::rules::{Context, MUT008};

const WHY: &str =
    "watchers are numbered in each interpreter: in another one the number is nobody's, or somebody else's";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for (name, row) in watchers::all() {
        for (at, site) in calls(project, name) {
            let call = project.call(site);
            let versions = call.live().and(MUT008.pythons(&project.targets));
            if versions.max().is_none_or(|newest| newest.0 < row.since) {
                continue;
            }
            let kept = project.sites.results_of(site.file, site.expr).iter().find_map(|(_, a)| {
                let ast = &project.file(site.file).ast;
                let Expr::Name(var) = ast.expr(ast.strip_casts(a.target?)) else { return None };
                is_static(project, at, var).then_some((var, ast.expr_span(a.expr?)))
            });
            let Some((var, span)) = kept else { continue };
            let many = project.isolation(site.file) == Isolation::PerInterpreterGil
                || project.targets.isolation >= Some(Isolation::SubInterpreter);
            let level = if many { Severity::Error } else { Severity::Warning };
            out.push(
                Finding::source(
                    &MUT008,
                    format!("the number of a {} watcher is kept in `{var}`", row.of),
                    Label::new(site.file, span, "one for all interpreters"),
                )
                .symbol(var.as_str())
                .severity(level)
                .note(WHY)
                .help("keep it in the state of the module"),
            );
        }
    }
}

fn is_static(project: &Project, at: FuncRef, name: crate::facts::Name) -> bool {
    match project.local(at, name) {
        Some(Local::Var(var)) => {
            let var = project.file(at.file).var(var);
            var.storage == Storage::Static && !var.thread_local
        }
        Some(Local::Param(_)) => false,
        None => project.resolve_var(at.file, name).first().is_some_and(|&var| !project.var(var).thread_local),
    }
}
