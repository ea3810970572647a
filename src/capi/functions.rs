//! What each function and function-like macro of CPython's C API is and does: versions, references, memory. Data and
//! look-ups, no judgement: a cell without a fact is None, which means not known.
//!
//! The table stands in `functions.tsv`; `tools/capi_functions.py` makes it. Its columns are the fields of [`Function`].
//! Arguments count from 1.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::families::{self, Family};
use super::table::{Row, Table, Wrong};

/// Oldest minor version in the table: `3.6` in `since` means 3.6 or older.
pub const OLDEST: u8 = 6;
/// Newest minor version in the table.
pub const NEWEST: u8 = 15;

static TABLE: LazyLock<Functions> = LazyLock::new(|| {
    let (rows, _) = Table::of(include_str!("functions.tsv")).collect(read_row);
    let by_name = rows.iter().enumerate().map(|(i, f)| (f.name, i)).collect();
    Functions { rows, by_name }
});

struct Functions {
    rows: Vec<Function>,
    by_name: FxHashMap<&'static str, usize>,
}

/// What a name is in the newest version that has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of the shared library; a macro of the same name may lie over it.
    Function,
    /// With arguments, or another word for a function.
    Macro,
    /// Of the headers, with a body.
    StaticInline,
    /// A variable.
    Data,
}

/// What a call returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// A new reference.
    New,
    /// A borrowed reference.
    Borrowed,
    /// A pointer to an object that is always NULL.
    Null,
    /// Nothing.
    None,
    /// An `int`.
    Int,
    /// Another type that is no reference.
    Other,
}

/// The value that tells a failed call; for some it needs `PyErr_Occurred` to be sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fails {
    /// `NULL`.
    Null,
    /// `-1`.
    MinusOne,
    /// `0`, for converters and parsers of arguments.
    Zero,
}

/// What a new object is that a call returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Makes {
    /// Never part of a cycle: str, int, bytes, …
    Acyclic,
    /// Holds references: dict, list, method, …
    Container,
    /// A type, heap allocated.
    Type,
    /// A module.
    Module,
    /// An exception class.
    ExceptionType,
    /// An object of the type that the caller names.
    Instance,
}

/// The allocator that memory belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// `PyMem_Raw*`.
    Raw,
    /// `PyMem_*`.
    Mem,
    /// `PyObject_*`, without the collector's header.
    Object,
    /// With the collector's header.
    Gc,
    /// Object or Gc, as the type of the object says.
    Instance,
}

/// What a call does to memory and to the collector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// Returns memory of this allocator.
    pub allocates: Option<Domain>,
    /// Frees memory of this allocator.
    pub frees: Option<Domain>,
    /// The collector knows the object from then on.
    pub tracks: bool,
    /// The collector forgets the object.
    pub untracks: bool,
}

/// Whether a call can run Python code of anyone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunsPython {
    /// By its purpose, or through `__hash__`, `__eq__`, `__index__`, buffers, callbacks.
    Yes,
    /// Only where it drops a last reference.
    Dealloc,
    /// Only where its allocation starts a collection: Python 3.11 and older.
    Gc,
    /// Never.
    No,
}

/// How safe the manual says a call is without the GIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThreadSafety {
    /// Not even with a lock.
    Incompatible,
    /// With a lock of the caller.
    Compatible,
    /// On distinct objects.
    Distinct,
    /// On the same object.
    Shared,
    /// In one step.
    Atomic,
}

/// A set of argument numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Arguments(u32);

impl Arguments {
    /// Whether the argument is one of them; the first is 1.
    pub fn has(self, number: usize) -> bool {
        u32::try_from(number).ok().and_then(|n| self.0.checked_shr(n)).unwrap_or(0) & 1 == 1
    }

    /// Their numbers in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (1..32).filter(move |&n| self.has(n))
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// How many arguments a call has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arity {
    /// Those that are always there.
    pub fixed: u8,
    /// More may follow.
    pub more: bool,
}

/// A row of the table. Versions are minor versions of Python 3.
#[derive(Clone, Debug)]
pub struct Function {
    /// The exact name.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// First version whose public headers have it; [`OLDEST`] may mean an older one.
    pub since: u8,
    /// First version whose public headers no longer have it; the library may still export it.
    pub removed: Option<u8>,
    /// First version of the limited API that has it.
    pub limited: Option<u8>,
    /// Since when new code should not use it.
    pub soft_deprecated: Option<u8>,
    /// Since when it is to be removed some day.
    pub deprecated: Option<u8>,
    /// What to use instead, be it deprecated or only the safer one.
    pub replacement: Option<&'static str>,
    /// First version that has the replacement.
    pub replacement_since: Option<u8>,
    /// What a call returns.
    pub returns: Option<Returns>,
    /// The value that tells a failed call.
    pub may_fail: Option<Fails>,
    args: Vec<(u8, Arity)>,
    stolen: Arguments,
    stolen_on_success: Arguments,
    /// The arguments of which it takes a reference of its own and keeps it beyond the call.
    pub keeps: Arguments,
    /// The arguments through which it writes a result.
    pub writes: Arguments,
    /// The arguments whose reference count it raises for the caller.
    pub takes: Arguments,
    released: Arguments,
    /// What a new object is that it returns.
    pub makes: Option<Makes>,
    /// What it does to memory.
    pub memory: Memory,
    /// Whether it can run Python code.
    pub runs_python: Option<RunsPython>,
    /// Whether the thread must have an attached thread state (hold the GIL).
    pub needs_thread_state: Option<bool>,
    /// How safe it is without the GIL.
    pub thread_safety: Option<ThreadSafety>,
    /// The family of its name.
    pub family: Option<Family>,
    /// Whether it follows its pointer without a look.
    pub crashes: bool,
}

impl Function {
    /// Whether the public headers of this version have it.
    pub fn is_in(&self, minor: u8) -> bool {
        self.since <= minor.max(OLDEST) && self.removed.is_none_or(|gone| minor < gone)
    }

    /// Whether a call returns a new reference; false where that is not known.
    pub fn returns_new(&self) -> bool {
        self.returns == Some(Returns::New)
    }

    /// Whether a call returns a borrowed reference; false where that is not known.
    pub fn returns_borrowed(&self) -> bool {
        self.returns == Some(Returns::Borrowed)
    }

    /// Whether a call returns an object, new or borrowed.
    pub fn returns_object(&self) -> bool {
        self.returns_new() || self.returns_borrowed()
    }

    /// Whether the reference of an argument is stolen, by a call that fails too.
    pub fn steals(&self, argument: usize) -> bool {
        self.stolen.has(argument)
    }

    /// Whether the reference of an argument is stolen by a call that succeeds.
    pub fn steals_on_success(&self, argument: usize) -> bool {
        self.stolen.has(argument) || self.stolen_on_success.has(argument)
    }

    /// The arguments whose reference count it lowers for the caller.
    pub fn releases(&self) -> Arguments {
        self.released
    }

    /// How many arguments it has in a version; None where that is not known.
    pub fn args(&self, minor: u8) -> Option<Arity> {
        let known = self.args.iter().rev().find(|(from, _)| *from <= minor.max(self.since));
        known.map(|(_, arity)| *arity)
    }
}

/// What is known of a name; None for one that no header has.
pub fn facts_of(name: &str) -> Option<&'static Function> {
    TABLE.by_name.get(name).map(|&i| &TABLE.rows[i])
}

/// All rows, by name.
pub fn all() -> &'static [Function] {
    &TABLE.rows
}

fn read_row(row: &Row<'_>) -> Result<Function, Wrong> {
    let kinds = [
        ("function", Kind::Function),
        ("macro", Kind::Macro),
        ("static-inline", Kind::StaticInline),
        ("data", Kind::Data),
    ];
    let returns = [
        ("new", Returns::New),
        ("borrowed", Returns::Borrowed),
        ("null", Returns::Null),
        ("none", Returns::None),
        ("int", Returns::Int),
        ("other", Returns::Other),
    ];
    let makes = [
        ("acyclic", Makes::Acyclic),
        ("container", Makes::Container),
        ("type", Makes::Type),
        ("module", Makes::Module),
        ("exception-type", Makes::ExceptionType),
        ("instance", Makes::Instance),
    ];
    let runs =
        [("yes", RunsPython::Yes), ("dealloc", RunsPython::Dealloc), ("gc", RunsPython::Gc), ("no", RunsPython::No)];
    let safety = [
        ("incompatible", ThreadSafety::Incompatible),
        ("compatible", ThreadSafety::Compatible),
        ("distinct", ThreadSafety::Distinct),
        ("shared", ThreadSafety::Shared),
        ("atomic", ThreadSafety::Atomic),
    ];
    let numbers = |column| row.map(column, arguments).map(Option::unwrap_or_default);
    let since = row.minor("since")?.ok_or_else(|| row.wrong("since", "empty"))?;
    let (stolen, stolen_on_success) = row.map("steals", stolen)?.unwrap_or_default();
    Ok(Function {
        name: row.required("name")?,
        kind: row.word("kind", &kinds)?.ok_or_else(|| row.wrong("kind", "empty"))?,
        since,
        removed: row.minor("removed")?,
        limited: row.minor("limited")?,
        soft_deprecated: row.minor("soft_deprecated")?,
        deprecated: row.minor("deprecated")?,
        replacement: row.text("replacement"),
        replacement_since: row.minor("replacement_since")?,
        returns: row.word("returns", &returns)?,
        may_fail: row.word("may_fail", &[("NULL", Fails::Null), ("-1", Fails::MinusOne), ("0", Fails::Zero)])?,
        args: row.map("args", |text| arities(text, since))?.unwrap_or_default(),
        stolen,
        stolen_on_success,
        keeps: numbers("keeps")?,
        writes: numbers("writes")?,
        takes: numbers("takes")?,
        released: numbers("releases")?,
        makes: row.word("makes", &makes)?,
        memory: row.map("memory", memory)?.unwrap_or_default(),
        runs_python: row.word("runs_python", &runs)?,
        needs_thread_state: row.word("gil", &[("yes", true), ("no", false)])?,
        thread_safety: row.word("thread_safety", &safety)?,
        family: families::family(row.required("name")?),
        crashes: families::crashes(row.required("name")?),
    })
}

/// `1,3`.
fn arguments(text: &str) -> Option<Arguments> {
    text.split(',').try_fold(Arguments::default(), |set, number| {
        let number: u32 = number.parse().ok().filter(|n| (1..32).contains(n))?;
        Some(Arguments(set.0 | 1 << number))
    })
}

/// `1,3` or `3?`: those of every call, those of one that succeeds.
fn stolen(text: &str) -> Option<(Arguments, Arguments)> {
    match text.strip_suffix('?') {
        Some(on_success) => Some((Arguments::default(), arguments(on_success)?)),
        None => Some((arguments(text)?, Arguments::default())),
    }
}

/// `5;3.13:6` or `2+`: from which version on, how many.
fn arities(text: &str, since: u8) -> Option<Vec<(u8, Arity)>> {
    let part = |part: &str| {
        let (from, count) = match part.split_once(':') {
            Some((version, count)) => (version.strip_prefix("3.")?.parse().ok()?, count),
            None => (since, part),
        };
        let fixed = count.trim_end_matches('+').parse().ok()?;
        Some((from, Arity { fixed, more: count.ends_with('+') }))
    };
    text.split(';').map(part).collect()
}

/// `allocates:gc,tracks`.
fn memory(text: &str) -> Option<Memory> {
    let domain = |name: &str| match name {
        "raw" => Some(Domain::Raw),
        "mem" => Some(Domain::Mem),
        "object" => Some(Domain::Object),
        "gc" => Some(Domain::Gc),
        "instance" => Some(Domain::Instance),
        _ => None,
    };
    text.split(',').try_fold(Memory::default(), |mut memory, word| {
        match word.split_once(':') {
            Some(("allocates", name)) => memory.allocates = Some(domain(name)?),
            Some(("frees", name)) => memory.frees = Some(domain(name)?),
            None if word == "tracks" => memory.tracks = true,
            None if word == "untracks" => memory.untracks = true,
            _ => return None,
        }
        Some(memory)
    })
}

#[cfg(test)]
#[path = "functions_tests.rs"]
mod tests;
