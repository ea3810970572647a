//! INIT009: modules looked up by their definition, which works for single-phase initialization only.

use super::common::values::{is_live, is_null, settings};
use super::{Context, INIT009};
use crate::facts::{Expr, ExprId, FileId};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::calls::CallSite;

const LOOKUPS: &[&str] = &["PyState_FindModule", "PyState_AddModule", "PyState_RemoveModule", "_PyState_AddModule"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for &callee in LOOKUPS {
        for site in project.sites.calls_of(callee) {
            if is_live(project, site.file, site.expr) {
                out.push(judge(project, callee, site));
            }
        }
    }
}

fn judge(project: &Project, callee: &str, site: &CallSite) -> Finding {
    let facts = project.file(site.file);
    let message = format!("{callee} does not find modules with multi-phase initialization");
    let label = Label::new(site.file, facts.ast.expr_span(site.expr), "finds one module an interpreter, by its definition");
    let function = site.func.map_or("", |f| facts.func(f).name.as_str());
    let mut finding = Finding::source(&INIT009, message, label)
        .symbol(function)
        .help("use PyType_GetModuleByDef, METH_METHOD, or the module that the function gets");
    if let Some(span) = multi_phase_definition(project, site) {
        finding = finding
            .severity(Severity::Error)
            .label(span.0, span.1, "has slots: the module is never registered under this definition")
            .note("the result is NULL without an exception");
    } else if callee == "PyState_FindModule" && used_unchecked(project, site) {
        finding = finding
            .severity(Severity::Error)
            .note("the result is used unchecked: in another interpreter, or before the import, it is NULL");
    }
    finding
}

/// Where the definition that the call names sets slots.
fn multi_phase_definition(project: &Project, site: &CallSite) -> Option<(FileId, crate::facts::Span)> {
    let ast = &project.file(site.file).ast;
    let Expr::Call { args, .. } = ast.expr(site.expr) else { return None };
    let name = ast.exprs(args).iter().find_map(|&a| ast.referred_name(a))?;
    let vars = project.resolve_var(site.file, name);
    let mut defs = project.modules.iter().flat_map(|m| &m.defs).filter(|d| vars.contains(&d.var));
    let def = defs.next()?;
    let slots = settings(project, def, "m_slots").find(|&v| !is_null(project, def.var.file, v))?;
    // Without slots in another branch, and registered there: single-phase on those Pythons.
    let conds = &project.file(def.var.file).conds;
    let always = conds.at_span(project.file(def.var.file).ast.expr_span(slots)) == project.var(def.var).cond;
    always.then(|| (def.var.file, project.file(def.var.file).ast.expr_span(slots)))
}

/// Whether the call stands right where its result must not be NULL: handed to `PyModule_GetState`, or dereferenced.
fn used_unchecked(project: &Project, site: &CallSite) -> bool {
    let facts = project.file(site.file);
    let Some(body) = site.func.and_then(|f| facts.func(f).body) else { return false };
    let mut unchecked = false;
    let is_call = |e: ExprId| facts.ast.strip_casts(e) == site.expr;
    facts.each_body_expr(body, &mut |e| match facts.ast.expr(e) {
        Expr::Call { args, .. } => {
            let takes = |name: &str| name.starts_with("PyModule_Get") || name.starts_with("PyObject_") || name == "Py_INCREF";
            unchecked |= facts.ast.callee_name(e).is_some_and(|n| takes(n.as_str()))
                && facts.ast.exprs(args).first().is_some_and(|&a| is_call(a));
        }
        Expr::Member { base, arrow: true, .. } => unchecked |= is_call(base),
        _ => {}
    });
    unchecked
}
