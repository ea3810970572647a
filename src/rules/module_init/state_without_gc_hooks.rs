//! INIT003: objects in module state that the garbage collector does not see, or that nobody releases.

mod edits;

use crate::facts::ExprId;
use crate::finding::{Finding, Label, Severity};
use crate::link::modules::{Module, ModuleDef};
use crate::link::values::{is_null, live, settings};
use crate::link::{FuncRef, OwnedField, Project};
use crate::rules::{Context, INIT003};

const HOOKS: [&str; 3] = ["m_traverse", "m_clear", "m_free"];
/// Fields shown as labels.
const SHOWN: usize = 5;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = Vec::new();
    for module in &project.modules {
        for def in &module.defs {
            if !seen.contains(&def.var) {
                seen.push(def.var);
                out.extend(judge(project, module, def));
            }
        }
    }
}

fn judge(project: &Project, module: &Module, def: &ModuleDef) -> Option<Finding> {
    let (file, record) = project.module_state(def)?;
    let var = project.var(def.var);
    if !def.complete || live(project, def.var.file, var.cond).is_empty() {
        return None;
    }
    let owned = project.owned_state_fields(file, record);
    if owned.is_empty() {
        return None;
    }
    let given =
        |hook: &str| settings(project, def, hook).filter(|&v| !is_null(project, def.var.file, v)).collect::<Vec<_>>();
    let missing: Vec<&str> = HOOKS.into_iter().filter(|hook| given(hook).is_empty()).collect();
    let unseen: Vec<OwnedField> = match missing.contains(&"m_traverse") {
        true => owned,
        false => {
            let unseen = unvisited(project, def, &given("m_traverse"), &owned);
            match (missing.is_empty(), unseen.is_empty()) {
                (true, true) => return None,
                (false, true) => owned,
                _ => unseen,
            }
        }
    };
    let visited = missing == ["m_free"] && unvisited(project, def, &given("m_traverse"), &unseen).is_empty();
    let names: Vec<&str> = unseen.iter().map(|f| f.field.name.as_str()).collect();
    let list = names.iter().take(SHOWN).map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
    let more = if names.len() > SHOWN { format!(" and {} more", names.len() - SHOWN) } else { String::new() };
    let message = if missing.is_empty() {
        format!("module state fields {list}{more} are not visited by m_traverse")
    } else if missing == ["m_free"] && !visited {
        format!("module state fields {list}{more} are not visited by m_traverse, and there is no m_free")
    } else {
        format!("module state owns objects ({list}{more}) and has no {}", missing.join(", no "))
    };
    let mut finding = Finding::source(&INIT003, message, Label::new(def.var.file, var.name_span, "the definition"))
        .symbol(var.name.as_str());
    for field in unseen.iter().take(SHOWN) {
        finding = finding.label(file, field.field.span, "owned by the module");
    }
    // Strings and numbers are in no cycle: they leak at most.
    if unseen.iter().all(|f| f.constant) {
        finding = finding.severity(Severity::Note).note("all of them hold strings or numbers, which are in no cycle");
    } else if visited {
        finding = finding.severity(Severity::Note).note(
            "the collector clears a module in a cycle, as most are; one that goes without it leaks these objects",
        );
    } else {
        finding = finding.note("a module that is dropped keeps these objects, its types and itself alive");
    }
    let unvisited = !missing.contains(&"m_traverse") && !visited;
    if missing.len() == HOOKS.len() {
        finding = edits::offer(project, module, def, (file, record), &unseen, finding);
    }
    Some(finding.help(help(&missing, unvisited, module.export)))
}

/// What to add: the hooks that are missing, and visits to the one that is there.
fn help(missing: &[&str], unvisited: bool, export: bool) -> String {
    if missing.len() == HOOKS.len() {
        let hooks = if export { "Py_mod_state_traverse, _clear and _free" } else { "m_traverse, m_clear and m_free" };
        return format!("give the module {hooks}: Py_VISIT and Py_CLEAR each field, and let m_free clear");
    }
    let name = |hook: &str| if export { format!("slot for {hook}") } else { hook.to_owned() };
    let mut parts = Vec::new();
    if unvisited {
        parts.push(format!("Py_VISIT each of these fields in the {}", name("m_traverse")));
    }
    parts.extend(missing.iter().map(|&hook| match hook {
        "m_traverse" => format!("add {} with a Py_VISIT for each field", name(hook)),
        "m_clear" => format!("add {} with a Py_CLEAR for each field", name(hook)),
        _ => format!("add {} that clears each field", name(hook)),
    }));
    parts.join(", and ")
}

/// The owned fields that no traverse function, nor anything that one calls, speaks of.
fn unvisited(project: &Project, def: &ModuleDef, hooks: &[ExprId], owned: &[OwnedField]) -> Vec<OwnedField> {
    let found: Vec<FuncRef> = hooks.iter().flat_map(|&hook| project.setting(def.var.file, hook).funcs()).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let mut rest: Vec<OwnedField> = owned.to_vec();
    for hook in found {
        let mentions = project.mentions(hook);
        if mentions.open {
            return Vec::new();
        }
        rest.retain(|f| !mentions.words.contains(&f.field.name));
    }
    rest
}
