//! INIT003: objects in module state that the garbage collector does not see, or that nobody releases.

mod edits;

use crate::facts::ExprId;
use crate::finding::{Finding, Label, Severity};
use crate::link::modules::{Module, ModuleDef};
use crate::link::values::{is_null, live, settings};
use crate::link::{FuncRef, OwnedField, Project, Released};
use crate::rules::{Context, INIT003};

const HOOKS: [&str; 3] = ["m_traverse", "m_clear", "m_free"];
/// Fields shown as labels.
const SHOWN: usize = 5;

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    let project = context.project;
    let mut seen = Vec::new();
    let released = project.released_fields();
    for module in &project.modules {
        for def in &module.defs {
            if !seen.contains(&def.var) {
                seen.push(def.var);
                out.extend(judge(project, module, def, &released));
            }
        }
    }
}

fn judge(project: &Project, module: &Module, def: &ModuleDef, released: &Released<'_>) -> Option<Finding> {
    let (file, record) = project.module_state(def)?;
    let var = project.var(def.var);
    if !def.complete || live(project, def.var.file, var.cond).is_empty() {
        return None;
    }
    let owned = project.owned_state_fields(file, record, released);
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
    let hook = |hook: &&str| named(hook, module.export);
    let (fields, are) = if names.len() == 1 { ("field", "is") } else { ("fields", "are") };
    let message = if missing.is_empty() || missing == ["m_free"] && !visited {
        let [traverse, _, free] = HOOKS.each_ref().map(hook);
        let tail = if missing.is_empty() { String::new() } else { format!(", and there is no {free}") };
        format!("module state {fields} {list}{more} {are} not visited by {traverse}{tail}")
    } else {
        let mut missing: Vec<String> = missing.iter().map(hook).collect();
        let last = missing.pop().unwrap_or_default();
        let others = missing.iter().map(|hook| format!("{hook}, ")).collect::<String>();
        let or = if others.is_empty() { "" } else { "or " };
        format!("module state owns objects ({list}{more}) but has no {others}{or}{last}")
    };
    let mut finding = Finding::source(&INIT003, message, Label::new(def.var.file, var.name_span, "the definition"))
        .symbol(var.name.as_str());
    for field in unseen.iter().take(SHOWN) {
        finding = finding.label(file, field.field.span, "owned by the module");
    }
    // Strings and numbers are in no cycle: they leak at most.
    if unseen.iter().all(|f| f.constant) {
        finding = finding
            .severity(Severity::Note)
            .note("all of these fields hold strings or numbers, which cannot be part of a reference cycle");
    } else if visited {
        finding = finding.severity(Severity::Note).note(
            "most modules are part of a reference cycle, and the garbage collector clears them; a module that is freed in another way leaks these objects",
        );
    } else {
        finding =
            finding.note("a module that is no longer used can stay alive, together with these objects and its types");
    }
    let unvisited = !missing.contains(&"m_traverse") && !visited;
    if missing.len() == HOOKS.len() {
        finding = edits::offer(project, module, def, (file, record), &unseen, finding);
    }
    Some(finding.help(help(&missing, unvisited, module.export)))
}

/// What to add: the functions that are missing, and visits to the one that is there.
fn help(missing: &[&str], unvisited: bool, export: bool) -> String {
    if missing.len() == HOOKS.len() {
        let [traverse, clear, free] = HOOKS.map(|hook| named(hook, export));
        return format!(
            "add {traverse} with `Py_VISIT` and {clear} with `Py_CLEAR` for each field, and {free} that clears"
        );
    }
    let mut parts = Vec::new();
    if unvisited {
        parts.push(format!("visit each of these fields with `Py_VISIT` in {}", named("m_traverse", export)));
    }
    parts.extend(missing.iter().map(|&hook| match hook {
        "m_traverse" => format!("add {} with `Py_VISIT` for each field", named(hook, export)),
        "m_clear" => format!("add {} with `Py_CLEAR` for each field", named(hook, export)),
        _ => format!("add {} that clears each field", named(hook, export)),
    }));
    parts.join(", and ")
}

/// A field of the definition, or the slot that stands for it in a module without one, in backticks.
fn named(hook: &str, export: bool) -> String {
    match hook.strip_prefix("m_").filter(|_| export) {
        Some(rest) => format!("`Py_mod_state_{rest}`"),
        None => format!("`{hook}`"),
    }
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
