//! LIM005: a pointer that is not `PyObject *` is handed to what casts no more.

use crate::capi::{casts, fields};
use crate::facts::{Expr, FileId, Language};
use crate::finding::Finding;
use crate::link::view::Call;
use crate::link::{FuncRef, Project};
use crate::rules::common::api::{Occurrence, folded};
use crate::rules::{Context, LIM005};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let asks = |file: FileId| project.limited(file).filter(|l| l.known && l.minor() >= casts::SINCE);
    if !project.files.iter().any(|facts| asks(facts.file).is_some()) {
        return;
    }
    let mut places = Vec::new();
    for (name, takes) in casts::all() {
        for call in project.api_calls(name) {
            let file = call.site.file;
            let Some(limited) = asks(file).filter(|_| is_other(project, &call, takes)) else { continue };
            let facts = project.file(file);
            let live = facts.conds.with_limited_api(limited.value);
            let at = live.get(facts.conds.at_span(call.span()).0 as usize).copied().unwrap_or_default();
            places.push(((name, takes), Occurrence { file, span: call.span(), at }));
        }
    }
    for found in folded(places.into_iter()) {
        let (name, takes) = found.what;
        let message = format!("`{name}` does not cast its argument for a limited API of 3.{} or newer", casts::SINCE);
        let finding = found.finding(&LIM005, message, &format!("not a {takes} *")).symbol(name);
        out.push(
            finding
                .note("the compiler warns of incompatible pointers; newer ones, and C++, stop there")
                .help(format!("cast it: ({takes} *)")),
        );
    }
}

/// Whether the argument is known to be a pointer to another struct.
fn is_other(project: &Project, call: &Call<'_>, takes: &str) -> bool {
    let (file, Some(&arg)) = (call.site.file, call.args().first()) else { return false };
    let facts = project.file(file);
    if matches!(facts.ast.expr(arg), Expr::Cast { .. }) {
        return false;
    }
    let func = call.site.func.map(|id| FuncRef { file, id });
    let Some((of, ty)) = project.declared_type(file, func, arg) else { return false };
    let base = ty.bare_base();
    if ty.pointers != 1 || ty.arrays > 0 || ty.function_pointer || base == takes {
        return false;
    }
    // A class may be derived from it.
    let record = project.resolve_record(of, base).map(|(_, record)| record);
    let plain = record.is_some_and(|r| facts.language == Language::C || r.bases.is_empty());
    plain || fields::defined(base).is_some()
}
