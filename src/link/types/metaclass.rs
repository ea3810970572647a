//! The type of a type: the metaclass that a creation call, an object header or the base gives. No judgement.

use crate::capi::creators;
use crate::capi::families::{self, Family};
use crate::capi::roles::{self, Role};
use crate::facts::Expr;
use crate::link::initialiser;
use crate::link::sites::target_name;
use crate::link::types::{Creation, TypeId, TypeKind, TypeRef};
use crate::link::{FuncRef, Model};

impl Model {
    /// The metaclass that a creation call itself names; [`TypeRef::Null`] where it leaves that to the bases.
    pub fn named_metaclass(&self, creation: &Creation) -> TypeRef {
        let ast = &self.file(creation.file).ast;
        let Expr::Call { args, .. } = ast.expr(creation.call) else { return TypeRef::Unknown };
        match (ast.callee_name(creation.call).map_or("", |n| n.as_str()), ast.exprs(args).first()) {
            (callee, Some(&meta)) if creators::lookup(callee).is_some_and(|c| c.metaclass.is_some()) => {
                self.type_ref(creation.file, creation.func, meta)
            }
            (callee, _) if families::is(callee, Family::TypesFrom) => TypeRef::Null,
            _ => TypeRef::Unknown,
        }
    }

    /// The metaclass of a type; [`TypeRef::Null`] for `type`, as far as the project says.
    pub fn metaclass_of(&self, id: TypeId) -> TypeRef {
        self.metaclass_at(id, 0)
    }

    fn metaclass_at(&self, id: TypeId, depth: u32) -> TypeRef {
        let object = self.types.get(id);
        let own = match object.kind {
            TypeKind::Spec => {
                let slot = object.slots.iter().find(|s| s.name == "tp_metaclass");
                let slot = slot.map(|s| self.type_ref(s.file, None, s.value));
                slot.or_else(|| object.creations.first().map(|c| self.named_metaclass(c))).unwrap_or(TypeRef::Unknown)
            }
            TypeKind::Static => self.header_type(id),
            TypeKind::ManualHeap | TypeKind::StructSequence => TypeRef::Unknown,
        };
        match own {
            TypeRef::Null => match self.type_base(id) {
                Some(TypeRef::Type(_)) if depth >= 8 => {
                    self.cut_type(id);
                    TypeRef::Null
                }
                Some(TypeRef::Type(base)) => self.metaclass_at(base, depth + 1),
                Some(_) => TypeRef::Null,
                None => TypeRef::Unknown,
            },
            own => own,
        }
    }

    /// What the header of a static type says, or a later assignment to it.
    fn header_type(&self, id: TypeId) -> TypeRef {
        let object = self.types.get(id);
        let facts = self.file(object.file);
        let is_this = |file, func, expr| self.type_ref(file, func, expr) == TypeRef::Type(id);
        for callee in roles::named(Role::SetType).chain(["__Pyx_SET_TYPE"]) {
            for site in self.sites.calls_of(callee) {
                let Expr::Call { args, .. } = self.file(site.file).ast.expr(site.expr) else { continue };
                if let &[of, meta] = self.file(site.file).ast.exprs(args)
                    && is_this(site.file, site.func, of)
                {
                    return self.type_ref(site.file, site.func, meta);
                }
            }
        }
        for site in self.sites.assignments_to("ob_type".into()) {
            let ast = &self.file(site.file).ast;
            let mut target = site.target;
            while let Some(Expr::Member { base, .. }) = target.map(|t| ast.expr(ast.strip_casts(t))) {
                target = Some(base);
            }
            let name = target.and_then(|t| ast.referred_name(t).or_else(|| target_name(self.file(site.file), t)));
            let local = |id| self.local(FuncRef { file: site.file, id }, object.symbol).is_some();
            if name == Some(object.symbol) && !site.func.is_some_and(local) && self.share_unit(site.file, object.file) {
                return self.type_ref(site.file, site.func, site.value);
            }
        }
        let Some(init) = object.var.and_then(|v| self.var(v).init) else { return TypeRef::Null };
        let head = initialiser::fields(self, object.file, init, initialiser::TYPE_OBJECT).get("ob_base");
        let Some(Expr::Call { args, .. }) = head.map(|h| facts.ast.expr(h.value)) else { return TypeRef::Null };
        match facts.ast.exprs(args).first() {
            Some(&meta) => self.type_ref(object.file, None, meta),
            None => TypeRef::Null,
        }
    }
}
