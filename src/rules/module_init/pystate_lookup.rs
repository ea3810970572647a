//! INIT009: modules looked up by their definition, which works for single-phase initialization only.

mod holder;
mod in_macro;
mod single_phase;

use rustc_hash::FxHashSet;

use crate::capi::families::{self, Family};
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileId, Name, Span};
use crate::finding::{Finding, Label, Severity};
use crate::link::sites::CallSite;
use crate::link::values::{is_null, settings};
use crate::link::{FuncRef, Project};
use crate::rules::{Context, INIT009};
use holder::holder;
use single_phase::{modules, named, works};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let single = modules(project);
    for callee in roles::named(Role::FindModule).chain(roles::named(Role::StateModule)) {
        let mut made: Vec<(Macro, Vec<&CallSite>)> = Vec::new();
        for site in
            project.sites.calls_of(callee).iter().filter(|s| project.is_live(s.file, s.expr) && is_used(project, s))
        {
            let Some(holder) = holder(project, callee, site) else {
                out.extend(judge(project, callee, &[site], None, &single));
                continue;
            };
            match made.iter_mut().find(|(known, _)| *known == holder) {
                Some((_, sites)) => sites.push(site),
                None => made.push((holder, vec![site])),
            }
        }
        out.extend(made.iter().filter_map(|(holder, sites)| judge(project, callee, sites, Some(*holder), &single)));
        out.extend(in_macro::found(project, callee, &single));
    }
}

/// Whether the function around a call is in a build.
fn is_used(project: &Project, site: &CallSite) -> bool {
    !site.func_ref().is_some_and(|f| project.is_unused(f))
}

/// A macro that holds the call: its name, and where it is defined.
type Macro = (Name, FileId, Span);

/// One finding for calls that are judged together: a single one, or those that one macro makes.
fn judge(
    project: &Project,
    callee: &str,
    sites: &[&CallSite],
    holder: Option<Macro>,
    single: &FxHashSet<FuncRef>,
) -> Option<Finding> {
    let site = sites[0];
    let facts = project.file(site.file);
    let span = facts.ast.expr_span(site.expr);
    let finds = roles::is(callee, Role::FindModule);
    let slots = sites.iter().find_map(|s| multi_phase_definition(project, s));
    let unchecked = finds && sites.iter().any(|s| used_unchecked(project, s));
    let fits = |s: &&CallSite| works(project, s.file, named(project, s), single);
    if slots.is_none() && !unchecked && sites.iter().all(fits) {
        return None;
    }
    let message = match (&slots, finds) {
        (Some(_), true) => format!("`{callee}` does not find modules with multi-phase initialization"),
        (Some(_), false) => format!("`{callee}` fails for modules with multi-phase initialization"),
        (None, _) if unchecked => format!("`{callee}` returns NULL if this interpreter has not imported the module"),
        (None, _) => format!("`{callee}` works only for modules with single-phase initialization"),
    };
    let what = "looks the module up by its definition";
    let function = site.func.map_or("", |f| facts.func(f).name.as_str());
    let mut finding = match holder {
        Some((name, file, at)) => Finding::source(&INIT009, message, Label::new(file, at, what))
            .symbol(name.as_str())
            .label(site.file, span, if sites.len() > 1 { "first used here" } else { "used here" }),
        None => Finding::source(&INIT009, message, Label::new(site.file, span, what)).symbol(function),
    };
    finding = finding.help("use `PyType_GetModuleByDef`, `METH_METHOD`, or the module that is passed to the function");
    if let Some((file, at)) = slots {
        let why = if finds { "it returns NULL without setting an exception" } else { "it raises SystemError" };
        finding = finding
            .severity(Severity::Error)
            .label(file, at, "has slots: the module is never registered with this definition")
            .note(why);
    } else if unchecked {
        finding = finding.severity(Severity::Error).note("the result is used without a check");
    }
    Some(match sites.len() - 1 {
        0 => finding,
        1 => finding.note("the macro is used in 1 more place"),
        more => finding.note(format!("the macro is used in {more} more places")),
    })
}

/// Where the definition that the call names sets slots.
fn multi_phase_definition(project: &Project, site: &CallSite) -> Option<(FileId, Span)> {
    slots_of(project, site, named(project, site)?)
}

/// Where the definition of this name sets slots.
fn slots_of(project: &Project, site: &CallSite, name: Name) -> Option<(FileId, Span)> {
    let vars = project.resolve_var_at(site.file, name, project.file(site.file).ast.expr_span(site.expr));
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
            let takes = |name: &str| {
                let asks = families::rest(name, Family::Modules).is_some_and(|rest| rest.starts_with("Get"));
                asks || name.starts_with("PyObject_") || roles::takes(name) && !roles::gives_argument(name)
            };
            unchecked |= facts.ast.callee_name(e).is_some_and(|n| takes(n.as_str()))
                && facts.ast.exprs(args).first().is_some_and(|&a| is_call(a));
        }
        Expr::Member { base, arrow: true, .. } => unchecked |= is_call(base),
        _ => {}
    });
    unchecked
}
