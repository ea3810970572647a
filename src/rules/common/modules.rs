//! Definitions of modules that leave a slot out, for the rules that miss it.

use crate::facts::Truth;
use crate::link::Project;
use crate::link::modules::{Module, ModuleDef};
use crate::link::values::slots;

/// The definitions of modules with multi-phase initialization that surely lack a slot (`mod_gil`) on the newest Python
/// checked, each once, with its module.
pub(crate) fn without_slot<'a>(project: &'a Project, slot: &str) -> Vec<(&'a Module, &'a ModuleDef)> {
    let mut found: Vec<(&Module, &ModuleDef)> = Vec::new();
    for module in &project.modules {
        let phases = project.phases(module, project.targets.max_python);
        if !module.export && (!phases.multi || phases.single.is_some()) {
            continue;
        }
        for def in &module.defs {
            let conds = &project.file(def.var.file).conds;
            let gone = conds.truth(project.var(def.var).cond, project.targets.max_python) == Truth::False;
            let silent = gone || !def.complete || slots(project, def, slot).next().is_some();
            // A definition without slots in a file of several is that of something else.
            let other = def.slots.is_empty() && module.defs.len() > 1;
            if !silent && !other && found.iter().all(|(_, known)| known.var != def.var) {
                found.push((module, def));
            }
        }
    }
    found
}
