//! HT002 where a function asks for the module of a class that it gets, and its caller hands it one that may be a subclass.

use rustc_hash::FxHashSet;

use crate::capi::families::{self, Family};
use crate::capi::roles;
use crate::facts::{Expr, Name};
use crate::finding::{Finding, Label};
use crate::link::sites::CallSite;
use crate::link::{CutKind, FuncRef, Local, Project};
use crate::rules::HT002;

use super::{is_type_of_self, subclassed};

/// Callers of callers are followed so far.
const MAX_DEPTH: u32 = 4;

/// Fields of a class by which a function finds the classes above.
const WAYS_UP: [&str; 3] = ["tp_base", "tp_mro", "tp_bases"];

/// One finding for each function that hands on such a class.
pub(super) fn findings(project: &Project, site: CallSite, name: &str) -> Vec<Finding> {
    let mut out = Vec::new();
    let facts = project.file(site.file);
    let ast = &facts.ast;
    let Expr::Call { args, .. } = ast.expr(site.expr) else { return out };
    let of = roles::type_argument(name).and_then(|i| ast.exprs(args).get(i));
    let Some((lookup, &of)) = site.func_ref().zip(of) else { return out };
    if project.call(site).live().is_empty() {
        return out;
    }
    let Some(first) = ast.referred_name(of).and_then(|name| param(project, lookup, name)) else { return out };
    let (mut open, mut seen) = (vec![(lookup, first, 0)], FxHashSet::from_iter([lookup]));
    let mut told: FxHashSet<FuncRef> = FxHashSet::default();
    while let Some((at, index, depth)) = open.pop() {
        if finds_another_way(project, at) {
            continue;
        }
        let called = project.func(at).name;
        for call in project.sites.calls_of(called.as_str()) {
            let resolved = project.resolve_func(call.file, called);
            let Some(caller) = call.func_ref().filter(|_| resolved[..] == [at]) else { continue };
            let view = project.call(*call);
            let Some(&given) = view.args().get(index).filter(|_| !view.live().is_empty()) else { continue };
            let ast = &project.file(call.file).ast;
            if !is_type_of_self(project, caller, given, 0) {
                let handed = ast.referred_name(given).and_then(|name| param(project, caller, name));
                match handed.filter(|_| !seen.contains(&caller)) {
                    Some(index) if depth < MAX_DEPTH => {
                        seen.insert(caller);
                        open.push((caller, index, depth + 1));
                    }
                    Some(_) => project.cuts.add(CutKind::Calls, caller.file, project.func(caller).name_span),
                    None => {}
                }
                continue;
            }
            let Some(id) = subclassed(project, caller).filter(|_| !finds_another_way(project, caller)) else {
                continue;
            };
            if !told.insert(caller) {
                continue;
            }
            let object = project.types.get(id);
            let func = project.func(caller).name;
            let message =
                format!("`{func}` looks up the module of a class that may be a subclass of `{}`", object.short_name());
            let label = Label::new(call.file, ast.expr_span(call.expr), "a subclass has another module, or none");
            out.push(
                Finding::source(&HT002, message, label)
                    .symbol(func.as_str())
                    .label(site.file, facts.ast.expr_span(site.expr), "looked up here")
                    .label(object.file, object.span, "the type")
                    .help("use `METH_METHOD` and the defining class in methods, `PyType_GetModuleByDef` in slots"),
            );
        }
    }
    out
}

/// The index of a parameter that the function gives no other value.
fn param(project: &Project, at: FuncRef, name: Name) -> Option<usize> {
    match project.local(at, name) {
        Some(Local::Param(index)) if project.sites.assignments_in(at, name).next().is_none() => Some(index),
        _ => None,
    }
}

/// Whether a function goes on where the class has no module: it looks at the classes above, or drops the exception.
fn finds_another_way(project: &Project, at: FuncRef) -> bool {
    let facts = project.file(at.file);
    let mut found = false;
    if let Some(body) = project.func(at).body {
        facts.each_body_expr(body, &mut |e| {
            found |= match facts.ast.expr(e) {
                Expr::Member { field, .. } => WAYS_UP.contains(&field.as_str()),
                Expr::Call { .. } => facts.ast.callee_name(e).is_some_and(|name| {
                    let searches = name.ends_with("ByDef") || name.ends_with("ByToken");
                    searches || families::is(&name, Family::Errors) && name.ends_with("_Clear")
                }),
                _ => false,
            };
        });
    }
    found
}
