//! What the declared type of a variable says: whether it holds Python objects, and whether it can be state at all.

use crate::capi::locks;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, FileId, Name, Span, Var};
use crate::link::lookup::MAX_ALIASES;
use crate::link::objects::reached::{At, Inside, Reached};
use crate::link::{CutKind, Relations, Units, VarRef};

/// What a variable holds, as far as Python objects go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// No Python object that is known.
    Plain,
    /// A pointer to an object, or an array of such.
    ObjectPointer,
    /// A struct, union or class with object pointers in it.
    ObjectStruct,
    /// An object itself.
    Object,
}

/// Why a declaration is no module state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exemption {
    /// `const` all the way that counts.
    Const,
    /// One value a thread.
    ThreadLocal,
    /// A table that CPython's API takes (methods, slots, a module definition).
    Table,
    /// A type object: another rule's matter.
    TypeObject,
    /// A lock, or a key of thread-local storage.
    Lock,
    /// Atomic by type.
    Atomic,
}

/// Which structs start with an object, and which hold pointers to some: each is looked into once.
#[derive(Default)]
pub(crate) struct Structs {
    objects: Reached,
    holders: Reached,
}

/// Resolves typedefs: pointers, arrays and `const` of the alias come on top.
pub(crate) fn full_type(project: &Relations, file: FileId, ty: CType) -> CType {
    let mut ty = ty;
    let mut seen: Vec<Name> = Vec::new();
    while !seen.contains(&ty.base) {
        let Some(alias) = project.resolve_typedef(file, ty.base) else { return ty };
        if seen.len() >= MAX_ALIASES {
            project.cuts.add(CutKind::Types, file, Span::default());
            return ty;
        }
        seen.push(ty.base);
        let inner = alias.ty;
        // `typedef struct _object PyObject;` of a header that does without Python.h tells nothing new.
        let forward = struct_roles::is_object(&ty.base) && project.resolve_record(file, inner.base).is_none();
        if forward && inner.pointers == 0 {
            return ty;
        }
        // A record without a tag is known by the typedef's own name.
        if inner.base == ty.base || inner.bare_base().trim().is_empty() || inner.base.trim_end() != inner.base.as_str()
        {
            return ty;
        }
        let mut joined = inner;
        joined.pointers = inner.pointers.saturating_add(ty.pointers);
        joined.arrays = inner.arrays.saturating_add(ty.arrays);
        if inner.pointers > 0 && inner.pointers < 8 {
            joined.const_pointers |= ty.const_pointers.checked_shl(inner.pointers.into()).unwrap_or(0);
            if ty.const_base {
                joined.const_pointers |= 1 << (inner.pointers - 1);
            }
        } else {
            joined.const_pointers |= ty.const_pointers;
            joined.const_base |= ty.const_base;
        }
        joined.function_pointer |= ty.function_pointer;
        joined.volatile |= ty.volatile;
        joined.atomic |= ty.atomic;
        ty = joined;
    }
    ty
}

/// The type of a variable with typedefs resolved: those of headers outside the run too, where a compiler's front end
/// saw them.
pub(crate) fn of_variable(project: &Relations, at: VarRef) -> CType {
    let var = project.var(at);
    let ty = full_type(project, at.file, var.ty);
    match var.canonical {
        Some(known)
            if (known.pointers, known.function_pointer, known.atomic)
                != (ty.pointers, ty.function_pointer, ty.atomic) =>
        {
            known
        }
        _ => ty,
    }
}

/// Whether `base` names a struct that is a type object with more behind it: `PyHeapTypeObject`, or one that starts with it.
pub(crate) fn is_heap_type_struct(project: &Units, file: FileId, base: &str) -> bool {
    let mut at = (file, Name::from(base));
    let mut seen: Vec<Name> = Vec::new();
    while !seen.contains(&at.1) {
        if seen.len() >= MAX_ALIASES {
            project.cuts.add(CutKind::Types, file, Span::default());
            return false;
        }
        seen.push(at.1);
        let bare = at.1.strip_prefix("struct ").map_or(at.1, Name::from);
        if struct_roles::is(&bare, Kind::HeapType) {
            return true;
        }
        let Some((file, record)) = project.resolve_record(at.0, bare) else { return false };
        let Some(first) = record.fields.first().filter(|f| f.ty.is_value()) else { return false };
        at = (file, first.ty.base);
    }
    false
}

impl Structs {
    /// What a variable of the resolved type `ty` holds.
    pub(crate) fn content(&mut self, project: &Relations, at: VarRef, ty: CType) -> Content {
        if ty.bare_base().trim().is_empty() && ty.pointers == 0 {
            return self.unnamed(project, at).unwrap_or(Content::Plain);
        }
        match self.below(project, at.file, ty) {
            Part::Known(content) => content,
            Part::Struct(at) if self.holds_objects(project, at) => Content::ObjectStruct,
            Part::Struct(_) => Content::Plain,
        }
    }

    /// `struct { … } name;`: the record that ends nearest before the name.
    fn unnamed(&mut self, project: &Relations, at: VarRef) -> Option<Content> {
        let facts = project.file(at.file);
        let name = facts.var(at.id).name_span.start;
        let before = facts.records.iter().filter(|r| r.tag.is_none() && r.typedef.is_none() && r.span.end <= name);
        let record = before.max_by_key(|r| r.span.end)?;
        self.holds_objects(project, (at.file, record)).then_some(Content::ObjectStruct)
    }

    fn holds_objects<'a>(&mut self, project: &'a Relations, start: At<'a>) -> bool {
        let mut holders = std::mem::take(&mut self.holders);
        let holds = holders.holds(start, |(file, record)| {
            let mut inside = Inside::default();
            for field in &record.fields {
                match self.below(project, file, full_type(project, file, field.ty)) {
                    Part::Known(content) => inside.found |= content == Content::ObjectPointer,
                    Part::Struct(inner) => inside.inner.push(inner),
                }
            }
            inside
        });
        self.holders = holders;
        holds
    }

    /// What something of a type is, without a look into the struct that it may be.
    fn below<'a>(&mut self, project: &'a Relations, file: FileId, ty: CType) -> Part<'a> {
        let known = match ty.pointers {
            _ if ty.function_pointer => Content::Plain,
            0 | 1 => {
                let record = project.resolve_record(file, ty.base);
                match (self.is_object(project, ty.base.as_str(), record), ty.pointers) {
                    (true, 0) => Content::Object,
                    (true, _) => Content::ObjectPointer,
                    (false, 0) if self.is_owner(project, file, ty.base.as_str()) => Content::ObjectPointer,
                    (false, 0) => return record.map_or(Part::Known(Content::Plain), Part::Struct),
                    (false, _) => Content::Plain,
                }
            }
            _ => Content::Plain,
        };
        Part::Known(known)
    }

    /// A smart pointer to an object.
    fn is_owner(&mut self, project: &Relations, file: FileId, base: &str) -> bool {
        let inner = owned(base);
        inner.is_some_and(|inner| self.is_object(project, inner, project.resolve_record(file, inner)))
    }

    /// Whether `base`, which means `record` where it is one of the project, starts with an object header.
    fn is_object<'a>(&mut self, project: &'a Relations, base: &str, record: Option<At<'a>>) -> bool {
        let Some(record) = record else {
            let bare = base.strip_prefix("struct ").unwrap_or(base);
            return struct_roles::is_type(bare) || struct_roles::is_object(bare);
        };
        self.objects.holds(record, |(file, record)| {
            let mut inside = Inside::default();
            let first = record.fields.first().filter(|f| f.ty.pointers == 0 && f.ty.arrays == 0).map(|f| f.ty.base);
            for base in record.bases.iter().copied().chain(first) {
                match project.resolve_record(file, base) {
                    Some(inner) => inside.inner.push(inner),
                    None => inside.found |= struct_roles::is_object(base.strip_prefix("struct ").unwrap_or(&base)),
                }
            }
            inside
        })
    }
}

/// What something of a type is.
enum Part<'a> {
    Known(Content),
    Struct(At<'a>),
}

/// What a smart pointer of the standard library points to: `PyObject` of `std::unique_ptr<PyObject, Release>`.
fn owned(base: &str) -> Option<&str> {
    let (name, arguments) = base.split_once('<')?;
    let name = name.trim().trim_start_matches("std::");
    let first = arguments.split([',', '>']).next()?.trim();
    matches!(name, "unique_ptr" | "shared_ptr" | "weak_ptr").then_some(first)
}

fn is_atomic(ty: CType) -> bool {
    let base = ty.bare_base();
    ty.atomic || base.starts_with("std::atomic") || base.starts_with("atomic_")
}

/// Whether all that a class holds is one atomic variable.
fn is_atomic_class(project: &Relations, file: FileId, base: &str) -> bool {
    let class = base.split_once('<').map_or(base, |(class, _)| class).trim();
    let Some((at, record)) = project.resolve_record(file, class) else { return false };
    let [field] = record.fields.as_slice() else { return false };
    let ty = full_type(project, at, field.ty);
    ty.is_value() && is_atomic(ty)
}

/// Whether the declaration alone rules out module state. `ty` is the resolved type of `var`.
pub(crate) fn exemption(project: &Relations, file: FileId, var: &Var, ty: CType) -> Option<Exemption> {
    if var.constexpr || ty.is_const_object() || var.ty.is_const_object() {
        return Some(Exemption::Const);
    }
    if var.thread_local {
        return Some(Exemption::ThreadLocal);
    }
    let (written, base) = (var.ty.bare_base(), ty.bare_base());
    if is_atomic(ty) || var.ty.atomic || ty.is_value() && is_atomic_class(project, file, base) {
        return Some(Exemption::Atomic);
    }
    if locks::is_type(written) || locks::is_type(base) {
        return Some(Exemption::Lock);
    }
    let table = struct_roles::is_table(base) || struct_roles::is_table(written);
    if table && (ty.pointers == 0 || struct_roles::is(base, Kind::ModuleDef)) {
        return Some(Exemption::Table);
    }
    if ty.is_value() && struct_roles::is_type(base) {
        return Some(Exemption::TypeObject);
    }
    None
}
