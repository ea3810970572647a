//! INIT015: slots of a `PyModExport_` function, and new-style slots where a definition has its own fields.

mod definition;

use crate::capi::roles::{self, Role};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Scope, Storage};
use crate::finding::{Finding, Label, Severity};
use crate::link::Project;
use crate::link::modules::{Module, ModuleDef, ModuleSlot};
use crate::link::values::{is_null, reaches};
use crate::rules::{Context, INIT015};

/// Slots that say for which ABI a module is built, or may hold one that does.
pub(crate) const ABI: &[&str] = &["mod_abi", "slot_subslots", "mod_slots"];

/// New-style slots that may stand in `PyModuleDef.m_slots`.
const ALLOWED: &[&str] =
    &["mod_create", "mod_exec", "mod_multiple_interpreters", "mod_gil", "mod_slots", "slot_subslots", "slot_end"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    if !reaches(project, INIT015.since_python) {
        return;
    }
    for module in &project.modules {
        let func = project.func(module.init);
        for def in &module.defs {
            let found = if module.export { exported(project, module, def) } else { mixed(project, def) };
            out.extend(found.into_iter().map(|f| f.symbol(func.name.as_str())));
        }
    }
    let all = !project.modules.is_empty() && project.modules.iter().all(|m| m.export);
    for site in roles::named(Role::GetDef)
        .flat_map(|name| project.sites.calls_of(name))
        .filter(|s| all && project.is_live(s.file, s.expr))
    {
        let span = project.file(site.file).ast.expr_span(site.expr);
        out.push(
            Finding::source(
                &INIT015,
                "`PyModule_GetDef` returns NULL: the module has no `PyModuleDef`",
                Label::new(site.file, span, "always NULL"),
            )
            .severity(Severity::Warning)
            .help("compare the result of `PyModule_GetToken` instead"),
        );
    }
}

fn exported(project: &Project, module: &Module, def: &ModuleDef) -> Vec<Finding> {
    let mut out = Vec::new();
    let (var, file) = (project.var(def.var), def.var.file);
    let func = project.func(module.init);
    let at = |what: &str| Label::new(file, var.name_span, what);
    if !struct_roles::is(var.ty.bare_base(), Kind::Slot) {
        let message = format!("`{}` returns an array of `{}`, not of `PySlot`", func.name, var.ty.bare_base());
        out.push(Finding::source(&INIT015, message, at("returned as slots")).help("declare it as `PySlot[]`"));
        return out;
    }
    if matches!(var.scope, Scope::Local(_)) && var.storage != Storage::Static {
        let message = format!("the slot array `{}` no longer exists when `{}` has returned", var.name, func.name);
        out.push(Finding::source(&INIT015, message, at("automatic storage")).help("declare the array `static`"));
    }
    // What a file says that asks for abi3t is LIM015's.
    let known = def.complete && var.init.is_some() && project.abi3t(file).is_none();
    if known && !def.slots.iter().any(|s| ABI.contains(&s.name.as_str())) {
        out.push(
            Finding::source(
                &INIT015,
                "the slots of a `PyModExport_` function need `Py_mod_abi`",
                at("no `Py_mod_abi` slot"),
            )
            .note("without it, the interpreter cannot check whether the module fits its build")
            .help("add `PySlot_STATIC_DATA(Py_mod_abi, &abi_info)`, with `PyABIInfo_VAR(abi_info);` before it"),
        );
    }
    let mut before: Vec<&ModuleSlot> = Vec::new();
    for slot in def.slots.iter().filter(|s| !project.live(s.file, s.cond).is_empty()) {
        let exclusive = |other: &&ModuleSlot| project.file(slot.file).conds.exclusive(other.cond, slot.cond);
        if let Some(first) = before.iter().copied().find(|s| s.name == slot.name && !exclusive(s)) {
            out.push(
                Finding::source(
                    &INIT015,
                    format!("`Py_{}` is given twice", slot.name),
                    Label::new(slot.file, slot.span, "the second one"),
                )
                .label(first.file, first.span, "the first one"),
            );
        }
        let number =
            slot.name == "mod_state_size" || slot.name == "mod_gil" || slot.name == "mod_multiple_interpreters";
        if !number && slot.name.starts_with("mod_") && is_null(project, slot.file, slot.value) {
            out.push(
                Finding::source(
                    &INIT015,
                    format!("`Py_{}` is NULL", slot.name),
                    Label::new(slot.file, slot.span, "a slot must not be NULL"),
                )
                .help("remove the slot"),
            );
        }
        before.push(slot);
    }
    out.extend(definition::used(project, def));
    out
}

/// Slots in `m_slots` that say again what fields of the definition say.
fn mixed(project: &Project, def: &ModuleDef) -> Vec<Finding> {
    let wrong =
        |s: &&ModuleSlot| s.name.starts_with("mod_") && !ALLOWED.contains(&s.name.as_str()) && s.name != "mod_abi";
    let live = def.slots.iter().filter(|s| !project.live(s.file, s.cond).is_empty());
    live.filter(wrong)
        .map(|slot| {
            let label = Label::new(slot.file, slot.span, "not allowed in `m_slots`");
            Finding::source(
                &INIT015,
                format!("`Py_{}` is a slot for `PyModExport_` functions, not for a `PyModuleDef`", slot.name),
                label,
            )
            .help("set the corresponding field of the definition instead")
        })
        .collect()
}
