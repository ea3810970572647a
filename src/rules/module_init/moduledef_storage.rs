//! INIT010: a `PyModuleDef` that does not outlive its module, is constant, or lacks its header.

use crate::capi::roles;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, FileFacts, Name, Scope, Storage, Var, VarId};
use crate::finding::{Finding, Label};
use crate::link::{FuncRef, Project, VarRef};
use crate::rules::{Context, INIT010};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    for facts in &project.files {
        for (i, var) in facts.vars.iter().enumerate() {
            let value =
                struct_roles::is(var.ty.bare_base(), Kind::ModuleDef) && var.ty.is_value() && var.ty.arrays == 0;
            if !value || project.live(facts.file, var.cond).is_empty() {
                continue;
            }
            let at = VarRef { file: facts.file, id: VarId(i as u32) };
            let Some((message, note, help)) = wrong(project, facts, at, var) else { continue };
            let label = Label::new(facts.file, var.name_span, "the interpreter keeps a pointer to it and writes to it");
            out.push(Finding::source(&INIT010, message, label).symbol(var.name.as_str()).note(note).help(help));
        }
    }
}

fn wrong(project: &Project, facts: &FileFacts, at: VarRef, var: &Var) -> Option<(String, &'static str, &'static str)> {
    let name = var.name;
    let local = matches!(var.scope, Scope::Local(_)) && var.storage != Storage::Static;
    if local && is_kept(project, at, name) {
        let message =
            format!("`PyModuleDef` `{name}` must be static: it no longer exists when the function has returned");
        return Some((
            message,
            "the interpreter reads the definition as long as the module exists",
            "declare it `static`",
        ));
    }
    if !var.is_static_definition() {
        return None;
    }
    if var.ty.const_base || var.constexpr {
        let message = format!("`PyModuleDef` `{name}` must not be const: the interpreter writes to it");
        return Some((
            message,
            "a constant may be placed in read-only memory, where the import crashes",
            "remove `const`",
        ));
    }
    if lacks_header(project, facts, var) {
        let message = format!("`PyModuleDef` `{name}` lacks `PyModuleDef_HEAD_INIT`");
        return Some((
            message,
            "its reference count starts at 0",
            "make `PyModuleDef_HEAD_INIT` the first item of the initializer",
        ));
    }
    None
}

/// Whether the local definition goes to a function that keeps it.
fn is_kept(project: &Project, at: VarRef, name: Name) -> bool {
    let Scope::Local(func) = project.var(at).scope else { return false };
    project.sites.calls_in(FuncRef { file: at.file, id: func }, name).any(|site| {
        let ast = &project.file(site.file).ast;
        let keeps = ast.callee_name(site.expr).is_some_and(|n| roles::keeps_definition(n.as_str()));
        keeps && project.is_live(site.file, site.expr)
    })
}

/// Whether the initialiser surely begins with something else than the header.
fn lacks_header(project: &Project, facts: &FileFacts, var: &Var) -> bool {
    let Some(init) = var.init else { return false };
    let Expr::List(items) = facts.ast.expr(init) else { return false };
    let items = facts.ast.exprs(items);
    let Some(&first) = items.first() else { return false };
    let set_later = !project.sites.assignments_of_in(facts.file, Name::from("m_base")).is_empty();
    let begins_wrong = match facts.ast.expr(first) {
        Expr::Str(_) => true,
        Expr::Designated { .. } => items.iter().all(|&item| {
            matches!(facts.ast.expr(item), Expr::Designated { field, .. } if field.starts_with("m_") && field != "m_base")
        }),
        _ => false,
    };
    begins_wrong && !set_later
}
