//! The functions that a type installs, in slots, in its suites of slots and in its tables of methods and properties. No judgement.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Expr, Name};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Model, Relations, VarRef};

/// Slots whose value is a table.
const TABLES: [&str; 7] =
    ["tp_methods", "tp_getset", "tp_as_async", "tp_as_number", "tp_as_sequence", "tp_as_mapping", "tp_as_buffer"];

impl Model {
    /// The functions of a type with the slot, or the table, that installs each.
    pub fn installed(&self, id: TypeId) -> Vec<(Name, FuncRef)> {
        let mut out = Vec::new();
        for slot in &self.types.get(id).slots {
            let Some(name) = self.file(slot.file).ast.referred_name(slot.value) else { continue };
            if !TABLES.contains(&slot.name.as_str()) {
                out.extend(self.resolve_func_at(slot.file, name, slot.span).into_iter().map(|f| (slot.name, f)));
                continue;
            }
            for var in self.resolve_var_at(slot.file, name, slot.span) {
                let facts = self.file(var.file);
                let Some(init) = self.var(var).init else { continue };
                facts.ast.each_expr(init, &mut |e| {
                    if let Expr::Name(name) = facts.ast.expr(e) {
                        let found = self.resolve_func_at(var.file, name, facts.ast.expr_span(e));
                        out.extend(found.into_iter().map(|f| (slot.name, f)));
                    }
                });
            }
        }
        out
    }
}

impl Relations {
    /// The types that install a function.
    pub fn installers(&self, at: FuncRef) -> &[TypeId] {
        self.installers.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Whether a table of methods installs a function with `METH_CLASS`: its first argument is the class.
    pub fn is_class_method(&self, at: FuncRef) -> bool {
        self.class_methods.contains(&at)
    }
}

/// The functions that tables of methods install with `METH_CLASS`: their first argument is the class.
pub(crate) fn class_methods(model: &Model) -> FxHashSet<FuncRef> {
    let tables = model.types.iter().flat_map(|(_, t)| &t.slots).filter(|s| s.name == "tp_methods");
    let named = tables.filter_map(|s| Some((s, model.file(s.file).ast.referred_name(s.value)?)));
    let vars: FxHashSet<VarRef> = named.flat_map(|(s, name)| model.resolve_var_at(s.file, name, s.span)).collect();
    let mut out = FxHashSet::default();
    for var in vars {
        let facts = model.file(var.file);
        let Some(Expr::List(items)) = model.var(var).init.map(|init| facts.ast.expr(init)) else { continue };
        for &item in facts.ast.exprs(items) {
            let mut names = Vec::new();
            facts.ast.each_expr(item, &mut |e| {
                if let Expr::Name(name) = facts.ast.expr(e) {
                    names.push(name);
                }
            });
            if names.iter().any(|name| *name == "METH_CLASS") {
                out.extend(names.into_iter().flat_map(|name| model.resolve_func(var.file, name)));
            }
        }
    }
    out
}

/// The types that install each function.
pub(crate) fn installers(model: &Model) -> FxHashMap<FuncRef, Vec<TypeId>> {
    let mut out: FxHashMap<FuncRef, Vec<TypeId>> = FxHashMap::default();
    for (id, _) in model.types.iter() {
        for (_, func) in model.installed(id) {
            let types = out.entry(func).or_default();
            if types.last() != Some(&id) {
                types.push(id);
            }
        }
    }
    out
}

/// For each name the slots that have it as their value: type and index of the slot, ascending.
pub(crate) fn slots_by_name(model: &Model) -> FxHashMap<Name, Vec<(TypeId, usize)>> {
    let mut out: FxHashMap<Name, Vec<(TypeId, usize)>> = FxHashMap::default();
    for (id, object) in model.types.iter() {
        for (i, slot) in object.slots.iter().enumerate() {
            if let Some(name) = model.file(slot.file).ast.referred_name(slot.value) {
                out.entry(name).or_default().push((id, i));
            }
        }
    }
    out
}
