//! The traverse functions of types and modules.

use std::collections::BTreeMap;

use crate::link::types::TypeId;
use crate::link::{FuncRef, Project};

/// Traverse functions of types and modules with the types that install them.
pub(crate) fn traverses(project: &Project) -> BTreeMap<FuncRef, Vec<TypeId>> {
    let mut found: BTreeMap<FuncRef, Vec<TypeId>> = BTreeMap::new();
    for (id, object) in project.types.iter() {
        for slot in object.slots.iter().filter(|s| s.name == "tp_traverse") {
            let name = project.file(slot.file).ast.referred_name(slot.value);
            for func in name.map(|n| project.resolve_func(slot.file, n)).unwrap_or_default() {
                found.entry(func).or_default().push(id);
            }
        }
    }
    for module in &project.modules {
        for def in &module.defs {
            for (_, value, _) in def.fields.iter().filter(|(name, ..)| name == "m_traverse") {
                let name = project.file(def.var.file).ast.referred_name(*value);
                for func in name.map(|n| project.resolve_func(def.var.file, n)).unwrap_or_default() {
                    found.entry(func).or_default();
                }
            }
        }
    }
    found
}
