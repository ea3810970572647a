//! CALL004: functions that Python calls return what stands for an error on a path where nothing failed, or something else
//! where a call failed.

mod callers;
mod numbers;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::capi::callbacks::Passed;
use crate::capi::exceptions;
use crate::facts::{Language, VersionSet};
use crate::finding::{Finding, Label};
use crate::link::flow::exceptions::{Contradiction, Effects, contradictions};
use crate::link::installs::{Install, installs};
use crate::link::{FuncRef, Project};
use crate::rules::common::api::is_generated;
use crate::rules::{CALL004, Context};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut called: FxHashMap<FuncRef, Option<Install>> = FxHashMap::default();
    for install in installs(project) {
        for at in install.funcs(project) {
            let known = called.entry(at).or_insert(Some(install));
            // A function with two uses is judged where both want the same.
            if known.is_none_or(|k| k.callback.result != install.callback.result || !install.callback.raises) {
                *known = None;
            }
        }
    }
    let mut known: Vec<FuncRef> = called.keys().copied().collect();
    known.sort_unstable();
    let mut called: Vec<(FuncRef, Install)> = called.into_iter().filter_map(|(at, i)| Some((at, i?))).collect();
    called.sort_by_key(|(at, _)| *at);
    let mut effects = Effects::new(project);
    for &(at, install) in &called {
        let fits = (project.func(at).ret.pointers > 0) == (install.callback.result == Passed::Pointer);
        if fits {
            one(&mut effects, at, install.callback.result, (install.at, false), out);
        }
    }
    for at in asking(project) {
        let alone = || !callers::raise(project, at);
        // Callers of what only asks for memory are told themselves.
        let name = project.func(at).name;
        let mut other =
            || is_pointer(project, at) && !effects.is_quiet(at.file, name) && callers::hand_null_on(project, at);
        let mut fails = || (gives_objects(project, at) || other()) && alone();
        if known.binary_search(&at).is_err() && fails() {
            let live = project.live(at.file, project.func(at).cond);
            one(&mut effects, at, Passed::Pointer, (live, true), out);
        }
    }
    numbers::check(project, out);
}

/// The functions that ask for memory by a call that sets no exception.
fn asking(project: &Project) -> BTreeSet<FuncRef> {
    let calls = exceptions::allocators().flat_map(|name| project.sites.calls_of(name));
    calls.filter_map(|site| site.func_ref()).collect()
}

fn is_pointer(project: &Project, at: FuncRef) -> bool {
    let ret = &project.func(at).ret;
    ret.pointers == 1 && ret.arrays == 0 && !ret.function_pointer
}

/// Whether NULL of a function stands for an exception: it returns an object.
fn gives_objects(project: &Project, at: FuncRef) -> bool {
    let func = project.func(at);
    func.name.starts_with("PyInit_") || project.is_object_pointer(at.file, func.ret)
}

/// What is wrong with one function; `memory`: only where memory is asked for.
fn one(
    effects: &mut Effects<'_>,
    at: FuncRef,
    result: Passed,
    (on, memory): (VersionSet, bool),
    out: &mut Vec<Finding>,
) {
    let project = effects.project();
    let (facts, func) = (project.file(at.file), project.func(at));
    let live = project.live(at.file, func.cond).and(on);
    let Some(python) = live.max().filter(|_| facts.language == Language::C && !is_generated(project, at.file)) else {
        return;
    };
    let null = if result == Passed::Pointer { "NULL" } else { "-1" };
    for (span, what) in contradictions(effects, at, result, python) {
        if memory && !matches!(what, Contradiction::NoMemory(_)) {
            continue;
        }
        let finding = match what {
            Contradiction::NothingFailed => {
                let message = format!("`{}` returns {null} on a path where nothing sets an exception", func.name);
                let label = Label::new(at.file, span, "no call before has failed");
                let finding = Finding::source(&CALL004, message, label);
                finding.help("set an exception before the return")
            }
            Contradiction::NoMemory(call) => {
                let name = facts.ast.callee_name(call).unwrap_or_default();
                let message =
                    format!("`{}` returns {null} where `{name}` fails, and nothing sets an exception", func.name);
                let label = Label::new(at.file, span, "no exception is set");
                let finding = Finding::source(&CALL004, message, label);
                let finding = finding.label(at.file, facts.ast.expr_span(call), "NULL where there is no memory");
                finding.help("call `PyErr_NoMemory` before the return")
            }
            Contradiction::Failed(call) => {
                let name = facts.ast.callee_name(call).unwrap_or_default();
                let message = format!("`{}` returns a value on a path where `{name}` has failed", func.name);
                let label = Label::new(at.file, span, "the exception is still set");
                let finding = Finding::source(&CALL004, message, label);
                let finding = finding.label(at.file, facts.ast.expr_span(call), "fails on this path");
                finding.help(format!("return {null}, or call `PyErr_Clear` where the failure does not matter"))
            }
        };
        out.push(finding.symbol(func.name.as_str()).note("the interpreter raises SystemError"));
    }
}
