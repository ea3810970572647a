//! Variables that are there in every build and written in none that is seen.

use crate::facts::{Expr, ExprId};
use crate::link::flow::references::is_null;
use crate::link::{FuncRef, Project, Site, StaticVar, Value, Write, WriteKind};

/// Why no build is seen to write a variable that is there in every one.
pub(crate) fn why_not(project: &Project, var: &StaticVar) -> Option<String> {
    if project.only_where(var.definition.file, project.var(var.definition).name_span).is_some() {
        return None;
    }
    let sites = || var.writes.iter().map(|write| write.site);
    let first = sites().next()?;
    let knob = |site: Site| project.only_where(site.file, site.span);
    if let Some(why) = knob(first).filter(|_| sites().all(|site| knob(site).is_some())) {
        return Some(format!("written {why}"));
    }
    let uncalled = |site: &Site| site.func.filter(|&func| project.is_called_by_none(func));
    let func = sites().find_map(|site| uncalled(&site))?;
    // Who stores what the variable begins with changes nothing where nobody else stores.
    let begins = project.var(var.definition).init.is_none_or(|init| is_zero(project, var, init));
    let idle = |write: &Write| begins && write.kind == WriteKind::Assign && write.value == Value::Null;
    var.writes
        .iter()
        .all(|write| idle(write) || uncalled(&write.site).is_some() || knob(write.site).is_some())
        .then(|| is_never_called("written", project, func))
}

/// Whether an initial value is 0 or NULL.
fn is_zero(project: &Project, var: &StaticVar, init: ExprId) -> bool {
    let ast = &project.file(var.definition.file).ast;
    matches!(ast.expr(ast.strip_casts(init)), Expr::Int(0)) || is_null(ast, init)
}

/// Says that something is done in a function that nothing calls.
pub(crate) fn is_never_called(done: &str, project: &Project, func: FuncRef) -> String {
    let name = project.func(func).name;
    format!("{done} only in `{name}`, which nothing in this project calls or uses as a slot or callback")
}
