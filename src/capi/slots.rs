//! Slots of types and of modules: names, numbers, first versions.
//!
//! The table stands in `slots.tsv`, written by hand.

use std::sync::LazyLock;

use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Slot>> = LazyLock::new(|| Named::of(include_str!("slots.tsv"), read));

/// Whose slot it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Of a type.
    Type,
    /// Of a module.
    Module,
    /// Of either.
    Both,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Whose it is.
    pub of: Of,
    /// Its number in `PyType_Slot` or `PyModuleDef_Slot`; None: only newer arrays have it.
    pub id: Option<u64>,
    /// The first minor version that knows it; 0 for all.
    pub since: u8,
    /// A module may have one.
    pub single: bool,
    /// The field of `PyModuleDef` that says the same.
    pub field: Option<&'static str>,
    /// Its value must live as long as the process.
    pub is_static: bool,
    /// Its function runs when the module is imported.
    runs: bool,
}

fn read(row: &Row<'_>) -> Result<Slot, Wrong> {
    let of = row.word("of", &[("type", Of::Type), ("module", Of::Module), ("both", Of::Both)])?;
    Ok(Slot {
        of: of.ok_or_else(|| row.wrong("of", "empty"))?,
        id: row.map("id", |text| text.parse().ok())?,
        since: row.minor("since")?.unwrap_or(0),
        single: row.yes("single")?,
        field: row.text("field"),
        is_static: row.yes("static")?,
        runs: row.yes("runs")?,
    })
}

/// What is known of a slot by its name without `Py_`.
pub fn lookup(name: &str) -> Option<&'static Slot> {
    TABLE.get(name)
}

/// Whether a name with `Py_` is that of a slot whose function runs when the module is imported.
pub fn runs_at_init(name: &str) -> bool {
    name.strip_prefix("Py_").and_then(lookup).is_some_and(|slot| slot.runs)
}

/// The name of a type's slot by its number.
pub fn of_type(id: u64) -> Option<&'static str> {
    named(id, Of::Type)
}

/// The name of a module's slot by its number.
pub fn of_module(id: u64) -> Option<&'static str> {
    named(id, Of::Module)
}

fn named(id: u64, of: Of) -> Option<&'static str> {
    TABLE.iter().find(|(_, slot)| slot.of == of && slot.id == Some(id)).map(|(name, _)| name)
}

/// Whether a name without `Py_` is that of a type's slot, of this version or a later one.
pub fn is_of_types(name: &str) -> bool {
    const GROUPS: [&str; 6] = ["tp_", "nb_", "sq_", "mp_", "am_", "bf_"];
    GROUPS.iter().any(|group| name.starts_with(group))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("slots.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        assert_eq!(
            (of_type(52), of_type(71), of_module(4)),
            (Some("tp_dealloc"), Some("tp_traverse"), Some("mod_gil"))
        );
        assert!((1..=83).all(|id| of_type(id).is_some()) && of_type(84).is_none());
        assert!(lookup("mod_create").is_some_and(|s| s.single));
        assert!(runs_at_init("Py_mod_exec") && !runs_at_init("Py_mod_gil") && !runs_at_init("mod_exec"));
    }
}
