//! REF007: a dealloc function or finalizer that runs code, or clears the exception, without saving the one that is set.

use crate::capi::families::{Family, is};
use crate::capi::functions::{RunsPython, facts_of};
use crate::capi::plain::{self, Plain};
use crate::facts::{FileId, Span};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project};
use crate::rules::common::api::is_generated;
use crate::rules::{Context, REF007};

/// The slots that run while an exception may be set.
const ENDS: [&str; 3] = ["tp_dealloc", "tp_finalize", "tp_del"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = Vec::new();
    for view in project.type_views() {
        let Some(python) = view.live().max() else { continue };
        for slot in ENDS {
            for func in view.slot_funcs(slot, python) {
                if !seen.contains(&func) && !is_generated(project, func.file) {
                    seen.push(func);
                    out.extend(report(project, func));
                }
            }
        }
    }
}

fn report(project: &Project, func: FuncRef) -> Option<Finding> {
    let reach = project.reach(func);
    let saves = |name: &str| name.contains("Err_Fetch") || name.contains("Err_GetRaisedException");
    if reach.words.iter().any(|word| saves(word)) {
        return None;
    }
    let (mut saved, mut found): (bool, Option<(FileId, Span, &'static str)>) = (false, None);
    project.each_reached(&reach, &mut |at, e| {
        let ast = &project.file(at.file).ast;
        let Some(name) = ast.callee_name(e) else { return };
        saved |= saves(&name);
        // A finalizer saves the exception itself.
        let calls = is(&name, Family::Calls) && !name.contains("Finalizer");
        let runs = calls && facts_of(&name).is_some_and(|f| f.runs_python == Some(RunsPython::Yes));
        if found.is_none() && (runs || clears(&name)) && at == func {
            found = Some((at.file, ast.expr_span(e), name.as_str()));
        }
    });
    let (file, span, name) = found.filter(|_| !saved)?;
    let own = project.func(func).name;
    let does = if clears(name) { "clears the exception that is set" } else { "runs code while one may be set" };
    let label = Label::new(file, span, does);
    Some(
        Finding::source(&REF007, format!("`{own}` calls `{name}` without saving the exception that may be set"), label)
            .symbol(own.as_str())
            .note("objects also end while an exception is on its way: it is lost, or the call fails for no reason of its own")
            .help("put the call between `PyErr_GetRaisedException` and `PyErr_SetRaisedException` (`PyErr_Fetch` and `PyErr_Restore` before 3.12)"),
    )
}

fn clears(name: &str) -> bool {
    plain::lookup(name) == Some(Plain::ClearsError)
}
