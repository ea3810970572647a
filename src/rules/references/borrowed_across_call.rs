//! REF003: a borrowed reference is used after a call that can run Python code, or by that call itself.

use crate::capi::plain::{self, Plain};
use crate::facts::{Expr, ExprId, FileFacts};
use crate::finding::{Finding, Label};
use crate::link::flow::ownership::{Fault, FaultKind};
use crate::rules::common::api::is_generated;
use crate::rules::common::references::{callee, path};
use crate::rules::{Context, REF003};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for fault in project.reference_faults(FaultKind::Stale) {
        let facts = project.file(fault.at.file);
        let (Some(source), Some(gone)) = (fault.source, fault.gone) else { continue };
        // The fields of generated types have the types that their source says.
        if source == gone && is_generated(project, fault.at.file) {
            continue;
        }
        let Some(finding) = finding(facts, fault, source, gone) else { continue };
        out.push(path(project, fault, finding));
    }
}

fn finding(facts: &FileFacts, fault: &Fault, source: ExprId, gone: ExprId) -> Option<Finding> {
    let file = fault.at.file;
    let (maker, runs) = (callee(facts, source)?, callee(facts, gone)?);
    let (taken, call) = (facts.ast.expr_span(source), facts.ast.expr_span(gone));
    if !call.contains(fault.place) && plain::lookup(maker) == Some(Plain::Storage) {
        let message =
            format!("the storage that `{maker}` gives is used after `{runs}`, which can run Python code that moves it");
        let finding = Finding::source(&REF003, message, Label::new(file, fault.place, "used here"))
            .label(file, taken, "taken here")
            .label(file, call, "that code can change the size of the object");
        return Some(finding.help("take the pointer behind the call, or hold a buffer with `PyObject_GetBuffer`"));
    }
    if !call.contains(fault.place) {
        let message = format!("the reference borrowed by `{maker}` is used after `{runs}`, which can run Python code");
        let finding = Finding::source(&REF003, message, Label::new(file, fault.place, "used here"))
            .label(file, taken, "borrowed here")
            .label(file, call, "that code can take the object out of its container");
        return Some(finding.help("take a reference with `Py_INCREF` before the call"));
    }
    let runs_on = "the call runs Python code, and uses the object after that";
    if source == gone {
        let Expr::Call { args, .. } = facts.ast.expr(gone) else { return None };
        let at = |&&arg: &&ExprId| facts.ast.expr_span(arg) == fault.place;
        let arg = facts.ast.exprs(args).iter().find(at)?;
        let Expr::Member { field, .. } = facts.ast.expr(facts.ast.strip_casts(*arg)) else { return None };
        let message =
            format!("`{runs}` uses what the field `{field}` holds while it runs Python code that can change the field");
        let finding = Finding::source(&REF003, message, Label::new(file, fault.place, runs_on));
        return Some(finding.help(
            "give the call a reference of its own: `Py_NewRef` the field first, and release that after the call",
        ));
    }
    if plain::lookup(maker) == Some(Plain::Storage) {
        let message =
            format!("the storage that `{maker}` gives is used by `{runs}`, which can run Python code that moves it");
        let finding =
            Finding::source(&REF003, message, Label::new(file, fault.place, "the object is not kept from moving"));
        return Some(finding.help("hold a buffer of the object with `PyObject_GetBuffer` during the call"));
    }
    let message =
        format!("the reference borrowed by `{maker}` is used by `{runs}`, which can run Python code that releases it");
    let finding = Finding::source(&REF003, message, Label::new(file, fault.place, runs_on)).label(
        file,
        taken,
        "borrowed here: that code can take the object out of its container",
    );
    Some(finding.help("take a reference with `Py_INCREF` before the call, and release it afterwards"))
}
