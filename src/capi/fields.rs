//! Every field of the structs that CPython's public headers define, the versions that have it, and what to use in its
//! place; and the structs that tags and results of functions mean. Data and look-ups, no judgement.
//!
//! `fields.tsv`, `results.tsv` are made by `tools/capi_names.py`; `field_advice.tsv`, `tags.tsv` are written by hand.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::exports::minors;
use super::functions::{self, NEWEST, OLDEST};
use super::table::{Named, Row, Table, Wrong};

type Pair = (&'static str, &'static str);

static TABLE: LazyLock<FxHashMap<Pair, u32>> =
    LazyLock::new(|| Table::of(include_str!("fields.tsv")).collect(read).0.into_iter().collect());
static STRUCTS: LazyLock<FxHashMap<&'static str, u32>> = LazyLock::new(|| {
    let mut out: FxHashMap<&'static str, u32> = TABLE.keys().map(|&(name, _)| (name, 0)).collect();
    for (&(name, _), versions) in TABLE.iter() {
        *out.entry(name).or_insert(0) |= versions;
    }
    out
});
static FIELDS: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| TABLE.keys().map(|(_, field)| *field).collect());
static ADVICE: LazyLock<FxHashMap<Pair, Advice>> =
    LazyLock::new(|| Table::of(include_str!("field_advice.tsv")).collect(read_advice).0.into_iter().collect());
static RESULTS: LazyLock<Named<&'static str>> =
    LazyLock::new(|| Named::of(include_str!("results.tsv"), |row| row.required("struct")));
static TAGS: LazyLock<Named<&'static str>> =
    LazyLock::new(|| Named::of(include_str!("tags.tsv"), |row| row.required("struct")));

static TYPES: LazyLock<FxHashMap<Pair, (&'static str, u8)>> =
    LazyLock::new(|| Table::of(include_str!("field_types.tsv")).collect(read_type).0.into_iter().collect());

/// From this minor version on `tp_vectorcall_offset` stands where `tp_print` stood (Include/object.h of 3.8).
pub const PRINT_BECAME_OFFSET: u8 = 8;

/// The struct of type objects.
const TYPE_OBJECT: &str = "PyTypeObject";

/// Structs that begin with the header of objects with a size: `PyObject_VAR_HEAD` in Include/ of 3.6 to 3.15.
const VAR_SIZED: [&str; 6] =
    ["PyByteArrayObject", "PyBytesObject", "PyListObject", "PyLongObject", "PyTupleObject", "PyTypeObject"];

static RELICS: LazyLock<FxHashSet<Pair>> = LazyLock::new(|| {
    let pair = |row: &Row<'_>| Ok((row.required("struct")?, row.required("field")?));
    Table::of(include_str!("relics.tsv")).collect(pair).0.into_iter().collect()
});

/// What a field is to extensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// There, but a detail of the implementation.
    Internal,
    /// Of the header of every object: a macro reads it.
    Header,
    /// Told about only where it is gone.
    Plain,
}

/// What to use in place of a field.
#[derive(Clone, Copy, Debug)]
pub struct Advice {
    /// What the field is.
    pub what: What,
    /// A name, or words.
    pub instead: &'static str,
    /// The first minor version that has it; None for one that all have.
    pub since: Option<u8>,
}

/// The minor versions in which a struct has a field, a bit each; None where none has.
pub fn versions(name: &str, field: &str) -> Option<u32> {
    TABLE.get(&(name, field)).copied()
}

/// The minor versions whose public headers define a struct, a bit each; None where none does.
pub fn defined(name: &str) -> Option<u32> {
    STRUCTS.get(name).copied()
}

/// Whether a struct had the field in Python 2, and no Python 3 has it.
pub fn is_relic(name: &str, field: &str) -> bool {
    RELICS.contains(&(name, field))
}

/// Whether some struct has a field of this name.
pub fn is_field(field: &str) -> bool {
    FIELDS.contains(field)
}

/// The struct's usual name, where `tag` is one of CPython's: itself, or the typedef of a tag.
pub fn named(tag: &str) -> Option<&'static str> {
    TAGS.get(tag).copied().or_else(|| STRUCTS.get_key_value(tag).map(|(name, _)| *name))
}

/// The struct that a variable of CPython is: all of its type objects are of one.
pub fn variable(name: &str) -> Option<&'static str> {
    let is_data = || functions::facts_of(name).is_some_and(|f| f.kind == functions::Kind::Data);
    (name.ends_with("_Type") && is_data()).then_some(TYPE_OBJECT)
}

/// The struct that the result of a function points to, where that is not PyObject.
pub fn result(function: &str) -> Option<&'static str> {
    RESULTS.get(function).copied()
}

/// The struct that a field is or points to, and by how many pointers, where that is one of CPython's.
pub fn type_of(name: &str, field: &str) -> Option<(&'static str, u8)> {
    if let Some(&found) = TYPES.get(&(name, field)) {
        return Some(found);
    }
    // The header of an object with a size is one itself.
    let base = if versions(name, "ob_size").is_some() { "PyObject" } else { header(name)? };
    (field == "ob_base" && versions(name, field).is_some()).then_some((base, 0))
}

/// The header that objects of a struct begin with: with a size where one of its items follow.
fn header(name: &str) -> Option<&'static str> {
    let sized = VAR_SIZED.contains(&name);
    versions(name, "ob_base").map(|_| if sized { "PyVarObject" } else { "PyObject" })
}

/// What to use in place of a field.
pub fn advice(name: &str, field: &str) -> Option<Advice> {
    ADVICE.get(&(name, field)).copied()
}

fn read(row: &Row<'_>) -> Result<(Pair, u32), Wrong> {
    let by = row.map("versions", minors)?.unwrap_or_default();
    let versions = (OLDEST..=NEWEST).filter(|&minor| by.by(minor)).fold(0, |set, minor| set | 1 << minor);
    Ok(((row.required("struct")?, row.required("field")?), versions))
}

fn read_type(row: &Row<'_>) -> Result<(Pair, (&'static str, u8)), Wrong> {
    let pointers = row.map("pointers", |text| text.parse().ok())?.unwrap_or(0);
    Ok(((row.required("struct")?, row.required("field")?), (row.required("is")?, pointers)))
}

fn read_advice(row: &Row<'_>) -> Result<(Pair, Advice), Wrong> {
    let what = match row.text("what") {
        None => What::Plain,
        Some("internal") => What::Internal,
        Some("header") => What::Header,
        Some(other) => return Err(row.wrong("what", other)),
    };
    let advice = Advice { what, instead: row.required("instead")?, since: row.minor("since")? };
    Ok(((row.required("struct")?, row.required("field")?), advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        let table = Table::of(include_str!("fields.tsv"));
        assert!(table.collect(read).1.is_empty() && table.len() > 1000);
        assert_eq!(TABLE.len(), table.len());
        let advice = Table::of(include_str!("field_advice.tsv"));
        assert!(advice.collect(read_advice).1.is_empty());
        assert_eq!(ADVICE.len(), advice.len());
        for (name, field) in ADVICE.keys() {
            assert!(versions(name, field).is_some(), "{name}.{field}");
        }
        assert!(
            TYPES.iter().all(|(&(name, field), &(is, _))| versions(name, field).is_some() && defined(is).is_some())
        );
        assert!(RELICS.iter().all(|(name, field)| defined(name).is_some() && versions(name, field).is_none()));
        assert!(VAR_SIZED.iter().all(|name| versions(name, "ob_base").is_some()));
        assert!(RESULTS.iter().chain(TAGS.iter()).all(|(_, name)| defined(name).is_some()));
    }

    #[test]
    fn known_fields() {
        let has = |name: &str, field: &str, minor: u8| versions(name, field).is_some_and(|v| v & (1 << minor) != 0);
        assert!(has("PyThreadState", "frame", 10) && !has("PyThreadState", "frame", 11));
        assert!(has("PyTypeObject", "tp_print", 8) && !has("PyTypeObject", "tp_print", 9));
        assert!(defined("PyFrameObject").is_some_and(|v| v & (1 << 11) == 0 && v & (1 << 10) != 0));
        assert_eq!(type_of("PyThreadState", "frame"), Some(("PyFrameObject", 1)));
        assert_eq!(type_of("PyTypeObject", "ob_base"), Some(("PyVarObject", 0)));
        assert_eq!(type_of("PyFloatObject", "ob_base"), Some(("PyObject", 0)));
        assert_eq!(named("_ts"), Some("PyThreadState"));
        assert_eq!(result("PyEval_GetFrame"), Some("PyFrameObject"));
        assert_eq!((variable("PyUnicode_Type"), variable("PyExc_ValueError")), (Some("PyTypeObject"), None));
        assert!(is_field("f_back") && !is_field("no_such_field"));
    }
}
