//! Where a definition's slots do not fit how its module is created.

use crate::capi::functions::Makes;
use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Stmt};
use crate::finding::{Finding, Label};
use crate::link::macros::constants::integer;
use crate::link::modules::ModuleDef;
use crate::link::values::{is_null, settings, slots};
use crate::link::{FuncRef, Project};
use crate::rules::INIT014;

/// Whether a function surely gives no module.
fn gives_other(name: &str) -> bool {
    matches!(roles::makes(name), Some(Makes::Acyclic | Makes::Container | Makes::Type)) || name == "Py_BuildValue"
}

/// `Py_mod_create` that returns no module, where the definition asks for more than an object.
pub(super) fn no_module(project: &Project, def: &ModuleDef) -> Vec<Finding> {
    let Some(wants) = wants(project, def) else { return Vec::new() };
    let mut out = Vec::new();
    for slot in slots(project, def, "mod_create") {
        let set_to = project.module_slot(slot);
        let Some(name) = set_to.name() else { continue };
        let [func] = set_to.funcs()[..] else { continue };
        let Some(call) = other_object(project, func) else { continue };
        let label = Label::new(slot.file, slot.span, "creates the module");
        out.push(
            Finding::source(
                &INIT014,
                format!("`{name}` does not return a module, but the definition has {wants}"),
                label,
            )
            .label(func.file, project.file(func.file).ast.expr_span(call), "not a module")
            .note("the import fails with SystemError"),
        );
    }
    out
}

/// What only a module can have.
fn wants(project: &Project, def: &ModuleDef) -> Option<&'static str> {
    let file = def.var.file;
    if slots(project, def, "mod_exec").next().is_some() {
        return Some("an exec slot");
    }
    if settings(project, def, "m_size").any(|v| integer(project, file, v).is_some_and(|n| n > 0)) {
        return Some("module state");
    }
    let hook = |name| settings(project, def, name).any(|v| !is_null(project, file, v));
    ["m_traverse", "m_clear", "m_free"].into_iter().any(hook).then_some("functions for module state")
}

/// The call that makes what a function returns, where everything that it returns is surely no module.
fn other_object(project: &Project, at: FuncRef) -> Option<ExprId> {
    let facts = project.file(at.file);
    let (mut found, mut open) = (None, false);
    facts.ast.each_stmt(project.func(at).body?, &mut |stmt| {
        let Stmt::Return(Some(value)) = facts.ast.stmt(stmt) else { return };
        let value = facts.ast.strip_casts(value);
        let made = match facts.ast.expr(value) {
            _ if is_null(project, at.file, value) => return,
            Expr::Name(name) => local_value(project, at, name),
            _ => Some(value),
        };
        match made.filter(|&e| facts.ast.callee_name(e).is_some_and(|n| is_no_module(n.as_str()))) {
            Some(call) => found = found.or(Some(call)),
            None => open = true,
        }
    });
    found.filter(|_| !open)
}

fn is_no_module(callee: &str) -> bool {
    gives_other(callee)
}

/// The only value that a local is given.
fn local_value(project: &Project, at: FuncRef, name: Name) -> Option<ExprId> {
    project.local(at, name)?;
    let here = project.sites.assignments_in(at, name);
    let mut values =
        here.map(|a| project.file(at.file).ast.strip_casts(a.value)).filter(|&v| !is_null(project, at.file, v));
    let only = values.next()?;
    values.next().is_none().then_some(only)
}

/// `PyModule_Create` of a definition with slots.
pub(super) fn with_slots(project: &Project) -> Vec<Finding> {
    let mut out = Vec::new();
    let calls = roles::named(Role::ModuleCreate).flat_map(|n| project.sites.calls_of(n));
    for site in calls.filter(|s| project.is_live(s.file, s.expr)) {
        let facts = project.file(site.file);
        let Expr::Call { args, .. } = facts.ast.expr(site.expr) else { continue };
        let Some(name) = facts.ast.exprs(args).first().and_then(|&a| facts.ast.referred_name(a)) else { continue };
        let here = facts.conds.at_span(facts.ast.expr_span(site.expr));
        let with_slots =
            project.modules.iter().flat_map(|m| &m.defs).filter(|d| d.var.file == site.file).find_map(|def| {
                let var = project.var(def.var);
                let mut slots = settings(project, def, "m_slots").filter(|&v| !is_null(project, def.var.file, v));
                let slots =
                    slots.find(|&v| !facts.conds.exclusive(here, facts.conds.at_span(facts.ast.expr_span(v))))?;
                (var.name == name && !facts.conds.exclusive(here, var.cond)).then_some(slots)
            });
        if let Some(slots) = with_slots {
            out.push(
                Finding::source(
                    &INIT014,
                    format!("`PyModule_Create` is called with `{name}`, which has slots"),
                    Label::new(site.file, facts.ast.expr_span(site.expr), "fails with SystemError"),
                )
                .symbol(name.as_str())
                .label(site.file, facts.ast.expr_span(slots), "the slots")
                .help("return `PyModuleDef_Init(&def)`"),
            );
        }
    }
    out
}
