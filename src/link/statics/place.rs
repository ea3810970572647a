//! Which objects an expression denotes, and which it points to. Empty: none that matters here.

use crate::facts::{BinaryOp, CType, Expr, ExprId, ExprList, FileId, Language, Name, Scope, Span, UnaryOp, VarId};
use crate::link::{CutKind, FuncRef, Local, VarRef};

use super::bodies::Object;
use super::macros::{Alias, AliasKind};
use super::scope::Binding;
use super::types::full_type;
use super::walk::Walker;

/// Most macros followed that each stand for the next.
const MAX_ALIASES: usize = 64;
/// Most levels of fields, elements and pointers that a type is followed through.
const MAX_LEVELS: usize = 64;

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
        (self.objects(id, false), self.is_part(id))
    }

    /// The objects that the pointer `id` points into, a decayed array included.
    pub(crate) fn points_to(&mut self, id: ExprId) -> Vec<Object> {
        self.objects(id, true)
    }

    /// The objects that an expression denotes or, where `pointed`, points to. Sums and choices of any length.
    fn objects(&mut self, id: ExprId, pointed: bool) -> Vec<Object> {
        let ast = &self.facts.ast;
        let (mut out, mut open) = (Vec::new(), vec![(id, pointed)]);
        while let Some((id, pointed)) = open.pop() {
            match ast.expr(id) {
                Expr::Name(name) => out.extend(self.name_objects(name, pointed)),
                Expr::Cast { arg, .. } => open.push((arg, pointed)),
                Expr::Comma { right, .. } => open.push((right, pointed)),
                Expr::Conditional { then, other, .. } => open.extend([(other, pointed), (then, pointed)]),
                Expr::Assign { target, op: None, value } => open.push((if pointed { value } else { target }, pointed)),
                Expr::Call { callee, args } if pointed => match self.called(id, callee, args) {
                    Ok(found) => out.extend(found),
                    Err(of) => open.push((of, true)),
                },
                Expr::Call { callee, .. } => match self.call_alias(callee) {
                    Some(Alias { name, kind: AliasKind::Object }) => out.extend(self.name_objects(name, false)),
                    Some(Alias { name, kind: AliasKind::Pointee }) => out.extend(self.name_objects(name, true)),
                    _ => {}
                },
                Expr::Unary { op: UnaryOp::AddressOf, arg } if pointed => open.push((arg, false)),
                Expr::Step { arg, .. } if pointed => open.push((arg, true)),
                Expr::Binary { op: BinaryOp::Add | BinaryOp::Sub, left, right } if pointed => {
                    open.extend([(right, true), (left, true)]);
                }
                // An element or field that is itself an array decays to a pointer into its variable.
                Expr::Index { .. } | Expr::Member { .. } | Expr::Unary { op: UnaryOp::Deref, .. }
                    if pointed && self.type_of(id).is_none_or(|ty| ty.arrays == 0) => {}
                Expr::Member { base, arrow, .. } => open.push((base, arrow)),
                Expr::Index { base, .. } => open.push((base, true)),
                Expr::Unary { op: UnaryOp::Deref, arg } => open.push((arg, true)),
                _ => {}
            }
        }
        out
    }

    /// Whether an lvalue is a part of what it denotes.
    fn is_part(&mut self, mut id: ExprId) -> bool {
        loop {
            id = match self.facts.ast.expr(id) {
                Expr::Member { .. } | Expr::Index { .. } => return true,
                Expr::Cast { arg, .. } => arg,
                Expr::Conditional { then, .. } => then,
                Expr::Comma { right, .. } => right,
                Expr::Assign { target, op: None, .. } => target,
                Expr::Call { callee, .. } => {
                    let alias = self.call_alias(callee);
                    return alias.is_some_and(|a| matches!(a.kind, AliasKind::Object | AliasKind::Pointee));
                }
                _ => return false,
            }
        }
    }

    /// What the result of a call points to; Err: what this argument points to.
    fn called(&mut self, id: ExprId, callee: ExprId, args: ExprList) -> Result<Vec<Object>, ExprId> {
        let ast = &self.facts.ast;
        if let Some(alias) = self.call_alias(callee) {
            return Ok(match alias.kind {
                AliasKind::Address => self.name_objects(alias.name, false),
                AliasKind::Object => self.name_objects(alias.name, true),
                AliasKind::Call => self.returned_by(alias.name),
                AliasKind::Pointee => Vec::new(),
            });
        }
        let stripped = ast.strip_casts(id);
        if stripped != id {
            return Err(stripped);
        }
        let Some(name) = ast.callee_name(id) else { return Ok(Vec::new()) };
        let given = match name.as_str() {
            "memcpy" | "memmove" | "memset" | "strcpy" | "strcat" | "strchr" | "strrchr" | "strstr" => 0,
            "bsearch" => 1,
            _ => return Ok(self.returned_by(name)),
        };
        ast.exprs(args).get(given).map_or(Ok(Vec::new()), |&arg| Err(arg))
    }

    /// The objects that a name denotes or, where `pointed`, points to: a static variable, a parameter, what a macro
    /// stands for.
    fn name_objects(&mut self, mut name: Name, mut pointed: bool) -> Vec<Object> {
        let mut seen = Vec::new();
        loop {
            match self.scopes.get(name) {
                Some(Binding::Local(var)) => {
                    return match self.local_static(var) {
                        Some(id) if pointed => self.static_points_to(id),
                        Some(id) => vec![Object::Static(id)],
                        None if pointed => self.aliases.get(&var).cloned().unwrap_or_default(),
                        None => self.references.get(&var).cloned().unwrap_or_default(),
                    };
                }
                Some(Binding::Param(i)) => return vec![if pointed { Object::Pointee(i) } else { Object::Param(i) }],
                Some(Binding::Outer) => return Vec::new(),
                None => {}
            }
            let ids = self.globals(name);
            if !ids.is_empty() {
                let objects = |&id: &u32| if pointed { self.static_points_to(id) } else { vec![Object::Static(id)] };
                return ids.iter().flat_map(objects).collect();
            }
            // A name inside its own expansion is no macro.
            if seen.contains(&name) {
                return Vec::new();
            }
            if seen.len() >= MAX_ALIASES {
                self.shared.project.cuts.add(CutKind::Macros, self.facts.file, Span::default());
                return Vec::new();
            }
            seen.push(name);
            let Some(alias) = self.alias(name) else { return Vec::new() };
            name = alias.name;
            match alias.kind {
                AliasKind::Object => {}
                AliasKind::Pointee if !pointed => pointed = true,
                AliasKind::Address if pointed => pointed = false,
                AliasKind::Call if pointed => return self.returned_by(alias.name),
                _ => return Vec::new(),
            }
        }
    }

    /// What a static variable points to: itself where it is an array; where it is a pointer, what its initialiser and
    /// the assignments to it name.
    fn static_points_to(&mut self, id: u32) -> Vec<Object> {
        if let Some(known) = self.pointees.get(&id) {
            return known.to_vec();
        }
        let found = self.pointees_of(id);
        self.pointees.insert(id, found.as_slice().into());
        found
    }

    fn pointees_of(&self, id: u32) -> Vec<Object> {
        let var = &self.shared.catalog.vars[id as usize];
        if var.ty.arrays > 0 {
            return vec![Object::Static(id)];
        }
        if var.ty.pointers == 0 {
            return Vec::new();
        }
        let (at, project) = (var.definition, self.shared.project);
        let facts = project.file(at.file);
        let definition = facts.var(at.id);
        let inside = match definition.scope {
            Scope::Local(func) => Some(func),
            _ => None,
        };
        let assigned = project.sites.assignments_of_in(at.file, definition.name).iter().filter(|a| {
            let whole = a.target.is_some_and(|t| matches!(project.file(a.file).ast.expr(t), Expr::Name(_)));
            // A local of the same name is another variable.
            let here = inside.is_none() || a.func == inside;
            let own = a.func.filter(|_| inside.is_none()).map(|id| FuncRef { file: a.file, id });
            whole && a.op.is_none() && here && own.is_none_or(|f| project.local(f, definition.name).is_none())
        });
        let values = definition.init.map(|init| (None, init)).into_iter().chain(assigned.map(|a| (a.func, a.value)));
        let mut out = Vec::new();
        for (func, value) in values {
            let Some(name) = facts.ast.referred_name(value) else { continue };
            let value = facts.ast.strip_casts(value);
            let address = matches!(facts.ast.expr(value), Expr::Unary { op: UnaryOp::AddressOf, .. });
            let local = func.and_then(|id| project.local(FuncRef { file: at.file, id }, name));
            let targets = match local {
                Some(Local::Var(id)) => self.local_static_of(at.file, id).into_iter().collect(),
                Some(Local::Param(_)) => Vec::new(),
                None => self.shared.catalog.resolve(project, at.file, None, name),
            };
            let fits = |target: &u32| address || self.shared.catalog.vars[*target as usize].ty.arrays > 0;
            let found = targets.into_iter().filter(fits).map(Object::Static);
            found.for_each(|object| {
                if !out.contains(&object) {
                    out.push(object);
                }
            });
        }
        out
    }

    fn local_static_of(&self, file: FileId, id: VarId) -> Option<u32> {
        self.shared.catalog.local(VarRef { file, id })
    }

    /// The variables whose address the project's functions of this name return.
    fn returned_by(&mut self, name: Name) -> Vec<Object> {
        let shared = self.shared;
        let Some(found) = shared.returns.get(&name) else { return Vec::new() };
        let mut out = Vec::new();
        for &(func, var) in found {
            if !shared.project.share_unit(self.facts.file, func.file) {
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

    /// The places of an argument.
    pub(crate) fn arg_places(&mut self, arg: Arg) -> Vec<Object> {
        match arg {
            Arg::Expr(id) => self.places(id).0,
            Arg::Name(name) => self.name_objects(name, false),
            _ => Vec::new(),
        }
    }

    /// What an argument points to.
    pub(crate) fn arg_points_to(&mut self, arg: Arg) -> Vec<Object> {
        match arg {
            Arg::Expr(id) => self.points_to(id),
            Arg::Address(id) => self.places(id).0,
            Arg::Name(name) => self.name_objects(name, true),
            Arg::NameAddress(name) => self.name_objects(name, false),
            Arg::Opaque => Vec::new(),
        }
    }

    /// Whether a variable of C++ is a reference to what initialises it: it has one `&` or `*` more.
    pub(super) fn refers(&mut self, var: VarId, init: ExprId) -> bool {
        let (project, file) = (self.shared.project, self.facts.file);
        let declared = full_type(project, file, self.facts.var(var).ty);
        if self.facts.language != Language::Cpp || declared.pointers == 0 || declared.arrays > 0 {
            return false;
        }
        let Some(of) = self.type_of(init).filter(|of| of.arrays == 0) else { return false };
        let deduced = declared.base == "auto";
        // `T *p = v;` of an object that converts itself: `p` gets a value, and is no other name of `v`.
        let record = |base| project.resolve_record(file, base).is_some();
        let wraps = || of.base.contains('<') || record(of.base) && !record(declared.base);
        if of.pointers == 0 && !deduced && declared.base != of.base && wraps() {
            return false;
        }
        declared.pointers == of.pointers + 1 && (!deduced || of.pointers == 0)
    }

    /// The type of a name, an element or a field, where declarations tell.
    pub(crate) fn type_of(&mut self, id: ExprId) -> Option<CType> {
        let project = self.shared.project;
        let (mut at, mut steps) = (id, Vec::new());
        let mut ty = loop {
            match self.facts.ast.expr(at) {
                Expr::Name(name) => {
                    let ty = match self.scopes.get(name) {
                        Some(Binding::Local(var)) => self.facts.var(var).ty,
                        Some(Binding::Param(i)) => self.facts.func(self.func?.id).params.get(i)?.ty,
                        Some(Binding::Outer) => return None,
                        None => {
                            break self.globals(name).first().map(|&id| self.shared.catalog.vars[id as usize].ty)?;
                        }
                    };
                    break full_type(project, self.facts.file, ty);
                }
                Expr::Cast { ty, .. } => break full_type(project, self.facts.file, ty),
                Expr::Member { base, .. } | Expr::Index { base, .. } => {
                    steps.push(at);
                    at = base;
                }
                Expr::Unary { op: UnaryOp::Deref, arg } => {
                    steps.push(at);
                    at = arg;
                }
                _ => return None,
            }
            if steps.len() > MAX_LEVELS {
                self.cut(CutKind::Nesting, self.facts.ast.expr_span(id));
                return None;
            }
        };
        for at in steps.into_iter().rev() {
            match self.facts.ast.expr(at) {
                Expr::Member { field, .. } => {
                    let (at, record) = project.resolve_record(self.facts.file, ty.base)?;
                    let field = record.fields.iter().find(|f| f.name == field)?;
                    ty = full_type(project, at, field.ty);
                }
                Expr::Index { .. } if ty.arrays > 0 => ty.arrays -= 1,
                _ => ty.pointers = ty.pointers.checked_sub(1)?,
            }
        }
        Some(ty)
    }
}
