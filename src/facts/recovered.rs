//! What the static data of a compiled module says: objects that C initialised, found without any symbol.
//!
//! Types and modules that are made at run time are not in the data: what is missing here is unknown, never absent.

use super::{BinaryCut, DataVariable};

/// Which headers compiled the file, as far as the first word of its static objects tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub enum Headers {
    /// Reference count 1: 3.12 and older, or an object that was not written in C.
    Old,
    /// All 32 low bits set: 3.13, or 3.12 with `Py_BUILD_CORE`.
    Immortal,
    /// The word with flag bits that 3.14 brought.
    Flagged,
    /// The longer header of a free-threaded 3.13.
    FreeThreaded,
    /// The longer header of a free-threaded 3.14 or newer.
    FreeThreadedFlagged,
}

impl Headers {
    /// Whether the file is compiled for free-threaded builds.
    pub fn free_threaded(self) -> bool {
        matches!(self, Headers::FreeThreaded | Headers::FreeThreadedFlagged)
    }
}

/// A value that static data holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum DataValue {
    /// A number; 0 is NULL.
    Plain(u64),
    /// An address in the same slice.
    Address(u64),
    /// An imported symbol.
    Import,
}

impl DataValue {
    /// Whether it is not NULL.
    pub fn is_set(self) -> bool {
        self != DataValue::Plain(0)
    }
}

/// One entry of a slot array, of a module or a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataSlot {
    /// The number as written.
    pub id: u16,
    /// Its value.
    pub value: DataValue,
}

/// What a slot array of a module says about one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub enum Declared {
    /// There is no such slot.
    No,
    /// The slot holds this number.
    Number(u64),
    /// The slots are not known.
    Unknown,
}

/// A module definition: a `PyModuleDef`, or the `PySlot` array that a `PyModExport_` hook returns.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataModule {
    /// Where it is.
    pub address: u64,
    /// `m_name`.
    pub name: String,
    /// `m_size`.
    pub size: i64,
    /// `m_methods`.
    pub methods: DataValue,
    /// `m_slots`; None where it is NULL. Code may set it before use.
    pub slots: Option<Vec<DataSlot>>,
    /// Whether `m_traverse`, `m_clear` and `m_free` are set.
    pub hooks: [bool; 3],
    /// The header word; None for a `PySlot` array, which has none.
    pub headers: Option<Headers>,
    /// Whether code has to do with the array of slots, so that it may fill it; None where no code was read.
    pub filled: Option<bool>,
}

/// `Py_slot_subslots` and `Py_mod_slots`: more slots in another array.
const MORE_SLOTS: [u16; 2] = [92, 94];

impl DataModule {
    /// `Py_mod_multiple_interpreters`: 0 not supported, 1 supported, 2 with an own GIL.
    pub fn multiple_interpreters(&self) -> Declared {
        self.declared(&[3, 86])
    }

    /// `Py_mod_gil`: 0 used, 1 not used.
    pub fn gil(&self) -> Declared {
        self.declared(&[4, 87])
    }

    fn declared(&self, ids: &[u16]) -> Declared {
        let Some(slots) = &self.slots else { return Declared::Unknown };
        match slots.iter().find(|s| ids.contains(&s.id)) {
            Some(DataSlot { value: DataValue::Plain(number), .. }) => Declared::Number(*number),
            Some(_) => Declared::Unknown,
            None if slots.iter().any(|s| MORE_SLOTS.contains(&s.id)) => Declared::Unknown,
            // An array without an entry is most often one that code fills.
            None if self.filled.unwrap_or(slots.is_empty()) => Declared::Unknown,
            None => Declared::No,
        }
    }
}

/// A static `PyTypeObject`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataType {
    /// Where it is.
    pub address: u64,
    /// `tp_name`.
    pub name: String,
    /// `tp_basicsize`.
    pub basicsize: i64,
    /// `tp_flags` before `PyType_Ready`.
    pub flags: u64,
    /// `tp_traverse`.
    pub traverse: DataValue,
    /// `tp_clear`.
    pub clear: DataValue,
    /// `tp_methods`.
    pub methods: DataValue,
    /// Whether it surely stays as it is until `PyType_Ready`: the file's code was read, and nothing in it writes there.
    pub fixed: bool,
    /// The header word; None where it is 0, as in an object that was not given one.
    pub headers: Option<Headers>,
}

/// A static type object that `PyStructSequence_InitType` fills.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataSequence {
    /// Where it is.
    pub address: u64,
    /// The name in its description.
    pub name: String,
}

/// A `PyType_Spec`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataSpec {
    /// Where it is.
    pub address: u64,
    /// `name`.
    pub name: String,
    /// `basicsize`.
    pub basicsize: i32,
    /// `flags`.
    pub flags: u32,
    /// `slots`.
    pub slots: Vec<DataSlot>,
    /// Whether it surely stays as it is, its slots as well: it lies in constant memory, or the file's code was read and
    /// nothing in it writes there.
    pub fixed: bool,
    /// Whether the type is surely made without a base of its own, so that its base is `object`.
    pub without_base: bool,
    /// Whether the traverse function visits the type of the instance; None: no such function, or not decided.
    pub visits_type: Option<bool>,
}

impl DataSpec {
    /// `Py_tp_base`.
    pub const BASE: u16 = 48;
    /// `Py_tp_bases`.
    pub const BASES: u16 = 49;
    /// `Py_tp_clear`.
    pub const CLEAR: u16 = 51;
    /// `Py_tp_traverse`.
    pub const TRAVERSE: u16 = 71;

    /// The value of the slot of this number.
    pub fn slot(&self, id: u16) -> Option<DataValue> {
        self.slots.iter().find(|s| s.id == id).map(|s| s.value)
    }

    /// The address of `Py_tp_traverse`, where it is a function of the file.
    pub fn traverse_at(&self) -> Option<u64> {
        match self.slot(Self::TRAVERSE) {
            Some(DataValue::Address(at)) => Some(at),
            _ => None,
        }
    }
}

/// One `PyMethodDef`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataMethod {
    /// `ml_name`.
    pub name: String,
    /// `ml_flags`.
    pub flags: u32,
}

/// Consecutive `PyMethodDef`s.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataMethods {
    /// Where the first one is.
    pub address: u64,
    /// The entries, without the closing one.
    pub methods: Vec<DataMethod>,
}

/// A `PyABIInfo`, which headers of 3.15 and newer put into the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AbiInfo {
    /// 1 stable ABI, 2 with the GIL, 4 free-threaded, 8 internal.
    pub flags: u16,
    /// `PY_VERSION_HEX` of the headers.
    pub build_version: u32,
    /// The version promised, as a hexadecimal version.
    pub abi_version: u32,
}

/// Everything that the static data of one slice gives up.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Recovered {
    /// Module definitions, by address.
    pub modules: Vec<DataModule>,
    /// Static types, by address.
    pub types: Vec<DataType>,
    /// Types with static storage that code makes struct sequences of, by address.
    pub sequences: Vec<DataSequence>,
    /// Type specifications, by address.
    pub specs: Vec<DataSpec>,
    /// Method tables, by address.
    pub methods: Vec<DataMethods>,
    /// The ABI that the headers recorded.
    pub abi_info: Option<AbiInfo>,
    /// C names of the objects, of traverse functions and of module hooks by address, as far as the file has symbols for them.
    pub symbols: Vec<(u64, String)>,
    /// Where the source defines the same things by address, as far as there is debug information.
    pub lines: Vec<(u64, SourceLine)>,
    /// Variables with static storage in memory that may be written, by address, as far as there is debug information.
    pub variables: Vec<DataVariable>,
    /// What was not read to its end, each once.
    pub cuts: Vec<BinaryCut>,
}

/// A line of a source that debug information names.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SourceLine {
    /// The path as the compiler recorded it.
    pub path: String,
    /// From 1.
    pub line: u32,
}

impl Recovered {
    /// The C name of what is at an address, where the file has a symbol for it.
    pub fn symbol_at(&self, address: u64) -> Option<&str> {
        let found = self.symbols.binary_search_by_key(&address, |s| s.0).ok()?;
        Some(&self.symbols[found].1)
    }

    /// Where the source defines the function or object of this C name, where debug information says it.
    pub fn line_of(&self, name: &str) -> Option<&SourceLine> {
        self.line_at(self.symbols.iter().find(|s| s.1 == name)?.0)
    }

    /// Where the source defines what is at an address, where debug information says it.
    pub fn line_at(&self, address: u64) -> Option<&SourceLine> {
        let found = self.lines.binary_search_by_key(&address, |s| s.0).ok()?;
        Some(&self.lines[found].1)
    }

    /// The headers that every static object agrees on; None where there is no object, or two differ.
    pub fn headers(&self) -> Option<Headers> {
        let mut words =
            self.modules.iter().filter_map(|m| m.headers).chain(self.types.iter().filter_map(|t| t.headers));
        let first = words.next()?;
        words.all(|other| other == first).then_some(first)
    }
}
