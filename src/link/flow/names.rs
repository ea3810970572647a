//! Which expressions of one function mean an object and its type: through casts, cast macros, base members and locals
//! that are only ever given such a value. No paths, no judgement.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, FileFacts, Name, Stmt, UnaryOp};
use crate::link::macros::words;
use crate::link::{CutKind, FuncRef, Local, Model};

/// Casts and operators that are followed from a name outwards; an expression is asked about at each of its levels.
const MAX_NESTING: usize = 64;

/// The names of one function that stand for an object, for its type, and for the function that frees it.
pub(crate) struct Names<'a> {
    pub(crate) project: &'a Model,
    pub(crate) facts: &'a FileFacts,
    pub(crate) at: FuncRef,
    objects: Vec<Name>,
    types: Vec<Name>,
    freers: Vec<Name>,
    values: FxHashMap<Name, Vec<ExprId>>,
}

impl<'a> Names<'a> {
    /// The names of a function in which `objects` hold the object and `types` its type.
    pub(crate) fn new(project: &'a Model, at: FuncRef, objects: Vec<Name>, types: Vec<Name>) -> Self {
        let facts = project.file(at.file);
        let mut values: FxHashMap<Name, Vec<ExprId>> = FxHashMap::default();
        if let Some(body) = project.func(at).body {
            facts.ast.each_stmt(body, &mut |stmt| {
                if let Stmt::Decl(var) = facts.ast.stmt(stmt)
                    && let Some(init) = facts.var(var).init
                {
                    values.entry(facts.var(var).name).or_default().push(init);
                }
            });
            facts.each_body_expr(body, &mut |e| {
                if let Expr::Assign { target, value, .. } = facts.ast.expr(e)
                    && let Expr::Name(name) = facts.ast.expr(facts.ast.strip_casts(target))
                {
                    values.entry(name).or_default().push(value);
                }
            });
        }
        let mut names = Names { project, facts, at, objects, types, freers: Vec::new(), values };
        names.spread();
        names
    }

    /// Finds the locals that hold the object, its type or its `tp_free`: those whose every value does. One that is found is
    /// a value of others, which are looked at again.
    fn spread(&mut self) {
        let mut locals: Vec<(Name, Vec<ExprId>)> = self.values.iter().map(|(n, v)| (*n, v.clone())).collect();
        locals.sort_by_key(|(_, values)| values[0]);
        locals.retain(|(name, _)| matches!(self.project.local(self.at, *name), Some(Local::Var(_))));
        let mut given: FxHashMap<Name, Vec<usize>> = FxHashMap::default();
        for (i, (_, values)) in locals.iter().enumerate() {
            for &value in values {
                self.facts.ast.each_expr(value, &mut |e| {
                    if let Expr::Name(name) = self.facts.ast.expr(e) {
                        given.entry(name).or_default().push(i);
                    }
                });
            }
        }
        let mut pending: VecDeque<usize> = (0..locals.len()).collect();
        let mut waits = vec![true; locals.len()];
        while let Some(i) = pending.pop_front() {
            waits[i] = false;
            let (name, values) = &locals[i];
            if [&self.objects, &self.types, &self.freers].iter().any(|known| known.contains(name)) {
                continue;
            }
            if values.iter().all(|&v| self.is_object(v)) {
                self.objects.push(*name);
            } else if values.iter().all(|&v| self.is_type(v)) {
                self.types.push(*name);
            } else if values.iter().all(|&v| self.is_freer(v)) {
                self.freers.push(*name);
            } else {
                continue;
            }
            for &other in given.get(name).into_iter().flatten() {
                if !std::mem::replace(&mut waits[other], true) {
                    pending.push_back(other);
                }
            }
        }
    }

    /// Every value that a local or parameter is given.
    pub(crate) fn values_of(&self, name: Name) -> &[ExprId] {
        self.values.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether an expression is the object.
    pub(crate) fn is_object(&self, mut id: ExprId) -> bool {
        let ast = &self.facts.ast;
        for _ in 0..MAX_NESTING {
            id = ast.strip_casts(id);
            id = match ast.expr(id) {
                Expr::Name(name) => return self.objects.contains(&name),
                // `&self->ob_base`, `&self->base`: the object seen as the struct at its start.
                Expr::Unary { op: UnaryOp::AddressOf, arg } => match ast.expr(arg) {
                    Expr::Member { base, field, .. } if self.is_first_field(base, field) => base,
                    Expr::Unary { op: UnaryOp::Deref, arg } => arg,
                    _ => return false,
                },
                Expr::Call { args, .. } => match (ast.callee_name(id), ast.exprs(args)) {
                    (Some(name), [arg]) if self.only_casts(name) => *arg,
                    _ => return false,
                },
                _ => return false,
            };
        }
        self.cut(id)
    }

    fn only_casts(&self, name: Name) -> bool {
        self.project.defines_of(self.at.file, name).iter().any(|(_, d)| words::only_casts(d))
    }

    /// Counts an expression whose nesting is too deep: it is nothing that is known.
    fn cut(&self, id: ExprId) -> bool {
        self.project.cuts.add(CutKind::Nesting, self.at.file, self.facts.ast.expr_span(id));
        false
    }

    fn is_first_field(&self, base: ExprId, field: Name) -> bool {
        if field == "ob_base" {
            return true;
        }
        let record = self.record_of(base);
        record.is_some_and(|r| r.fields.first().is_some_and(|f| f.name == field))
    }

    /// The struct that an expression points to, as its declaration or cast says.
    pub(crate) fn record_of(&self, base: ExprId) -> Option<&'a crate::facts::Record> {
        let ast = &self.facts.ast;
        let ty = match ast.expr(base) {
            Expr::Cast { ty, .. } => Some(ty),
            Expr::Name(name) => match self.project.local(self.at, name) {
                Some(Local::Var(var)) => Some(self.facts.var(var).ty),
                Some(Local::Param(i)) => Some(self.project.func(self.at).params[i].ty),
                None => None,
            },
            _ => None,
        };
        ty.and_then(|ty| self.project.resolve_record(self.at.file, ty.base)).map(|(_, record)| record)
    }

    /// Whether an expression is the type of the object.
    pub(crate) fn is_type(&self, mut id: ExprId) -> bool {
        let ast = &self.facts.ast;
        for _ in 0..MAX_NESTING {
            id = ast.strip_casts(id);
            id = match ast.expr(id) {
                Expr::Name(name) => return self.types.contains(&name),
                Expr::Call { args, .. } => {
                    return match (ast.callee_name(id), ast.exprs(args)) {
                        (Some(name), [arg]) => roles::is(&name, Role::TypeOf) && self.is_object(*arg),
                        _ => false,
                    };
                }
                Expr::Member { base, field, .. } if field == "ob_type" => {
                    let mut base = ast.strip_casts(base);
                    while let Expr::Member { base: inner, field, .. } = ast.expr(base)
                        && field == "ob_base"
                    {
                        base = ast.strip_casts(inner);
                    }
                    return self.is_object(base);
                }
                Expr::Unary { op: UnaryOp::Deref | UnaryOp::AddressOf, arg } => arg,
                Expr::Assign { op: None, value, .. } => value,
                _ => return false,
            };
        }
        self.cut(id)
    }

    /// Whether an expression is the `tp_free` of some type: `t->tp_free`, `PyType_GetSlot(t, Py_tp_free)`.
    pub(crate) fn is_freer(&self, mut id: ExprId) -> bool {
        let ast = &self.facts.ast;
        id = ast.strip_casts(id);
        while let Expr::Unary { op: UnaryOp::Deref, arg } = ast.expr(id) {
            id = ast.strip_casts(arg);
        }
        match ast.expr(id) {
            Expr::Name(name) => self.freers.contains(&name),
            Expr::Member { field, .. } => field == "tp_free",
            Expr::Call { args, .. } => {
                ast.callee_name(id).is_some_and(|n| roles::is(&n, Role::GetSlot))
                    && ast.exprs(args).get(1).and_then(|&a| ast.referred_name(a)).is_some_and(|n| n == "Py_tp_free")
            }
            _ => false,
        }
    }

    /// Whether an expression is a place inside the object: `self->x`, `self->x.y`, `self->x[i]`.
    pub(crate) fn is_inside(&self, id: ExprId) -> bool {
        let ast = &self.facts.ast;
        let mut id = id;
        loop {
            id = match ast.expr(ast.strip_casts(id)) {
                Expr::Member { base, .. } => {
                    let of = match ast.expr(ast.strip_casts(base)) {
                        Expr::Unary { op: UnaryOp::Deref, arg } => arg,
                        _ => base,
                    };
                    if self.is_object(base) || of != base && self.is_object(of) {
                        return true;
                    }
                    base
                }
                Expr::Index { base, .. } => base,
                _ => return false,
            };
        }
    }

    /// Whether an expression is a call that fills a name of the object.
    pub(crate) fn is_allocation(&self, id: ExprId) -> bool {
        let ast = &self.facts.ast;
        matches!(ast.expr(id), Expr::Call { .. })
            && !self.is_object(id)
            && self.objects.iter().any(|name| self.values_of(*name).iter().any(|&v| ast.strip_casts(v) == id))
    }

    /// Whether any part of an expression is the object or its type.
    pub(crate) fn mentions(&self, id: ExprId) -> bool {
        let mut found = false;
        self.facts.ast.each_expr(id, &mut |e| {
            if let Expr::Name(name) = self.facts.ast.expr(e) {
                found |= self.objects.contains(&name) || self.types.contains(&name);
            }
        });
        found
    }
}
