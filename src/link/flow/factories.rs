//! Functions that allocate an object into a local, and what happens to it until they return. Walks: [`crate::link::flow::lifecycle`].

use crate::capi::roles::{self, Role};
use crate::facts::{Expr, ExprId, Name, Span, Truth};
use crate::link::flow::lifecycle::{Of, Outcome};
use crate::link::objects::allocations::AllocatedType;
use crate::link::types::{TypeId, TypeRef};
use crate::link::{FuncRef, Relations};

/// One allocation into a local.
#[derive(Clone, Debug)]
pub struct Factory {
    /// The function.
    pub func: FuncRef,
    /// The local.
    pub local: Name,
    /// The call.
    pub call: ExprId,
    /// Its place.
    pub span: Span,
    /// What is called: `PyObject_GC_New`, `tp_alloc`.
    pub callee: Name,
    /// `PyObject_GC_New`, `PyObject_GC_NewVar`: nothing is tracked and nothing zeroed.
    pub bare: bool,
    /// The types that the object may have, beside their subclasses.
    pub types: Vec<TypeId>,
    /// What happens.
    pub outcome: Outcome,
}

/// Allocations of GC types of the project into locals, in order of file and place.
pub(crate) fn collect(relations: &Relations) -> Vec<Factory> {
    let results = relations.sites.results.iter();
    let mut found: Vec<_> = results
        .flat_map(|((file, call), to)| to.iter().map(move |(name, site)| (*file, *call, *name, *site)))
        .filter(|(.., site)| site.op.is_none() && site.func.is_some())
        .collect();
    found.sort_by_key(|(file, call, name, _)| (*file, *call, name.as_str()));
    found
        .into_iter()
        .filter_map(|(file, call, name, site)| relations.factory(FuncRef { file, id: site.func? }, call, name))
        .collect()
}

impl Relations {
    fn factory(&self, func: FuncRef, call: ExprId, local: Name) -> Option<Factory> {
        let ast = &self.file(func.file).ast;
        let Expr::Call { callee, args } = ast.expr(call) else { return None };
        let args = ast.exprs(args);
        let (name, of) = match ast.expr(ast.strip_casts(callee)) {
            Expr::Name(name) => match roles::of(name.as_str())? {
                Role::New if roles::makes_untracked(name.as_str()) => {
                    (name, *args.get(roles::type_argument(name.as_str())?)?)
                }
                Role::GenericAlloc | Role::Call => (name, *args.first()?),
                _ => return None,
            },
            Expr::Member { base, field, .. } if field == "tp_alloc" => (field, base),
            _ => return None,
        };
        self.local(func, local)?;
        let types = match self.allocated(func, of)?.0 {
            AllocatedType::Fixed(id) => vec![id],
            AllocatedType::Dynamic(types) => types,
        };
        let collected = |id: TypeId| {
            let live = self.type_live(id);
            let allocator = |p| self.type_sets(id, "tp_alloc", p);
            !live.is_empty()
                && live.iter().all(|p| self.type_gc_certain(id, p) == Some(true) && allocator(p) == Some(Truth::False))
        };
        // A tp_new of its own may leave the tracking to others.
        let inherits_new =
            |id: TypeId| self.type_live(id).iter().all(|p| self.type_sets(id, "tp_new", p) == Some(Truth::False));
        if types.is_empty()
            || !types.iter().all(|&id| collected(id))
            || (roles::is(name.as_str(), Role::Call) && !types.iter().all(|&id| inherits_new(id)))
        {
            return None;
        }
        let python = self.targets.max_python;
        let of = Of { id: types.first().copied(), heap: None, gc: Some(true), python };
        Some(Factory {
            func,
            local,
            call,
            span: ast.expr_span(call),
            callee: name,
            bare: name.contains("GC_New"),
            outcome: self.lifecycle_of_local(func, local, of),
            types,
        })
    }

    /// The fields that the traverse of a type visits, by name; None where it cannot be told.
    pub fn visited_fields(&self, id: TypeId) -> Option<Vec<Name>> {
        let python = self.type_live(id).max()?;
        let slots = self.type_slots(id, "tp_traverse", python);
        let [slot] = slots.as_slice() else { return None };
        let name = self.file(slot.file).ast.referred_name(slot.value)?;
        let funcs = self.resolve_func_at(slot.file, name, slot.span);
        let [func] = funcs.as_slice() else { return None };
        let reach = self.reach(*func);
        if reach.open {
            return None;
        }
        let mut out = Vec::new();
        self.each_reached(&reach, &mut |at, e| {
            let ast = &self.file(at.file).ast;
            if let (Some(name), Expr::Call { args, .. }) = (ast.callee_name(e), ast.expr(e))
                && (roles::is(&name, Role::Visit) || self.func(at).params.get(1).is_some_and(|p| p.name == Some(name)))
                && let Some(&arg) = ast.exprs(args).first()
                && let Expr::Member { field, .. } = ast.expr(ast.strip_casts(arg))
            {
                out.push(field);
            }
        });
        Some(out)
    }

    /// The base of a type is a GC type whose own fields nobody here sees.
    pub fn has_builtin_base(&self, id: TypeId) -> bool {
        !matches!(self.type_base(id), Some(TypeRef::Null | TypeRef::Type(_)))
    }
}
