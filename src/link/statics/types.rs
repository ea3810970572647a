//! What the declared type of a variable says: whether it holds Python objects, and whether it can be state at all.

use crate::capi::locks;
use crate::capi::struct_roles::{self, Kind};
use crate::facts::{CType, FileId, Name, Record, Span, Var};
use crate::link::lookup::MAX_ALIASES;
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

/// So many structs in one struct are looked at.
pub(crate) const MAX_RECORDS: usize = 32;
/// So many structs are looked at for the header of an object: bases and first fields.
const MAX_BASES: usize = 8;

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

/// Whether `base` names a struct that starts with an object header.
pub(crate) fn is_object_struct(project: &Relations, file: FileId, base: &str) -> bool {
    if let Some((at, record)) = project.resolve_record(file, base) {
        return starts_with_object(project, at, record);
    }
    let bare = base.strip_prefix("struct ").unwrap_or(base);
    struct_roles::is_type(bare) || struct_roles::is_object(bare)
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

fn starts_with_object(project: &Relations, file: FileId, record: &Record) -> bool {
    let mut open = vec![(file, record)];
    let mut next = 0;
    while let Some(&(file, record)) = open.get(next) {
        next += 1;
        let first = record.fields.first().filter(|f| f.ty.pointers == 0 && f.ty.arrays == 0).map(|f| f.ty.base);
        for base in record.bases.iter().copied().chain(first) {
            match project.resolve_record(file, base) {
                Some(inner) if !add(project, &mut open, inner, MAX_BASES) => return false,
                Some(_) => {}
                None if struct_roles::is_object(base.strip_prefix("struct ").unwrap_or(base.as_str())) => return true,
                None => {}
            }
        }
    }
    false
}

/// Adds a struct to those that are looked at, each once; false where they are too many.
pub(crate) fn add<'a>(
    project: &Units,
    open: &mut Vec<(FileId, &'a Record)>,
    inner: (FileId, &'a Record),
    most: usize,
) -> bool {
    if open.iter().any(|(at, record)| *at == inner.0 && record.span == inner.1.span) {
        return true;
    }
    if open.len() >= most {
        project.cuts.add(CutKind::Types, inner.0, inner.1.span);
        return false;
    }
    open.push(inner);
    true
}

/// What a variable of the resolved type `ty` holds.
pub(crate) fn content(project: &Relations, at: VarRef, ty: CType) -> Content {
    if ty.bare_base().trim().is_empty() && ty.pointers == 0 {
        return unnamed(project, at).unwrap_or(Content::Plain);
    }
    match content_below(project, at.file, ty) {
        Part::Known(content) => content,
        Part::Struct(at, record) if holds_objects(project, at, record) => Content::ObjectStruct,
        Part::Struct(..) => Content::Plain,
    }
}

/// `struct { … } name;`: the record that ends nearest before the name.
fn unnamed(project: &Relations, at: VarRef) -> Option<Content> {
    let facts = project.file(at.file);
    let name = facts.var(at.id).name_span.start;
    let before = facts.records.iter().filter(|r| r.tag.is_none() && r.typedef.is_none() && r.span.end <= name);
    let record = before.max_by_key(|r| r.span.end)?;
    holds_objects(project, at.file, record).then_some(Content::ObjectStruct)
}

fn holds_objects(project: &Relations, file: FileId, record: &Record) -> bool {
    let mut open = vec![(file, record)];
    let mut next = 0;
    while let Some(&(file, record)) = open.get(next) {
        next += 1;
        for field in &record.fields {
            match content_below(project, file, full_type(project, file, field.ty)) {
                Part::Known(Content::ObjectPointer) => return true,
                Part::Known(_) => {}
                Part::Struct(at, inner) => {
                    if !add(project, &mut open, (at, inner), MAX_RECORDS) {
                        return false;
                    }
                }
            }
        }
    }
    false
}

/// What something of a type is, without a look into the struct that it may be.
enum Part<'a> {
    Known(Content),
    Struct(FileId, &'a Record),
}

fn content_below(project: &Relations, file: FileId, ty: CType) -> Part<'_> {
    let base = ty.base.as_str();
    let known = match ty.pointers {
        _ if ty.function_pointer => Content::Plain,
        0 if is_object_struct(project, file, base) => Content::Object,
        0 if owned(base).is_some_and(|inner| is_object_struct(project, file, inner)) => Content::ObjectPointer,
        0 => match project.resolve_record(file, base) {
            Some((at, record)) => return Part::Struct(at, record),
            None => Content::Plain,
        },
        1 if is_object_struct(project, file, base) => Content::ObjectPointer,
        _ => Content::Plain,
    };
    Part::Known(known)
}

/// What a smart pointer of the standard library points to: `PyObject` of `std::unique_ptr<PyObject, Release>`.
fn owned(base: &str) -> Option<&str> {
    let (name, arguments) = base.split_once('<')?;
    let name = name.trim().trim_start_matches("std::");
    let first = arguments.split([',', '>']).next()?.trim();
    matches!(name, "unique_ptr" | "shared_ptr" | "weak_ptr").then_some(first)
}

/// Whether the declaration alone rules out module state. `ty` is the resolved type of `var`.
pub(crate) fn exemption(var: &Var, ty: CType) -> Option<Exemption> {
    if var.constexpr || ty.is_const_object() || var.ty.is_const_object() {
        return Some(Exemption::Const);
    }
    if var.thread_local {
        return Some(Exemption::ThreadLocal);
    }
    let (written, base) = (var.ty.bare_base(), ty.bare_base());
    if ty.atomic || var.ty.atomic || base.starts_with("std::atomic") || base.starts_with("atomic_") {
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
