//! The traverse functions of a project: which types install each, and what it does with the type of its object. Walks:
//! [`super::summary`]; no judgement.

use std::collections::{BTreeMap, HashMap};

use super::summary::{Traversal, traversal};
use super::types::TypeId;
use super::{FuncRef, Model};
use crate::facts::{FileId, Python};

/// The traverse functions.
#[derive(Debug)]
pub(super) struct Traverses {
    /// Those of types and modules with the types that install them.
    pub(super) types: BTreeMap<FuncRef, Vec<TypeId>>,
    /// What those of heap types do on each Python.
    pub(super) known: HashMap<(FuncRef, Python), Traversal>,
}

/// Finds the traverse functions and walks those of heap types.
pub(super) fn collect(model: &Model) -> Traverses {
    let resolve = |file: FileId, value| {
        let name = model.file(file).ast.referred_name(value);
        name.map(|n| model.resolve_func(file, n)).unwrap_or_default()
    };
    let mut types: BTreeMap<FuncRef, Vec<TypeId>> = BTreeMap::new();
    let mut known = HashMap::new();
    for (id, object) in model.types.iter() {
        for slot in object.slots.iter().filter(|s| s.name == "tp_traverse") {
            for func in resolve(slot.file, slot.value) {
                types.entry(func).or_default().push(id);
                for python in model.targets.versions().iter().filter(|_| object.is_heap()) {
                    known.entry((func, python)).or_insert_with(|| traversal(model, func, python));
                }
            }
        }
    }
    for def in model.modules.iter().flat_map(|module| &module.defs) {
        for (_, value, _) in def.fields.iter().filter(|(name, ..)| name == "m_traverse") {
            for func in resolve(def.var.file, *value) {
                types.entry(func).or_default();
            }
        }
    }
    Traverses { types, known }
}
