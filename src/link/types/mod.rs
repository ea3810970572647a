//! Type objects of a project: static `PyTypeObject`s and heap types made from specs, with flags, slots, bases and creation.
//!
//! One record a type. What could not be read is marked (`complete`, [`TypeRef::Unknown`]), never taken for absent.
//! Slots and flags carry their presence conditions: ask for one Python at a time.

pub(crate) mod assigned;
pub(crate) mod copied;
pub(crate) mod creation;
pub(crate) mod installed;
pub(crate) mod members;
pub(crate) mod metaclass;
pub(crate) mod resolve;
pub(crate) mod spec_tables;
pub(crate) mod specs;
pub(crate) mod static_types;

use crate::capi::{objects, struct_roles};
use rustc_hash::FxHashMap;

use crate::facts::{BinaryOp, CondId, Expr, ExprId, FileId, FuncId, Name, Origin, Python, Span, Truth, VersionSet};
use crate::link::macros::constants::{Bits, Folder, flags};
use crate::link::types::resolve::Holder;
use crate::link::{CutKind, Model, Units, VarRef, presence};

/// So many bases are followed from one type to the next.
const MAX_BASES: usize = 8;

/// Names a type in [`Types::list`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// How a type comes to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeKind {
    /// An object of type `PyTypeObject` with static storage.
    Static,
    /// A `PyType_Spec` or a slot array handed to one of `PyType_From*`.
    Spec,
    /// `PyHeapTypeObject` from the metatype's `tp_alloc`, filled by assignment.
    ManualHeap,
    /// A static type filled by `PyStructSequence_InitType`.
    StructSequence,
}

/// One slot that a type sets.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// `tp_traverse`, `nb_add`, …
    pub name: Name,
    /// What it is set to.
    pub value: ExprId,
    /// The file of the expression.
    pub file: FileId,
    /// The item or assignment that sets it.
    pub span: Span,
    /// Presence condition, in its file.
    pub cond: CondId,
}

/// One expression that makes up `tp_flags`: the initial value (`op` None or a plain assignment) or `|=`, `&=`.
#[derive(Clone, Copy, Debug)]
pub struct FlagPart {
    /// The file of the expression.
    pub file: FileId,
    /// The expression.
    pub value: ExprId,
    /// The operator of a compound assignment at run time.
    pub op: Option<BinaryOp>,
    /// Where it is set.
    pub span: Span,
    /// Presence condition, in its file.
    pub cond: CondId,
}

/// What a type expression refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// NULL: no type, `object` as a base.
    Null,
    /// A type of CPython itself (`PyList_Type`, `PyExc_ValueError`): static.
    Builtin(Name),
    /// A type of the project.
    Type(TypeId),
    /// Not resolved.
    Unknown,
}

/// The module that a creation call hands over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModuleArg {
    /// Some module.
    Given,
    /// None: NULL, or a call that takes none.
    Absent,
    /// Not resolved.
    Unknown,
}

/// One call that creates a heap type.
#[derive(Clone, Copy, Debug)]
pub struct Creation {
    /// The file of the call.
    pub file: FileId,
    /// The function around it.
    pub func: Option<FuncId>,
    /// The call.
    pub call: ExprId,
    /// The module argument.
    pub module: ModuleArg,
    /// The base that the call names; [`TypeRef::Null`] where it names none.
    pub base: TypeRef,
}

/// A type of the project.
#[derive(Clone, Debug)]
pub struct TypeObject {
    /// How it comes to be.
    pub kind: TypeKind,
    /// The C name of the static type, spec or slot array.
    pub symbol: Name,
    /// `tp_name` as written.
    pub name: Option<Name>,
    /// Its file.
    pub file: FileId,
    /// Where the C name is defined.
    pub span: Span,
    /// The variable; None for a manual heap type.
    pub var: Option<VarRef>,
    /// Presence condition, in its file.
    pub cond: CondId,
    /// Written, or made by a macro.
    pub origin: Origin,
    /// Slots, in order.
    pub slots: Vec<Slot>,
    /// Whether `slots` holds all of them.
    pub complete: bool,
    /// Flags; empty and `complete`: 0.
    pub flags: Vec<FlagPart>,
    /// The basicsize expression, in `file`.
    pub basicsize: Option<ExprId>,
    /// The itemsize expression, in `file`; None where it is 0, or inherited.
    pub itemsize: Option<ExprId>,
    /// Calls that create it (heap types), or `PyStructSequence_InitType`.
    pub creations: Vec<Creation>,
    /// Bases named by slots, fields and creation calls; empty: `object`.
    pub bases: Vec<TypeRef>,
}

impl TypeObject {
    /// Whether instances own a reference to the type.
    pub fn is_heap(&self) -> bool {
        matches!(self.kind, TypeKind::Spec | TypeKind::ManualHeap)
    }

    /// The last part of `tp_name`, else the C name: what a message calls the type.
    pub fn short_name(&self) -> &str {
        let name = self.name.map_or(self.symbol.as_str(), |n| n.as_str());
        name.rsplit(['.', '}']).next().unwrap_or(name)
    }
}

/// The types of a project and where pointers to them are kept.
#[derive(Debug, Default)]
pub struct Types {
    /// The types, by file and place.
    pub list: Vec<TypeObject>,
    pub(crate) by_var: FxHashMap<VarRef, TypeId>,
    pub(crate) holders: FxHashMap<Holder, Vec<TypeId>>,
}

impl Types {
    /// Finds the types of a project whose names are indexed.
    pub(crate) fn collect(project: &Units) -> Types {
        let mut types = Types::default();
        static_types::collect(project, &mut types);
        specs::collect(project, &mut types);
        creation::collect(project, &mut types);
        assigned::collect(project, &mut types);
        copied::collect(project, &mut types);
        types
    }

    pub(crate) fn push(&mut self, object: TypeObject) -> TypeId {
        let id = TypeId(self.list.len() as u32);
        if let Some(var) = object.var {
            self.by_var.entry(var).or_insert(id);
        }
        self.list.push(object);
        id
    }

    /// The type.
    pub fn get(&self, id: TypeId) -> &TypeObject {
        &self.list[id.0 as usize]
    }

    /// Every type with its id.
    pub fn iter(&self) -> impl Iterator<Item = (TypeId, &TypeObject)> {
        self.list.iter().enumerate().map(|(i, t)| (TypeId(i as u32), t))
    }
}

impl Model {
    /// The Pythons on which a type exists in some configuration.
    pub fn type_live(&self, id: TypeId) -> VersionSet {
        let object = self.types.get(id);
        self.file(object.file).conds.live(object.cond, &self.targets)
    }

    /// What of a condition remains where the type exists: it may stand in another file.
    fn within(&self, object: &TypeObject, file: FileId, cond: CondId, python: Python) -> Truth {
        let given = if file == object.file { object.cond } else { CondId::ALWAYS };
        presence::truth(self, file, cond, given, python)
    }

    /// The places that may set a slot on `python`.
    pub fn type_slots(&self, id: TypeId, name: &str, python: Python) -> Vec<Slot> {
        let object = self.types.get(id);
        let named = object.slots.iter().filter(|s| s.name == name);
        named.filter(|s| self.within(object, s.file, s.cond, python) != Truth::False).copied().collect()
    }

    /// Whether a type sets a slot to something that is not NULL; None where its slots are not all known.
    pub fn type_sets(&self, id: TypeId, name: &str, python: Python) -> Option<Truth> {
        let object = self.types.get(id);
        let mut best = Truth::False;
        for slot in self.type_slots(id, name, python) {
            let folder = Folder { project: self, file: slot.file, given: CondId::ALWAYS, python };
            if folder.value(slot.value) != Some(0) {
                if self.is_array(&slot) {
                    return None;
                }
                best = best.max(self.within(object, slot.file, slot.cond, python));
            }
        }
        (best == Truth::True || object.complete).then_some(best)
    }

    /// Whether a slot for a function holds an array, by itself or in a macro that casts it: something of the project's own
    /// that code takes out again.
    fn is_array(&self, slot: &Slot) -> bool {
        let ast = &self.file(slot.file).ast;
        let value = ast.strip_casts(slot.value);
        let single = [value];
        let values = if let Expr::Call { args, .. } = ast.expr(value) { ast.exprs(args) } else { &single };
        let named = values.iter().filter_map(|&v| ast.referred_name(ast.strip_casts(v)));
        let mut vars = named.flat_map(|name| self.resolve_var(slot.file, name)).peekable();
        vars.peek().is_some() && vars.all(|var| self.var(var).ty.arrays > 0)
    }

    /// The flags of a type's own definition on `python`.
    pub fn type_flags(&self, id: TypeId, python: Python) -> Bits {
        let object = self.types.get(id);
        let mut bits = if object.complete { Bits::exact(0) } else { Bits::UNKNOWN };
        for (i, part) in object.flags.iter().enumerate() {
            let given = if part.file == object.file { object.cond } else { CondId::ALWAYS };
            let folder = Folder { project: self, file: part.file, given, python };
            let value = match i {
                0 => folder.bits(part.value),
                _ => folder.bits_over(part.value, bits),
            };
            let next = match part.op {
                None => value,
                Some(op) => Bits::binary(op, bits, value),
            };
            bits = match self.within(object, part.file, part.cond, python) {
                Truth::True => next,
                // The first part has nothing before it: what an open condition takes away is 0.
                Truth::Maybe => next.either(bits),
                Truth::False => bits,
            };
        }
        bits
    }

    /// Whether instances are tracked by the collector: own `Py_TPFLAGS_HAVE_GC`, or inherited where the type sets
    /// neither traverse nor clear (`inherit_special` in CPython's `typeobject.c`). `Maybe`: in some configuration. None:
    /// not known.
    pub fn type_gc(&self, id: TypeId, python: Python) -> Option<Truth> {
        self.gc_at(id, python, 0)
    }

    fn gc_at(&self, id: TypeId, python: Python, depth: usize) -> Option<Truth> {
        match self.type_flags(id, python).has(flags::HAVE_GC) {
            Some(Truth::False) => {}
            other => return other,
        }
        let own = self.type_sets(id, "tp_traverse", python)?.max(self.type_sets(id, "tp_clear", python)?);
        if own == Truth::True {
            return Some(Truth::False);
        }
        if depth > MAX_BASES {
            self.cut_type(id);
            return None;
        }
        let inherited = match self.type_base(id)? {
            TypeRef::Null => Truth::False,
            TypeRef::Builtin(name) => objects::gc(name.as_str())?.into(),
            TypeRef::Type(base) => self.gc_at(base, python, depth + 1)?,
            TypeRef::Unknown => return None,
        };
        Some(inherited.min(own.not()))
    }

    /// A type and the project's types above it, each once.
    pub fn with_bases(&self, id: TypeId) -> Vec<TypeId> {
        let mut out = vec![id];
        while let Some(&last) = out.last()
            && let Some(TypeRef::Type(base)) = self.type_base(last)
            && !out.contains(&base)
        {
            if out.len() > MAX_BASES {
                self.cut_type(id);
                break;
            }
            out.push(base);
        }
        out
    }

    /// Counts a question that ended at this type.
    pub(crate) fn cut_type(&self, id: TypeId) {
        let object = self.types.get(id);
        self.cuts.add(CutKind::Types, object.file, object.span);
    }

    /// Whether instances have items, so that their size varies; None where it cannot be told.
    pub fn has_items(&self, id: TypeId) -> Option<bool> {
        let object = self.types.get(id);
        let Some(size) = object.itemsize else { return object.complete.then_some(false) };
        let facts = self.file(object.file);
        let python = self.type_live(id).max().unwrap_or(self.targets.max_python);
        match facts.ast.expr(facts.ast.strip_casts(size)) {
            Expr::SizeofType(_) | Expr::SizeofExpr(_) => Some(true),
            _ => {
                let folder = Folder { project: self, file: object.file, given: CondId::ALWAYS, python };
                folder.value(size).map(|value| value != 0)
            }
        }
    }

    /// The one base of a type; None where it is not known or there are several.
    pub fn type_base(&self, id: TypeId) -> Option<TypeRef> {
        let object = self.types.get(id);
        let named: Vec<TypeRef> = object.bases.iter().copied().filter(|b| *b != TypeRef::Null).collect();
        match named[..] {
            // Without a creation call in sight, a heap type's bases are not known.
            [] if object.kind == TypeKind::Spec && object.creations.is_empty() => None,
            [] if !object.complete || self.embeds_object(id) => None,
            [] => Some(TypeRef::Null),
            [TypeRef::Unknown, ..] => None,
            [one, ..] if named.iter().all(|b| *b == one) => Some(one),
            _ => None,
        }
    }

    /// Whether the struct of the instances starts with that of another type of CPython: a base that was not seen.
    fn embeds_object(&self, id: TypeId) -> bool {
        let first = self.instance_record(id).and_then(|(_, record)| record.fields.first());
        first.is_some_and(|field| {
            let of = field.ty.bare_base();
            field.ty.is_value()
                && of.starts_with("Py")
                && of.ends_with("Object")
                && struct_roles::role(of) != Some(struct_roles::Role::Header)
        })
    }

    /// What a type expression in a function means.
    pub fn type_ref(&self, file: FileId, func: Option<FuncId>, expr: ExprId) -> TypeRef {
        resolve::resolve(self, &self.types, file, func, expr, 0)
    }
}
