//! CALL004: functions that Python calls return what stands for an error on a path where nothing failed, or something else
//! where a call failed.

use rustc_hash::FxHashMap;

use crate::capi::callbacks::Passed;
use crate::facts::Language;
use crate::finding::{Finding, Label};
use crate::link::flow::exceptions::{Contradiction, contradictions};
use crate::link::installs::{Install, installs};
use crate::link::{FuncRef, Project};
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
    let mut called: Vec<(FuncRef, Install)> = called.into_iter().filter_map(|(at, i)| Some((at, i?))).collect();
    called.sort_by_key(|(at, _)| *at);
    for (at, install) in called {
        one(project, at, &install, out);
    }
}

fn one(project: &Project, at: FuncRef, install: &Install, out: &mut Vec<Finding>) {
    let (facts, func) = (project.file(at.file), project.func(at));
    let fits = (func.ret.pointers > 0) == (install.callback.result == Passed::Pointer);
    let live = project.live(at.file, func.cond).and(install.at);
    let Some(python) = live.max().filter(|_| fits && facts.language == Language::C) else { return };
    let null = if install.callback.result == Passed::Pointer { "NULL" } else { "-1" };
    for (span, what) in contradictions(project, at, install.callback.result, python) {
        let finding = match what {
            Contradiction::NothingFailed => {
                let message = format!("`{}` returns {null} on a path where nothing sets an exception", func.name);
                let label = Label::new(at.file, span, "no call before has failed");
                let finding = Finding::source(&CALL004, message, label);
                finding.help("set an exception before the return")
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
