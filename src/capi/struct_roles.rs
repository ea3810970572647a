//! What structs of the C API are for, by name.
//!
//! The table stands in `struct_roles.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Struct>> = LazyLock::new(|| Named::of(include_str!("struct_roles.tsv"), read));

/// What a struct is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The API takes it as a table; never state of a module by itself.
    Table,
    /// A type object.
    Type,
    /// Starts with an object header.
    Object,
    /// The header of every object.
    Header,
    /// State of a thread or an interpreter.
    Thread,
}

/// Of what the items of an array are slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slots {
    /// Of a type.
    Type,
    /// Of a module.
    Module,
    /// Of either.
    Any,
}

/// Which struct it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Kind {
    TypeObject,
    HeapType,
    ModuleDef,
    Spec,
    TypeSlot,
    ModuleSlot,
    Slot,
    Object,
    VarObject,
}

#[derive(Clone, Copy, Debug)]
struct Struct {
    kind: Option<Kind>,
    head: Option<&'static str>,
    role: Option<Role>,
    valued: bool,
    described: bool,
    slots: Option<Slots>,
}

fn read(row: &Row<'_>) -> Result<Struct, Wrong> {
    let roles = [
        ("table", Role::Table),
        ("type", Role::Type),
        ("object", Role::Object),
        ("header", Role::Header),
        ("thread", Role::Thread),
    ];
    let kinds = [
        ("type-object", Kind::TypeObject),
        ("heap-type", Kind::HeapType),
        ("module-def", Kind::ModuleDef),
        ("spec", Kind::Spec),
        ("type-slot", Kind::TypeSlot),
        ("module-slot", Kind::ModuleSlot),
        ("slot", Kind::Slot),
        ("object", Kind::Object),
        ("var-object", Kind::VarObject),
    ];
    Ok(Struct {
        kind: row.word("is", &kinds)?,
        head: row.text("head"),
        role: row.word("role", &roles)?,
        valued: row.yes("valued")?,
        described: row.yes("described")?,
        slots: row.word("slots", &[("type", Slots::Type), ("module", Slots::Module), ("any", Slots::Any)])?,
    })
}

/// Which struct a name means; None where rules ask for no single one.
pub fn kind(name: &str) -> Option<Kind> {
    TABLE.get(name)?.kind
}

/// Whether a name means this struct.
pub fn is(name: &str, which: Kind) -> bool {
    kind(name) == Some(which)
}

/// The names of a struct.
pub fn named(which: Kind) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, s)| s.kind == Some(which)).map(|(name, _)| name)
}

/// The struct for which a macro stands as the first field.
pub fn headed_by(word: &str) -> Option<&'static str> {
    TABLE.iter().find(|(_, s)| s.head == Some(word)).map(|(name, _)| name)
}

/// What a struct is for; None where that is not known.
pub fn role(name: &str) -> Option<Role> {
    TABLE.get(name)?.role
}

/// Whether the API takes a struct as a table.
pub fn is_table(name: &str) -> bool {
    role(name) == Some(Role::Table)
}

/// Whether a struct is a type object.
pub fn is_type(name: &str) -> bool {
    role(name) == Some(Role::Type)
}

/// Whether a struct starts with an object header; by its name, where the table does not say.
pub fn is_object(name: &str) -> bool {
    name.starts_with("Py") && name.ends_with("Object") || role(name) == Some(Role::Object)
}

/// Whether integers in an initialiser are worth their exact values.
pub fn is_valued(name: &str) -> bool {
    TABLE.get(name).is_some_and(|s| s.valued)
}

/// Whether a struct describes a type or a module, so that a broken initialiser is worth telling.
pub fn is_described(name: &str) -> bool {
    TABLE.get(name).is_some_and(|s| s.described)
}

/// Of what the items of an array of this struct are slots.
pub fn slots(name: &str) -> Option<Slots> {
    TABLE.get(name)?.slots
}

/// Whether the items may be slots of a module.
pub fn is_module_slot(name: &str) -> bool {
    matches!(slots(name), Some(Slots::Module | Slots::Any))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("struct_roles.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert!(
            is_table("PyMethodDef")
                && is_type("_typeobject")
                && is_object("PyDateTime_Date")
                && is_object("PyListObject")
        );
        assert_eq!(slots("PySlot"), Some(Slots::Any));
        assert_eq!((kind("_typeobject"), kind("PyMethodDef")), (Some(Kind::TypeObject), None));
        assert_eq!((headed_by("PyObject_VAR_HEAD"), headed_by("x")), (Some("PyVarObject"), None));
    }
}
