//! Slots of modules: `PyModuleDef_Slot[]` of a definition, and the `PySlot[]` that a `PyModExport_` function returns.

use crate::capi;
use crate::capi::families::{self, Family};
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{Expr, ExprId, FileId, Name, Stmt};
use crate::link::macros::constants::integer;
use crate::link::modules::{ModuleDef, ModuleSlot};
use crate::link::types::resolve;
use crate::link::{FuncRef, Local, Units, VarRef, initialiser};

/// Adds the slots that `value`, the `m_slots` of a definition in `file`, refers to.
pub(crate) fn add(project: &Units, file: FileId, value: ExprId, def: &mut ModuleDef) {
    let ast = &project.file(file).ast;
    if let Expr::Int(0) = ast.expr(ast.strip_casts(value)) {
        return;
    }
    let Some(name) = ast.referred_name(value).filter(|n| n != "NULL") else { return };
    let found = resolve::variables(project, file, None, name, ast.expr_span(value));
    def.complete &= !found.is_empty();
    for at in found {
        add_array(project, at, def);
    }
}

/// What a `PyModExport_` function returns, each array a definition of its own.
pub(crate) fn exported(project: &Units, at: FuncRef) -> Vec<ModuleDef> {
    let facts = project.file(at.file);
    let Some(body) = project.func(at).body else { return Vec::new() };
    let mut out: Vec<ModuleDef> = Vec::new();
    facts.ast.each_stmt(body, &mut |stmt| {
        let Stmt::Return(Some(value)) = facts.ast.stmt(stmt) else { return };
        let Some(name) = facts.ast.referred_name(value) else { return };
        let arrays = match project.local(at, name) {
            Some(Local::Var(id)) => vec![VarRef { file: at.file, id }],
            Some(Local::Param(_)) => Vec::new(),
            None => resolve::variables(project, at.file, None, name, facts.ast.expr_span(value)),
        };
        for var in arrays {
            if out.iter().any(|def| def.var == var) {
                continue;
            }
            let mut def = ModuleDef {
                var,
                name: None,
                fields: Vec::new(),
                slots: Vec::new(),
                complete: project.var(var).init.is_some(),
            };
            add_array(project, var, &mut def);
            for slot in &def.slots {
                if let Some(field) = capi::slots::lookup(slot.name.as_str()).and_then(|s| s.field) {
                    def.fields.push((Name::from(field), slot.value, slot.span));
                }
            }
            out.push(def);
        }
    });
    out
}

fn add_array(project: &Units, at: VarRef, def: &mut ModuleDef) {
    let facts = project.file(at.file);
    let Some(init) = project.var(at).init else { return };
    let Expr::List(items) = facts.ast.expr(init) else { return };
    for &item in facts.ast.exprs(items) {
        let span = facts.ast.expr_span(item);
        let cond = facts.conds.at_span(span);
        let Some((id, value)) = entry(project, at.file, item) else {
            let end = is_end(project, at.file, item);
            def.complete &= end;
            continue;
        };
        let old_style = struct_roles::is(project.var(at).ty.bare_base(), Kind::ModuleSlot);
        let named = facts.ast.referred_name(id).and_then(|n| n.strip_prefix("Py_").map(Name::from));
        let number = if named.is_none() && old_style { integer(project, at.file, id) } else { None };
        let name = named.or_else(|| number.filter(|&n| n != 0).map(numbered));
        match name {
            Some(name) => def.slots.push(ModuleSlot { name, number, value, file: at.file, span, cond }),
            None => def.complete &= matches!(facts.ast.expr(id), Expr::Int(0)),
        }
    }
}

/// What the numbers of `PyModuleDef_Slot` are called, `Include/moduleobject.h`.
fn numbered(number: i64) -> Name {
    let known = u64::try_from(number).ok().and_then(capi::slots::of_module);
    known.map_or_else(|| Name::from(&number.to_string()), Name::from)
}

/// Identifier and value of an entry: `{Py_mod_exec, f}`, `{.slot = …, .value = …}`, `PySlot_FUNC(Py_mod_exec, f)`.
fn entry(project: &Units, file: FileId, item: ExprId) -> Option<(ExprId, ExprId)> {
    let ast = &project.file(file).ast;
    if let Expr::Call { args, .. } = ast.expr(item) {
        let made = ast.callee_name(item).is_some_and(|n| families::is(&n, Family::SlotMakers));
        return match ast.exprs(args) {
            &[id, value] if made => Some((id, value)),
            _ => None,
        };
    }
    let set = initialiser::fields(project, file, item, initialiser::SLOT);
    let id = set.get("slot").or_else(|| set.get("sl_id"))?;
    let value =
        set.get("value").or_else(|| set.set.iter().copied().find(|f| f.name.starts_with("sl_") && f.name != "sl_id"));
    Some((id.value, value?.value))
}

/// Whether an item ends an array of slots: `{0}`, `{0, NULL}`, `{}`, `PySlot_END`.
pub(crate) fn is_end(project: &Units, file: FileId, item: ExprId) -> bool {
    let ast = &project.file(file).ast;
    match ast.expr(item) {
        Expr::Int(0) => true,
        Expr::Name(name) => name == "PySlot_END" || name == "NULL",
        Expr::List(items) => match ast.exprs(items).first() {
            None => true,
            Some(&first) => match ast.expr(ast.strip_casts(first)) {
                Expr::Int(0) => true,
                Expr::Name(name) => name == "NULL" || name == "nullptr" || name == "Py_slot_end",
                Expr::Designated { value, .. } => {
                    let value = ast.strip_casts(value);
                    matches!(ast.expr(value), Expr::Int(0))
                        || matches!(ast.expr(value), Expr::Name(n) if n == "Py_slot_end" || n == "NULL")
                }
                _ => false,
            },
        },
        _ => false,
    }
}
