//! Heap types from their descriptions: `PyType_Spec` with its `PyType_Slot[]`, the slot arrays of `PyType_FromSlots`, and
//! types that a function fills by assignment through `PyHeapTypeObject`.

use crate::capi::families::{self, Family};
use crate::capi::slots;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CondId, Expr, ExprId, FileId, FuncId, Name, Origin, Scope, Span, UnaryOp, VarId};
use crate::link::initialiser;
use crate::link::initialiser::Fields;
use crate::link::types::resolve;
use crate::link::types::{FlagPart, Slot, TypeKind, TypeObject, TypeRef, Types};
use crate::link::{Units, VarRef};

pub(crate) fn collect(project: &Units, types: &mut Types) {
    for facts in &project.files {
        for (i, var) in facts.vars.iter().enumerate() {
            let at = VarRef { file: facts.file, id: VarId(i as u32) };
            if !var.ty.is_value() {
                continue;
            }
            match struct_roles::kind(var.ty.bare_base()) {
                Some(Kind::Spec) => spec_variable(project, types, at),
                Some(Kind::Slot) if var.init.is_some() => slot_variable(project, types, at),
                _ => {}
            }
        }
    }
    manual(project, types);
}

fn blank(file: FileId, symbol: Name, span: Span, kind: TypeKind) -> TypeObject {
    TypeObject {
        kind,
        symbol,
        name: None,
        file,
        span,
        var: None,
        cond: CondId::ALWAYS,
        origin: Origin::Written,
        slots: Vec::new(),
        complete: true,
        flags: Vec::new(),
        basicsize: None,
        itemsize: None,
        creations: Vec::new(),
        bases: Vec::new(),
    }
}

fn spec_variable(project: &Units, types: &mut Types, at: VarRef) {
    let facts = project.file(at.file);
    let var = project.var(at);
    let func = match var.scope {
        Scope::Local(func) => Some(func),
        _ => None,
    };
    let object = || {
        let mut object = blank(at.file, var.name, var.name_span, TypeKind::Spec);
        (object.var, object.cond, object.origin) = (Some(at), var.cond, var.origin);
        object
    };
    let Some(init) = var.init else {
        // Declared here; only a local one is filled by assignment.
        if func.is_some() {
            let mut object = object();
            object.complete = false;
            types.push(object);
        }
        return;
    };
    if var.ty.arrays > 0 {
        let Expr::List(items) = facts.ast.expr(init) else { return };
        for &item in facts.ast.exprs(items) {
            let mut object = object();
            object.span = facts.ast.expr_span(item);
            fill_spec(project, &mut object, func, item);
            types.push(object);
        }
        return;
    }
    let mut object = object();
    fill_spec(project, &mut object, func, init);
    types.push(object);
}

fn fill_spec(project: &Units, object: &mut TypeObject, func: Option<FuncId>, init: ExprId) {
    let ast = &project.file(object.file).ast;
    let set = initialiser::fields(project, object.file, init, initialiser::TYPE_SPEC);
    object.complete = set.complete;
    object.name = set.get("name").and_then(|f| match ast.expr(ast.strip_casts(f.value)) {
        Expr::Str(name) => Some(name),
        _ => None,
    });
    object.basicsize = set.get("basicsize").map(|f| f.value);
    object.itemsize = set.get("itemsize").map(|f| f.value);
    add_flags(object, &set);
    let mut any = false;
    for slots in set.all("slots") {
        any = true;
        object.complete &= add_slots(project, object, func, slots.value);
    }
    object.complete &= any;
    run_time(project, object, func);
}

fn add_flags(object: &mut TypeObject, set: &Fields) {
    for field in set.all("flags") {
        object.flags.push(FlagPart {
            file: object.file,
            value: field.value,
            op: None,
            span: field.span,
            cond: field.cond,
        });
    }
}

/// `spec.slots = slots; spec.flags |= …` in any function.
fn run_time(project: &Units, object: &mut TypeObject, func: Option<FuncId>) {
    for field in ["flags", "slots"] {
        for site in project.sites.assignments_to(Name::from(field)) {
            let (Some(target), Some(expr)) = (site.target, site.expr) else { continue };
            let facts = project.file(site.file);
            let Expr::Member { base, .. } = facts.ast.expr(facts.ast.strip_casts(target)) else { continue };
            if facts.ast.referred_name(base) != Some(object.symbol)
                || (func.is_some() && (site.file != object.file || site.func != func))
                || !resolve::variables(project, site.file, site.func, object.symbol, facts.ast.expr_span(expr))
                    .contains(&var_of(object))
            {
                continue;
            }
            let span = facts.ast.expr_span(expr);
            let cond = facts.conds.at_span(span);
            if field == "flags" {
                object.flags.push(FlagPart { file: site.file, value: site.value, op: site.op, span, cond });
            } else {
                object.complete = false;
            }
        }
    }
}

fn var_of(object: &TypeObject) -> VarRef {
    object.var.unwrap_or(VarRef { file: object.file, id: VarId(u32::MAX) })
}

/// Adds the slots that an expression refers to; whether all of them were understood.
fn add_slots(project: &Units, object: &mut TypeObject, func: Option<FuncId>, slots: ExprId) -> bool {
    let file = object.file;
    let ast = &project.file(file).ast;
    if let Expr::Compound { list, .. } = ast.expr(ast.strip_casts(slots)) {
        return add_slot_list(project, object, file, list);
    }
    let Some(name) = ast.referred_name(slots) else { return false };
    let mut found = false;
    let mut complete = true;
    for at in resolve::variables(project, file, func, name, ast.expr_span(slots)) {
        let var = project.var(at);
        let Some(init) = var.init else { continue };
        found = true;
        complete &= add_slot_list(project, object, at.file, init);
        // Filled or changed at run time: `slots[0].pfunc = …`.
        let changed = |field: &str| {
            project.sites.assignments_to(Name::from(field)).iter().any(|site| {
                let facts = project.file(site.file);
                site.target.is_some_and(|t| match facts.ast.expr(facts.ast.strip_casts(t)) {
                    Expr::Member { base, .. } => match facts.ast.expr(base) {
                        Expr::Index { base, .. } => facts.ast.referred_name(base) == Some(name),
                        _ => false,
                    },
                    _ => false,
                })
            })
        };
        complete &= !changed("slot") && !changed("pfunc");
    }
    found && complete
}

fn add_slot_list(project: &Units, object: &mut TypeObject, file: FileId, init: ExprId) -> bool {
    let facts = project.file(file);
    let ast = &facts.ast;
    let init = match ast.expr(ast.strip_casts(init)) {
        Expr::Compound { list, .. } => list,
        _ => init,
    };
    let Expr::List(items) = ast.expr(init) else { return false };
    let mut complete = true;
    for &item in ast.exprs(items) {
        let span = ast.expr_span(item);
        let pair = match ast.expr(item) {
            Expr::List(_) => {
                let set = initialiser::fields(project, file, item, initialiser::SLOT);
                let named = set.set.iter().copied().find(|f| is_slot_value(f.name.as_str()));
                let number = set.get("slot").or(set.get("sl_id"));
                match (number, set.get("value").or(set.get("pfunc")).or(named)) {
                    (Some(slot), Some(value)) => Some((slot.value, value.value)),
                    (Some(slot), None) => Some((slot.value, slot.value)),
                    // `{}` ends the array.
                    _ => {
                        complete &= set.complete;
                        continue;
                    }
                }
            }
            // `PySlot_FUNC(Py_tp_repr, f)` of PEP 820.
            Expr::Call { args, .. } if ast.callee_name(item).is_some_and(|n| families::is(&n, Family::SlotMakers)) => {
                match ast.exprs(args) {
                    [slot, value] => Some((*slot, *value)),
                    _ => continue,
                }
            }
            Expr::Name(name) if name == "PySlot_END" => continue,
            _ => None,
        };
        let Some((slot, value)) = pair else {
            complete = false;
            continue;
        };
        match ast.expr(ast.strip_casts(slot)) {
            Expr::Int(0) => {}
            Expr::Int(number) => match slots::of_type(number) {
                Some(name) => object.slots.push(Slot {
                    name: Name::from(name),
                    value,
                    file,
                    span,
                    cond: facts.conds.at_span(span),
                }),
                None => complete = false,
            },
            Expr::Name(name) => match name.strip_prefix("Py_") {
                Some(slot) => object.slots.push(Slot {
                    name: Name::from(slot),
                    value,
                    file,
                    span,
                    cond: facts.conds.at_span(span),
                }),
                None => complete = false,
            },
            _ => complete = false,
        }
    }
    complete
}

/// Whether a field of `PySlot` holds the value.
fn is_slot_value(field: &str) -> bool {
    field.starts_with("sl_") && !["sl_id", "sl_flags", "sl_reserved"].contains(&field)
}

/// An array of `PySlot` that names a type.
fn slot_variable(project: &Units, types: &mut Types, at: VarRef) {
    let var = project.var(at);
    let Some(init) = var.init else { return };
    let mut object = blank(at.file, var.name, var.name_span, TypeKind::Spec);
    (object.var, object.cond, object.origin) = (Some(at), var.cond, var.origin);
    object.complete = add_slot_list(project, &mut object, at.file, init);
    if !object.slots.iter().any(|s| s.name.starts_with("tp_")) {
        return;
    }
    let flags: Vec<Slot> = object.slots.iter().filter(|s| s.name == "tp_flags").copied().collect();
    object.flags =
        flags.iter().map(|s| FlagPart { file: s.file, value: s.value, op: None, span: s.span, cond: s.cond }).collect();
    let ast = &project.file(at.file).ast;
    let value = |name: &str| object.slots.iter().find(|s| s.name == name && s.file == at.file).map(|s| s.value);
    let name = value("tp_name").map(|v| ast.expr(ast.strip_casts(v)));
    let (basicsize, itemsize) = (value("tp_basicsize").or(value("tp_extra_basicsize")), value("tp_itemsize"));
    (object.basicsize, object.itemsize) = (basicsize, itemsize);
    object.name = match name {
        Some(Expr::Str(name)) => Some(name),
        _ => None,
    };
    types.push(object);
}

/// `type = &heap_type->ht_type; type->tp_traverse = f;` in a function that speaks of `PyHeapTypeObject`.
fn manual(project: &Units, types: &mut Types) {
    let mut made: Vec<(FileId, FuncId, Name, usize)> = Vec::new();
    for field in initialiser::TYPE_OBJECT.iter().filter(|f| f.starts_with("tp_")) {
        let name = Name::from(field);
        for site in project.sites.assignments_to(name) {
            let (Some(target), Some(expr), Some(func)) = (site.target, site.expr, site.func) else { continue };
            let facts = project.file(site.file);
            let ast = &facts.ast;
            let Expr::Member { base, .. } = ast.expr(ast.strip_casts(target)) else { continue };
            let Some((local, span)) = heap_object(project, site.file, func, base) else { continue };
            let at = match made.iter().find(|m| (m.0, m.1, m.2) == (site.file, func, local)) {
                Some(found) => found.3,
                None => {
                    let mut object = blank(site.file, local, span, TypeKind::ManualHeap);
                    object.cond = facts.func(func).cond;
                    // What other functions set is not followed.
                    object.complete = false;
                    object.bases.push(TypeRef::Unknown);
                    made.push((site.file, func, local, types.list.len()));
                    types.push(object);
                    types.list.len() - 1
                }
            };
            let span = ast.expr_span(expr);
            let cond = facts.conds.at_span(span);
            let object = &mut types.list[at];
            if *field == "tp_flags" {
                object.flags.push(FlagPart { file: site.file, value: site.value, op: site.op, span, cond });
            } else {
                object.slots.push(Slot { name, value: site.value, file: site.file, span, cond });
            }
        }
    }
}

/// The local through which a heap type object is filled: declared as, or pointing into, a `PyHeapTypeObject`.
fn heap_object(project: &Units, file: FileId, func: FuncId, base: ExprId) -> Option<(Name, Span)> {
    let facts = project.file(file);
    let ast = &facts.ast;
    let inner = match ast.expr(ast.strip_casts(base)) {
        // `heap->ht_type.tp_x`
        Expr::Member { base, .. } => base,
        _ => base,
    };
    let name = ast.referred_name(inner)?;
    let at = crate::link::FuncRef { file, id: func };
    match project.local(at, name)? {
        crate::link::Local::Var(id) => {
            let var = facts.var(id);
            let heap = struct_roles::is(var.ty.bare_base(), Kind::HeapType) || {
                var.init.is_some_and(|init| match ast.expr(ast.strip_casts(init)) {
                    Expr::Unary { op: UnaryOp::AddressOf, arg } => {
                        matches!(ast.expr(arg), Expr::Member { field, .. } if field == "ht_type")
                    }
                    _ => false,
                })
            };
            heap.then_some((name, var.name_span))
        }
        crate::link::Local::Param(i) => {
            let param = &facts.func(func).params[i];
            (struct_roles::is(param.ty.bare_base(), Kind::HeapType)).then_some((name, param.span))
        }
    }
}
