//! Slots that are copied from another type by hand: `type->tp_dealloc = base->tp_dealloc`. What the other type sets takes
//! the place of the copy. A type that is a parameter means what every caller in sight hands over; one that cannot be told
//! leaves the copy as it stands: a value that is no function.

use rustc_hash::FxHashMap;

use crate::facts::{CondId, Expr, ExprId, FileId, FuncId, Name, Span, UnaryOp};
use crate::link::initialiser::TYPE_OBJECT;
use crate::link::types::creation::returned;
use crate::link::types::{Slot, TypeId, TypeKind, TypeRef, Types, resolve};
use crate::link::{CutKind, FuncRef, Local, Units};

/// Types by hand, by their file and the place of the local through which they are filled.
type ByHand = FxHashMap<(FileId, Span), TypeId>;

pub(crate) fn collect(project: &Units, types: &mut Types) {
    let by_hand: ByHand = types
        .iter()
        .filter(|(_, object)| object.kind == TypeKind::ManualHeap)
        .map(|(id, object)| ((object.file, object.span), id))
        .collect();
    for i in 0..types.list.len() {
        let slots = types.list[i].slots.iter().enumerate();
        let copies: Vec<(usize, Slot, Name, ExprId)> = slots
            .filter_map(|(at, slot)| {
                let ast = &project.file(slot.file).ast;
                let Expr::Member { base, field, .. } = ast.expr(ast.strip_casts(slot.value)) else { return None };
                TYPE_OBJECT.contains(&field.as_str()).then_some((at, *slot, field, base))
            })
            .collect();
        // From the last: the places before it stay.
        for (at, slot, field, base) in copies.into_iter().rev() {
            let funcs = &project.file(slot.file).funcs;
            // In the order of the file: the nearest before it, and a lambda before what it stands in.
            let before = funcs.partition_point(|f| f.span.start <= slot.span.start);
            let around = funcs[..before].iter().rposition(|f| f.body.is_some() && f.span.contains(slot.span));
            let func = around.map(|i| FuncId(i as u32));
            let mut search = Search { project, types, by_hand: &by_hand, found: Vec::new(), left: MAX_PLACES };
            if !search.look(slot.file, func, base) || search.found.is_empty() {
                continue;
            }
            let found = search.found;
            let mut replaced = Vec::new();
            for id in found {
                let set = types.get(id).slots.iter().filter(|s| s.name == field);
                replaced.extend(set.map(|s| Slot {
                    name: slot.name,
                    value: s.value,
                    file: s.file,
                    span: slot.span,
                    cond: if s.file == slot.file { slot.cond } else { CondId::ALWAYS },
                }));
            }
            if !replaced.is_empty() {
                types.list[i].slots.splice(at..=at, replaced);
            }
        }
    }
}

/// Most expressions looked at for one copy.
const MAX_PLACES: u32 = 64;

/// The types that an expression may mean.
struct Search<'p> {
    project: &'p Units,
    types: &'p Types,
    by_hand: &'p ByHand,
    found: Vec<TypeId>,
    left: u32,
}

impl Search<'_> {
    /// False where something is met that cannot be told.
    fn look(&mut self, file: FileId, func: Option<FuncId>, expr: ExprId) -> bool {
        let mut pending = vec![(file, func, expr)];
        while let Some((file, func, expr)) = pending.pop() {
            if self.left == 0 {
                self.project.cuts.add(CutKind::Values, file, self.project.file(file).ast.expr_span(expr));
                return false;
            }
            self.left -= 1;
            if !self.step(file, func, expr, &mut pending) {
                return false;
            }
        }
        true
    }

    fn step(
        &mut self,
        file: FileId,
        func: Option<FuncId>,
        expr: ExprId,
        pending: &mut Vec<(FileId, Option<FuncId>, ExprId)>,
    ) -> bool {
        let ast = &self.project.file(file).ast;
        match ast.expr(ast.strip_casts(expr)) {
            Expr::Int(0) => return true,
            Expr::Name(name) if name == "NULL" || name == "nullptr" => return true,
            Expr::Unary { op: UnaryOp::AddressOf, arg } => {
                pending.push((file, func, arg));
                return true;
            }
            Expr::Member { base, field, .. } if field == "ht_type" => {
                pending.push((file, func, base));
                return true;
            }
            Expr::Conditional { then, other, .. } => {
                pending.extend([(file, func, then), (file, func, other)]);
                return true;
            }
            _ => {}
        }
        if let TypeRef::Type(id) = resolve::resolve(self.project, self.types, file, func, expr, 0) {
            self.add(id);
            return true;
        }
        let Some(id) = func else { return false };
        let at = FuncRef { file, id };
        match ast.expr(ast.strip_casts(expr)) {
            Expr::Name(name) => self.local(at, name, pending),
            Expr::Call { .. } => {
                let Some(callee) = ast.callee_name(ast.strip_casts(expr)) else { return false };
                let funcs = self.project.resolve_func(file, callee);
                for &func in &funcs {
                    pending.extend(returned(self.project, func).into_iter().map(|v| (func.file, Some(func.id), v)));
                }
                !funcs.is_empty()
            }
            _ => false,
        }
    }

    /// A local: the type that is filled through it, else what it is given; a parameter: what callers hand over.
    fn local(&mut self, at: FuncRef, name: Name, pending: &mut Vec<(FileId, Option<FuncId>, ExprId)>) -> bool {
        let facts = self.project.file(at.file);
        let before = pending.len();
        match self.project.local(at, name) {
            Some(Local::Var(var)) => {
                if let Some(&id) = self.by_hand.get(&(at.file, facts.var(var).name_span)) {
                    self.add(id);
                    return true;
                }
                pending.extend(self.project.sites.assignments_in(at, name).map(|a| (a.file, a.func, a.value)));
            }
            Some(Local::Param(index)) => {
                for site in self.project.sites.calls_of(self.project.func(at).name.as_str()) {
                    let ast = &self.project.file(site.file).ast;
                    let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                    let called = ast.callee_name(site.expr).map(|n| self.project.resolve_func(site.file, n));
                    if !called.is_some_and(|funcs| funcs.contains(&at)) {
                        continue;
                    }
                    let Some(&arg) = ast.exprs(args).get(index) else { return false };
                    pending.push((site.file, site.func, arg));
                }
            }
            None => {}
        }
        pending.len() > before
    }

    fn add(&mut self, id: TypeId) {
        if !self.found.contains(&id) {
            self.found.push(id);
        }
    }
}
