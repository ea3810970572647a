//! Which objects an expression denotes, and which it points to. Empty: none that matters here.

use crate::facts::{BinaryOp, CType, Expr, ExprId, Name, UnaryOp};

use super::bodies::Object;
use super::macros::{Alias, AliasKind};
use super::scope::Binding;
use super::types::full_type;
use super::walk::Walker;

/// An argument of a call, or of a macro that hands its own arguments on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Arg {
    /// An expression of the file.
    Expr(ExprId),
    /// Its address.
    Address(ExprId),
    /// A name in a macro's body.
    Name(Name),
    /// The address of it.
    NameAddress(Name),
    /// Not understood.
    Opaque,
}

impl Walker<'_, '_> {
    /// The objects that the lvalue `id` denotes a part or the whole of; `true` where only a part.
    pub(crate) fn places(&mut self, id: ExprId) -> (Vec<Object>, bool) {
        match self.facts.ast.expr(id) {
            Expr::Name(name) => (self.name_places(name), false),
            Expr::Member { base, arrow: false, .. } => (self.places(base).0, true),
            Expr::Member { base, arrow: true, .. } => (self.points_to(base), true),
            Expr::Index { base, .. } => (self.points_to(base), true),
            Expr::Unary { op: UnaryOp::Deref, arg } => (self.points_to(arg), false),
            Expr::Cast { arg, .. } => self.places(arg),
            Expr::Conditional { then, other, .. } => {
                let (mut both, part) = self.places(then);
                both.extend(self.places(other).0);
                (both, part)
            }
            Expr::Comma { right, .. } => self.places(right),
            Expr::Assign { target, op: None, .. } => self.places(target),
            Expr::Call { callee, .. } => match self.call_alias(callee) {
                Some(Alias { name, kind: AliasKind::Object }) => (self.name_places(name), true),
                Some(Alias { name, kind: AliasKind::Pointee }) => (self.name_points_to(name), true),
                _ => (Vec::new(), false),
            },
            _ => (Vec::new(), false),
        }
    }

    /// The objects that the pointer `id` points into, a decayed array included.
    pub(crate) fn points_to(&mut self, id: ExprId) -> Vec<Object> {
        match self.facts.ast.expr(id) {
            Expr::Name(name) => self.name_points_to(name),
            Expr::Unary { op: UnaryOp::AddressOf, arg } => self.places(arg).0,
            Expr::Cast { arg, .. } | Expr::Step { arg, .. } => self.points_to(arg),
            Expr::Binary { op: BinaryOp::Add | BinaryOp::Sub, left, right } => {
                let mut both = self.points_to(left);
                both.extend(self.points_to(right));
                both
            }
            Expr::Conditional { then, other, .. } => {
                let mut both = self.points_to(then);
                both.extend(self.points_to(other));
                both
            }
            Expr::Comma { right, .. } => self.points_to(right),
            Expr::Assign { op: None, value, .. } => self.points_to(value),
            Expr::Index { .. } | Expr::Member { .. } | Expr::Unary { op: UnaryOp::Deref, .. } => {
                if self.is_array(id) {
                    self.places(id).0
                } else {
                    Vec::new()
                }
            }
            Expr::Call { callee, args } => {
                if let Some(alias) = self.call_alias(callee) {
                    return match alias.kind {
                        AliasKind::Address => self.name_places(alias.name),
                        AliasKind::Object => self.name_points_to(alias.name),
                        AliasKind::Call => self.returned_by(alias.name),
                        AliasKind::Pointee => Vec::new(),
                    };
                }
                let stripped = self.facts.ast.strip_casts(id);
                if stripped != id {
                    return self.points_to(stripped);
                }
                let Some(name) = self.facts.ast.callee_name(id) else { return Vec::new() };
                match name.as_str() {
                    "memcpy" | "memmove" | "memset" | "strcpy" | "strcat" | "strchr" | "strrchr" | "strstr" => {
                        let first = self.facts.ast.exprs(args).first().copied();
                        first.map(|a| self.points_to(a)).unwrap_or_default()
                    }
                    "bsearch" => {
                        let second = self.facts.ast.exprs(args).get(1).copied();
                        second.map(|a| self.points_to(a)).unwrap_or_default()
                    }
                    _ => self.returned_by(name),
                }
            }
            _ => Vec::new(),
        }
    }

    /// The objects that a name denotes: a static variable, a parameter, what a macro stands for.
    pub(crate) fn name_places(&mut self, name: Name) -> Vec<Object> {
        match self.scopes.get(name) {
            Some(Binding::Local(var)) => match self.local_static(var) {
                Some(id) => vec![Object::Static(id)],
                None => self.references.get(&var).cloned().unwrap_or_default(),
            },
            Some(Binding::Param(i)) => vec![Object::Param(i)],
            Some(Binding::Outer) => Vec::new(),
            None => {
                let ids = self.globals(name);
                if !ids.is_empty() {
                    return ids.iter().map(|&id| Object::Static(id)).collect();
                }
                match self.alias(name) {
                    Some(Alias { name, kind: AliasKind::Object }) => self.deeper(|w| w.name_places(name)),
                    Some(Alias { name, kind: AliasKind::Pointee }) => self.deeper(|w| w.name_points_to(name)),
                    _ => Vec::new(),
                }
            }
        }
    }

    /// The objects that a name points to.
    pub(crate) fn name_points_to(&mut self, name: Name) -> Vec<Object> {
        match self.scopes.get(name) {
            Some(Binding::Local(var)) => match self.local_static(var) {
                Some(id) => self.static_points_to(id),
                None => self.aliases.get(&var).cloned().unwrap_or_default(),
            },
            Some(Binding::Param(i)) => vec![Object::Pointee(i)],
            Some(Binding::Outer) => Vec::new(),
            None => {
                let ids = self.globals(name);
                if !ids.is_empty() {
                    return ids.iter().flat_map(|&id| self.static_points_to(id)).collect();
                }
                match self.alias(name) {
                    Some(Alias { name, kind: AliasKind::Address }) => self.deeper(|w| w.name_places(name)),
                    Some(Alias { name, kind: AliasKind::Object }) => self.deeper(|w| w.name_points_to(name)),
                    Some(Alias { name, kind: AliasKind::Call }) => self.returned_by(name),
                    _ => Vec::new(),
                }
            }
        }
    }

    /// What a static variable points to: itself where it is an array, what its initialiser names where a pointer.
    fn static_points_to(&mut self, id: u32) -> Vec<Object> {
        let var = &self.shared.catalog.vars[id as usize];
        if var.ty.arrays > 0 {
            return vec![Object::Static(id)];
        }
        if var.ty.pointers == 0 {
            return Vec::new();
        }
        let (at, project) = (var.definition, self.shared.project);
        let facts = project.file(at.file);
        let Some(init) = facts.var(at.id).init else { return Vec::new() };
        let Some(name) = facts.ast.referred_name(init) else { return Vec::new() };
        let targets = self.shared.catalog.resolve(project, at.file, None, name);
        let address = matches!(facts.ast.expr(facts.ast.strip_casts(init)), Expr::Unary { op: UnaryOp::AddressOf, .. });
        let fits = |target: &u32| address || self.shared.catalog.vars[*target as usize].ty.arrays > 0;
        targets.into_iter().filter(fits).map(Object::Static).collect()
    }

    /// The variables whose address the project's functions of this name return.
    fn returned_by(&mut self, name: Name) -> Vec<Object> {
        let shared = self.shared;
        let Some(found) = shared.returns.get(&name) else { return Vec::new() };
        let unit = shared.project.unit(self.facts.file);
        let mut out = Vec::new();
        for &(func, var) in found {
            if func.file != self.facts.file && !unit.contains(&func.file) {
                continue;
            }
            let facts = shared.project.file(func.file);
            let (start, end) = facts.func(func.id).locals;
            let local = (start..end).map(crate::facts::VarId).find(|&v| facts.var(v).name == var);
            match local {
                Some(id) => {
                    let id = shared.catalog.local(crate::link::VarRef { file: func.file, id });
                    out.extend(id.map(Object::Static));
                }
                None => {
                    let ids = shared.catalog.resolve(shared.project, func.file, None, var);
                    out.extend(ids.into_iter().map(Object::Static));
                }
            }
        }
        out
    }

    /// Whether an element or field is itself an array, so that it decays to a pointer into its variable.
    fn is_array(&mut self, id: ExprId) -> bool {
        self.type_of(id).is_some_and(|ty| ty.arrays > 0)
    }

    /// The places of an argument.
    pub(crate) fn arg_places(&mut self, arg: Arg) -> Vec<Object> {
        match arg {
            Arg::Expr(id) => self.places(id).0,
            Arg::Name(name) => self.name_places(name),
            _ => Vec::new(),
        }
    }

    /// What an argument points to.
    pub(crate) fn arg_points_to(&mut self, arg: Arg) -> Vec<Object> {
        match arg {
            Arg::Expr(id) => self.points_to(id),
            Arg::Address(id) => self.places(id).0,
            Arg::Name(name) => self.name_points_to(name),
            Arg::NameAddress(name) => self.name_places(name),
            Arg::Opaque => Vec::new(),
        }
    }

    /// The type of a name, an element or a field, where declarations tell.
    pub(crate) fn type_of(&mut self, id: ExprId) -> Option<CType> {
        let project = self.shared.project;
        match self.facts.ast.expr(id) {
            Expr::Name(name) => {
                let ty = match self.scopes.get(name) {
                    Some(Binding::Local(var)) => self.facts.var(var).ty,
                    Some(Binding::Param(i)) => self.facts.func(self.func?.id).params.get(i)?.ty,
                    Some(Binding::Outer) => return None,
                    None => return self.globals(name).first().map(|&id| self.shared.catalog.vars[id as usize].ty),
                };
                Some(full_type(project, self.facts.file, ty))
            }
            Expr::Member { base, field, .. } => {
                let base = self.type_of(base)?;
                let (at, record) = project.resolve_record(self.facts.file, base.base.as_str())?;
                let field = record.fields.iter().find(|f| f.name == field)?;
                Some(full_type(project, at, field.ty))
            }
            Expr::Index { base, .. } => {
                let mut ty = self.type_of(base)?;
                if ty.arrays > 0 {
                    ty.arrays -= 1;
                } else {
                    ty.pointers = ty.pointers.checked_sub(1)?;
                }
                Some(ty)
            }
            Expr::Unary { op: UnaryOp::Deref, arg } => {
                let mut ty = self.type_of(arg)?;
                ty.pointers = ty.pointers.checked_sub(1)?;
                Some(ty)
            }
            Expr::Cast { ty, .. } => Some(full_type(project, self.facts.file, ty)),
            _ => None,
        }
    }
}
