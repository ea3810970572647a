//! The traverse functions of a project: which types install each, and what it does with the type of its object. Walks:
//! [`crate::link::flow::traverse`]; no judgement.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::facts::{FileId, Python};
use crate::link::flow::traverse::{Traversal, traversal};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Model};

/// The traverse functions.
#[derive(Debug)]
pub(crate) struct Traverses {
    /// Those of types and modules with the types that install them.
    pub(crate) types: BTreeMap<FuncRef, Vec<TypeId>>,
    /// What those of heap types do on each Python.
    pub(crate) known: FxHashMap<(FuncRef, Python), Traversal>,
}

/// Finds the traverse functions and walks those of heap types.
pub(crate) fn collect(model: &Model) -> Traverses {
    let resolve = |file: FileId, value| model.setting(file, value).funcs();
    let mut types: BTreeMap<FuncRef, Vec<TypeId>> = BTreeMap::new();
    let mut known = FxHashMap::default();
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
