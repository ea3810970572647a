//! FT010: methods of a module that needs no GIL write fields of their object without a critical section. One finding for
//! each function; off by itself.

use crate::capi::struct_roles;
use crate::facts::{Expr, ExprId, FileId, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::flow::sharing::is_installed;
use crate::link::{FuncRef, Project};
use crate::rules::common::threads::{Threads, with_places};
use crate::rules::{Context, FT010};

const HELP: &str =
    "put what reads and writes the fields between Py_BEGIN_CRITICAL_SECTION(self) and Py_END_CRITICAL_SECTION()";

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let Some(mut threads) = Threads::new(project, &FT010) else { return };
    for facts in &project.files {
        for (i, func) in facts.funcs.iter().enumerate() {
            let at = FuncRef { file: facts.file, id: crate::facts::FuncId(i as u32) };
            if func.body.is_none() || !is_method(project, at) {
                continue;
            }
            let mut places: Vec<(FileId, Span)> = writes(project, at).into_iter().map(|span| (at.file, span)).collect();
            places.retain(|&(_, span)| threads.is_open(at, span));
            let Some((&(file, span), more)) = places.split_first() else { continue };
            let label = Label::new(file, span, "another thread may be in the same object");
            let message = format!("`{}` writes fields of its object without a critical section", func.name);
            let finding = Finding::source(&FT010, message, label).symbol(func.name.as_str()).help(HELP);
            out.push(with_places(finding, more, "and here").severity(Severity::Note));
        }
    }
}

/// Whether a function is in a table and gets the object first: a method, a getter, a slot.
fn is_method(project: &Project, at: FuncRef) -> bool {
    let func = project.func(at);
    let object = func.params.first().is_some_and(|p| project.is_object_pointer(at.file, p.ty));
    object && is_installed(project, at)
}

/// Where fields of the first parameter's struct are written.
fn writes(project: &Project, at: FuncRef) -> Vec<Span> {
    let facts = project.file(at.file);
    let ast = &facts.ast;
    let Some(first) = project.func(at).params.first().and_then(|p| p.name) else { return Vec::new() };
    let names = crate::link::flow::names::Names::new(project, at, vec![first], Vec::new());
    let mut out = Vec::new();
    crate::link::values::each_expr(project, at, &mut |e: ExprId| {
        let target = match ast.expr(e) {
            Expr::Assign { target, .. } => target,
            Expr::Step { arg, .. } => arg,
            _ => return,
        };
        let Expr::Member { base, field, arrow: true } = ast.expr(ast.strip_casts(target)) else { return };
        if names.is_object(base) && !struct_roles::is_object(&field) {
            out.push(ast.expr_span(e));
        }
    });
    out
}
