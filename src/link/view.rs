//! The words of a rule's author: a type, what a slot is set to, a call, each with what is asked of them most. A view
//! holds nothing but where it looks; it judges nothing.

use std::ops::Deref;

use crate::facts::{CondId, Expr, ExprId, FileFacts, FileId, Name, Python, Span, VersionSet};
use crate::link::modules::ModuleSlot;
use crate::link::sites::CallSite;
use crate::link::types::{Slot, TypeId, TypeObject};
use crate::link::{FuncRef, Model, Units};

/// What something is set to: a slot of a type or of a module, a field of a definition.
#[derive(Clone, Copy)]
pub struct Setting<'p> {
    units: &'p Units,
    /// The file of the value.
    pub file: FileId,
    /// The value.
    pub value: ExprId,
}

/// A slot of a type or of a module.
#[derive(Clone, Copy)]
pub struct SlotView<'p> {
    set_to: Setting<'p>,
    /// The item or assignment that sets it.
    pub span: Span,
    /// Presence condition, in its file.
    pub cond: CondId,
}

/// A call.
#[derive(Clone, Copy)]
pub struct Call<'p> {
    units: &'p Units,
    /// Where it stands.
    pub site: CallSite,
}

/// A type.
#[derive(Clone, Copy)]
pub struct TypeView<'p> {
    model: &'p Model,
    /// Which.
    pub id: TypeId,
}

impl Units {
    /// The targets on which what a condition governs is compiled in.
    pub fn live(&self, file: FileId, cond: CondId) -> VersionSet {
        self.file(file).conds.live(cond, &self.targets)
    }

    /// The targets on which a place is compiled in.
    pub fn live_at(&self, file: FileId, span: Span) -> VersionSet {
        self.live(file, self.file(file).conds.at_span(span))
    }

    /// Whether an expression is compiled in for some target.
    pub fn is_live(&self, file: FileId, expr: ExprId) -> bool {
        !self.live_at(file, self.file(file).ast.expr_span(expr)).is_empty()
    }

    /// What a value of a file says.
    pub fn setting(&self, file: FileId, value: ExprId) -> Setting<'_> {
        Setting { units: self, file, value }
    }

    /// A slot of a module.
    pub fn module_slot(&self, slot: &ModuleSlot) -> SlotView<'_> {
        SlotView { set_to: self.setting(slot.file, slot.value), span: slot.span, cond: slot.cond }
    }

    /// A slot of a type.
    pub fn type_slot(&self, slot: &Slot) -> SlotView<'_> {
        SlotView { set_to: self.setting(slot.file, slot.value), span: slot.span, cond: slot.cond }
    }

    /// One call.
    pub fn call(&self, site: CallSite) -> Call<'_> {
        Call { units: self, site }
    }

    /// The calls of a function of Python: where the project has one of the same name, a call means that.
    pub fn api_calls(&self, name: &'static str) -> impl Iterator<Item = Call<'_>> {
        let sites = self.sites.calls_of(name).iter();
        sites.filter(move |s| self.resolve_func(s.file, Name::from(name)).is_empty()).map(|&site| self.call(site))
    }
}

impl Model {
    /// One type.
    pub fn type_view(&self, id: TypeId) -> TypeView<'_> {
        TypeView { model: self, id }
    }

    /// Every type.
    pub fn type_views(&self) -> impl Iterator<Item = TypeView<'_>> {
        self.types.iter().map(|(id, _)| self.type_view(id))
    }
}

impl Setting<'_> {
    /// The name that the value refers to, casts and `&` looked through.
    pub fn name(&self) -> Option<Name> {
        self.units.file(self.file).ast.referred_name(self.value)
    }

    /// Whether it is this name.
    pub fn is(&self, name: &str) -> bool {
        self.name().is_some_and(|n| n == name)
    }

    /// The functions of the project that it may be.
    pub fn funcs(&self) -> Vec<FuncRef> {
        let place = self.units.file(self.file).ast.expr_span(self.value);
        self.name().map(|name| self.units.resolve_func_at(self.file, name, place)).unwrap_or_default()
    }
}

impl<'p> Deref for SlotView<'p> {
    type Target = Setting<'p>;

    #[inline]
    fn deref(&self) -> &Setting<'p> {
        &self.set_to
    }
}

impl SlotView<'_> {
    /// The targets on which it is set.
    pub fn live(&self) -> VersionSet {
        self.units.live(self.file, self.cond)
    }
}

impl<'p> Call<'p> {
    /// The facts of its file.
    pub fn facts(&self) -> &'p FileFacts {
        self.units.file(self.site.file)
    }

    /// Its place.
    pub fn span(&self) -> Span {
        self.facts().ast.expr_span(self.site.expr)
    }

    /// The targets on which it is compiled in.
    pub fn live(&self) -> VersionSet {
        self.units.live_at(self.site.file, self.span())
    }

    /// Its arguments.
    pub fn args(&self) -> &'p [ExprId] {
        match self.facts().ast.expr(self.site.expr) {
            Expr::Call { args, .. } => self.facts().ast.exprs(args),
            _ => &[],
        }
    }

    /// What an argument refers to.
    pub fn arg(&self, index: usize) -> Option<Setting<'p>> {
        self.args().get(index).map(|&value| self.units.setting(self.site.file, value))
    }
}

impl<'p> TypeView<'p> {
    /// The targets on which it exists.
    pub fn live(&self) -> VersionSet {
        self.model.type_live(self.id)
    }

    /// The places that may set a slot on one Python.
    pub fn slots(&self, name: &str, python: Python) -> Vec<SlotView<'p>> {
        self.model.type_slots(self.id, name, python).iter().map(|slot| self.model.type_slot(slot)).collect()
    }

    /// The places that set a slot on any.
    pub fn slots_ever(&self, name: &'static str) -> impl Iterator<Item = SlotView<'p>> {
        let model = self.model;
        let slots = model.types.get(self.id).slots.iter();
        slots.filter(move |s| s.name == name).map(move |slot| model.type_slot(slot))
    }

    /// The functions that may stand in a slot on one Python.
    pub fn slot_funcs(&self, name: &str, python: Python) -> Vec<FuncRef> {
        self.slots(name, python).iter().flat_map(|slot| slot.funcs()).collect()
    }
}

impl Deref for TypeView<'_> {
    type Target = TypeObject;

    #[inline]
    fn deref(&self) -> &TypeObject {
        self.model.types.get(self.id)
    }
}
