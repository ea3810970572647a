//! Calls that allocate or initialise an object without `tp_alloc`, with the type that they name.

use crate::capi::functions::Domain;
use crate::capi::roles::{self, Role};
use crate::facts::{BinaryOp, Expr, ExprId, Name, Python, Span, Truth, VersionSet};
use crate::link::sites::CallSite;
use crate::link::types::{TypeId, TypeRef};
use crate::link::{CutKind, FuncRef, Local, Model, Relations};

/// So many functions are followed back from one.
const MAX_CALLERS: usize = 64;

/// What the call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocationKind {
    /// `PyObject_New`, `PyObject_NewVar`.
    Plain,
    /// `PyObject_GC_New`, `PyObject_GC_NewVar`.
    Collected,
    /// `PyObject_Init` on memory from `malloc`, `PyMem_*`, `PyObject_Malloc` or `new`.
    InPlace,
}

/// Which type the call names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AllocatedType {
    /// This one.
    Fixed(TypeId),
    /// The `type` argument of a `tp_new`, or `Py_TYPE(self)`: one of these or a subclass.
    Dynamic(Vec<TypeId>),
}

/// One such call.
#[derive(Clone, Debug)]
pub struct Allocation {
    /// The call.
    pub site: CallSite,
    /// The function or macro called.
    pub callee: Name,
    /// Kind.
    pub kind: AllocationKind,
    /// The type argument.
    pub type_arg: ExprId,
    /// Its type.
    pub of: AllocatedType,
    /// The place of the call.
    pub span: Span,
    /// The Pythons on which the call may exist.
    pub versions: VersionSet,
    /// The function compares the type argument, so the call may be reached for one type only.
    pub guarded: bool,
}

/// The functions that make an object of a type, how, and the place of the type argument.
fn calls() -> impl Iterator<Item = (&'static str, AllocationKind, usize)> {
    let kind = |name: &str| match (roles::of(name)?, roles::allocates(name)) {
        (Role::Init, _) => Some(AllocationKind::InPlace),
        (Role::New, Some(Domain::Gc)) => Some(AllocationKind::Collected),
        (Role::New, _) => Some(AllocationKind::Plain),
        _ => None,
    };
    let all = roles::named(Role::New).chain(roles::named(Role::Init));
    all.filter_map(move |name| Some((name, kind(name)?, roles::type_argument(name)?)))
}

/// The allocations whose type is known, in order of file and place.
pub(crate) fn collect(relations: &Relations) -> Vec<Allocation> {
    let mut out = Vec::new();
    for (name, kind, index) in calls() {
        for &site in relations.sites.calls_of(name) {
            out.extend(relations.allocation(site, Name::from(name), kind, index));
        }
    }
    out.sort_by_key(|a| (a.site.file, a.span.start));
    out
}

impl Relations {
    fn allocation(&self, site: CallSite, callee: Name, kind: AllocationKind, index: usize) -> Option<Allocation> {
        let facts = self.file(site.file);
        let Expr::Call { args, .. } = facts.ast.expr(site.expr) else { return None };
        let args = facts.ast.exprs(args);
        let type_arg = *args.get(index)?;
        let at = site.func_ref()?;
        if kind == AllocationKind::InPlace && !self.is_raw_memory(at, *args.first()?) {
            return None;
        }
        let (of, parameter) = self.allocated(at, type_arg)?;
        let span = facts.ast.expr_span(site.expr);
        Some(Allocation {
            site,
            callee,
            kind,
            type_arg,
            of,
            span,
            versions: facts.conds.live(facts.conds.at_span(span), &self.targets),
            guarded: parameter.is_some_and(|p| self.compares(at, p)),
        })
    }

    pub(crate) fn allocated(&self, at: FuncRef, type_arg: ExprId) -> Option<(AllocatedType, Option<Name>)> {
        let facts = self.file(at.file);
        let ast = &facts.ast;
        let stripped = ast.strip_casts(type_arg);
        if let Expr::Name(name) = ast.expr(stripped)
            && let Some(Local::Param(i)) = self.local(at, name)
        {
            return match self.types_passed(at, i) {
                Some(types) => Some((AllocatedType::Dynamic(types), Some(name))),
                None => self.type_handed(at, i).map(|id| (AllocatedType::Fixed(id), Some(name))),
            };
        }
        if let Expr::Call { args, .. } = ast.expr(stripped)
            && ast.callee_name(stripped).is_some_and(|n| roles::is(&n, Role::TypeOf))
            && let [object] = ast.exprs(args)
            && let Expr::Name(name) = ast.expr(ast.strip_casts(*object))
            && let Some(Local::Param(0)) = self.local(at, name)
        {
            let types = self.types_with_slot(at, &|slot| {
                slot.starts_with("tp_") && !["tp_new", "tp_alloc", "tp_free"].contains(&slot)
            });
            return (!types.is_empty()).then_some((AllocatedType::Dynamic(types), None));
        }
        match self.type_ref(at.file, Some(at.id), type_arg) {
            TypeRef::Type(id) => Some((AllocatedType::Fixed(id), None)),
            _ => None,
        }
    }

    /// The types whose `tp_new` hands its `type` on as parameter `index` of a function; None where another caller does so.
    fn types_passed(&self, at: FuncRef, index: usize) -> Option<Vec<TypeId>> {
        let mut types = Vec::new();
        let mut pending = vec![(at, index)];
        let mut next = 0;
        while let Some(&(at, index)) = pending.get(next) {
            next += 1;
            if index == 0 {
                types.extend(self.types_with_slot(at, &|slot| slot == "tp_new"));
            }
            for site in self.sites.calls_of(self.func(at).name.as_str()) {
                let Some(caller) = site.func_ref() else { continue };
                let ast = &self.file(site.file).ast;
                let Expr::Call { args, .. } = ast.expr(site.expr) else { continue };
                let Some(&arg) = ast.exprs(args).get(index) else { continue };
                if !pending.contains(&(caller, 0))
                    && caller != at
                    && let Expr::Name(name) = ast.expr(ast.strip_casts(arg))
                    && let Some(Local::Param(0)) = self.local(caller, name)
                    && !self.compares(caller, name)
                    && self.resolve_func(site.file, self.func(at).name).contains(&at)
                {
                    if pending.len() >= MAX_CALLERS {
                        self.cuts.add(CutKind::Calls, at.file, self.func(at).name_span);
                        break;
                    }
                    pending.push((caller, 0));
                }
            }
        }
        types.sort();
        types.dedup();
        (!types.is_empty()).then_some(types)
    }

    /// The one type that every caller hands a function as parameter `index`; None where one is not known.
    fn type_handed(&self, at: FuncRef, index: usize) -> Option<TypeId> {
        let func = self.func(at);
        if func.params.get(index)?.name.is_some_and(|n| self.sites.assignments_in(at, n).next().is_some()) {
            return None;
        }
        let mut handed = None;
        for site in self.sites.calls_of(func.name.as_str()) {
            if !self.resolve_func(site.file, func.name).contains(&at) {
                continue;
            }
            let Expr::Call { args, .. } = self.file(site.file).ast.expr(site.expr) else { continue };
            let arg = *self.file(site.file).ast.exprs(args).get(index)?;
            match self.type_ref(site.file, site.func, arg) {
                TypeRef::Type(id) if handed.is_none_or(|known| known == id) => handed = Some(id),
                _ => return None,
            }
        }
        handed
    }

    /// The types that install a function in one of these slots.
    pub fn types_with_slot(&self, at: FuncRef, wanted: &dyn Fn(&str) -> bool) -> Vec<TypeId> {
        let name = self.func(at).name;
        let installed = self.slot_names.get(&name);
        let mut out: Vec<TypeId> = Vec::new();
        for &(id, slot) in installed.into_iter().flatten() {
            let slot = &self.types.get(id).slots[slot];
            let known = out.last() == Some(&id);
            if !known && wanted(slot.name.as_str()) && self.resolve_func_at(slot.file, name, slot.span).contains(&at) {
                out.push(id);
            }
        }
        out
    }

    /// Whether a function compares a parameter with something other than NULL.
    fn compares(&self, at: FuncRef, name: Name) -> bool {
        let facts = self.file(at.file);
        let ast = &facts.ast;
        let mut found = false;
        let is = |e: ExprId| matches!(ast.expr(ast.strip_casts(e)), Expr::Name(n) if n == name);
        let null = |e: ExprId| match ast.expr(ast.strip_casts(e)) {
            Expr::Int(0) => true,
            Expr::Name(n) => n == "NULL" || n == "nullptr",
            _ => false,
        };
        if let Some(body) = self.func(at).body {
            facts.each_body_expr(body, &mut |e| {
                if let Expr::Binary { op: BinaryOp::Equal | BinaryOp::NotEqual, left, right } = ast.expr(e) {
                    found |= (is(left) && !null(right)) || (is(right) && !null(left));
                }
            });
        }
        found
    }

    /// Whether an expression is memory that no allocator of objects gave.
    fn is_raw_memory(&self, at: FuncRef, memory: ExprId) -> bool {
        let facts = self.file(at.file);
        let ast = &facts.ast;
        let raw = |e: ExprId| {
            ast.callee_name(ast.strip_casts(e)).is_some_and(|n| {
                let n = n.as_str();
                ["malloc", "calloc", "realloc", "new"].contains(&n) || roles::allocates_memory(n)
            })
        };
        if raw(memory) {
            return true;
        }
        let Some(name) = ast.referred_name(memory) else { return false };
        let sites = self.sites.assignments_in(at, name);
        let mut here = sites.filter(|a| a.op.is_none()).peekable();
        here.peek().is_some() && here.all(|a| raw(a.value))
    }

    /// The Pythons of an allocation on which `holds` for its type.
    pub fn allocation_versions(
        &self,
        allocation: &Allocation,
        id: TypeId,
        holds: impl Fn(Python) -> bool,
    ) -> VersionSet {
        let versions = allocation.versions.and(self.type_live(id));
        versions.iter().filter(|&p| holds(p)).fold(VersionSet::default(), |set, p| set.or(VersionSet::range(p, p)))
    }
}

impl Model {
    /// Whether the collector tracks instances in every configuration of `python` (true), in none (false).
    pub fn type_gc_certain(&self, id: TypeId, python: Python) -> Option<bool> {
        match self.type_gc(id, python)? {
            Truth::True => Some(true),
            Truth::False => Some(false),
            Truth::Maybe => None,
        }
    }
}
