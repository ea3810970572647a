//! The functions that a type installs, in slots, in its suites of slots and in its tables of methods and properties. No judgement.

use std::collections::HashMap;

use crate::facts::{Expr, Name};
use crate::link::types::TypeId;
use crate::link::{FuncRef, Model, Relations};

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
}

impl Model {
    /// Whether a table of methods installs a function with `METH_CLASS`: its first argument is the class.
    pub fn is_class_method(&self, at: FuncRef) -> bool {
        let wanted = self.func(at).name;
        let tables = self.types.iter().flat_map(|(_, t)| &t.slots).filter(|s| s.name == "tp_methods");
        let named = tables.filter_map(|s| Some((s, self.file(s.file).ast.referred_name(s.value)?)));
        named.flat_map(|(slot, name)| self.resolve_var_at(slot.file, name, slot.span)).any(|var| {
            let facts = self.file(var.file);
            let Some(Expr::List(items)) = self.var(var).init.map(|i| facts.ast.expr(i)) else { return false };
            facts.ast.exprs(items).iter().any(|&item| {
                let (mut this, mut class) = (false, false);
                facts.ast.each_expr(item, &mut |e| {
                    if let Expr::Name(name) = facts.ast.expr(e) {
                        this |= name == wanted;
                        class |= name == "METH_CLASS";
                    }
                });
                this && class && self.resolve_func(var.file, wanted).contains(&at)
            })
        })
    }
}

/// The types that install each function.
pub(crate) fn installers(model: &Model) -> HashMap<FuncRef, Vec<TypeId>> {
    let mut out: HashMap<FuncRef, Vec<TypeId>> = HashMap::new();
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
pub(crate) fn slots_by_name(model: &Model) -> HashMap<Name, Vec<(TypeId, usize)>> {
    let mut out: HashMap<Name, Vec<(TypeId, usize)>> = HashMap::new();
    for (id, object) in model.types.iter() {
        for (i, slot) in object.slots.iter().enumerate() {
            if let Some(name) = model.file(slot.file).ast.referred_name(slot.value) {
                out.entry(name).or_default().push((id, i));
            }
        }
    }
    out
}
