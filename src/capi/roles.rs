//! What functions and macros of the C API are for: questions with one answer each. What a column of `functions.tsv` says
//! is asked of [`super::functions`], the rest stands in `roles.tsv`, written by hand.

use std::sync::LazyLock;

use super::functions::{self, Domain, Makes, RunsPython};
use super::table::{Named, Row, Wrong};

static TABLE: LazyLock<Named<Entry>> = LazyLock::new(|| Named::of(include_str!("roles.tsv"), read));

static RELEASING: LazyLock<Vec<&'static str>> = LazyLock::new(|| own(releases).collect());
static TAKING: LazyLock<Vec<&'static str>> = LazyLock::new(|| own(takes).collect());
static TRACKING: LazyLock<Vec<&'static str>> = LazyLock::new(|| own(tracks).chain(named(Role::Track)).collect());
static UNTRACKING: LazyLock<Vec<&'static str>> = LazyLock::new(|| own(untracks).chain(named(Role::Untrack)).collect());
static FREEING: LazyLock<Vec<&'static str>> = LazyLock::new(|| own(frees_objects).chain(named(Role::FreeGc)).collect());

/// The functions of which `holds`, in the order of their names.
fn own(holds: fn(&str) -> bool) -> impl Iterator<Item = &'static str> {
    functions::all().iter().map(|f| f.name).filter(move |name| holds(name))
}

fn frees_objects(name: &str) -> bool {
    matches!(frees(name), Some(Domain::Object | Domain::Gc))
}

/// What a function or macro is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Calls an object.
    Call,
    /// Clears the dict of an instance.
    ClearDict,
    /// Makes an exception class.
    Exception,
    /// Calls tp_finalize.
    Finalize,
    /// Frees an object with its collector's header.
    FreeGc,
    /// Makes an instance as tp_alloc does.
    GenericAlloc,
    /// Fills in the header of memory.
    Init,
    /// Compares the type of an object.
    IsType,
    /// Makes a list, dict or set.
    ListDictSet,
    /// Creates a module from its definition, in one phase.
    ModuleCreate,
    /// Hands on a module's definition.
    ModuleInit,
    /// Makes a module without a definition.
    ModuleNew,
    /// Gives the state of a module.
    ModuleState,
    /// Allocates an instance.
    New,
    /// Knows the main interpreter, or one module in a process.
    OneInterpreter,
    /// Readies a static type.
    Ready,
    /// Readies a type and adds it to a module.
    AddType,
    /// Gives an object another type.
    SetType,
    /// Adds or removes the module of an interpreter by its definition.
    StateModule,
    /// Makes a static type a struct sequence.
    StructseqInit,
    /// Makes a struct sequence.
    StructseqNew,
    /// The collector knows the object from then on.
    Track,
    /// Begins a trashcan.
    TrashcanBegin,
    /// Ends a trashcan.
    TrashcanEnd,
    /// Says that a text of an object is being made.
    ReprEnter,
    /// Says that it is made.
    ReprLeave,
    /// Makes a text of an object.
    Text,
    /// Gives the data of a type in an object.
    TypeData,
    /// Gives the type of an object.
    TypeOf,
    /// Gives the module of a type, or its state.
    TypeState,
    /// The collector forgets the object.
    Untrack,
    /// Calls the visitor.
    Visit,
    /// Visits the dict of an instance.
    VisitDict,
    /// Visits the type of an object.
    VisitType,
    /// Visits the weak references of an instance.
    VisitWeakrefs,
    /// Gives the module of a type or of a base by its definition.
    TypeModule,
    /// Makes a module of a definition and a spec.
    ModuleFromDef,
    /// Sets an attribute or item by a C string.
    SetByName,
    /// Asks whether an object can be tracked.
    IsGc,
    /// Asks whether an object is tracked.
    IsTracked,
    /// Makes a tuple of its arguments.
    Packs,
    /// Gives a pointer of another module.
    ForeignPointer,
    /// Gives an object of `sys` or `builtins`.
    InterpreterObject,
    /// Reads or sets a count of references by hand.
    Count,
    /// Gives memory of an object its first reference.
    Revive,
    /// Calls the callbacks of the weak references to an object.
    ClearWeakrefs,
    /// Gives the number of items of an object.
    Size,
    /// Finds the module of an interpreter by its definition.
    FindModule,
    /// Says whether a module needs the GIL.
    SetGil,
    /// Gives a slot of a type.
    GetSlot,
    /// Gives the definition of a module.
    GetDef,
    /// Does nothing when it runs.
    Idle,
    /// Stands for a constant in an initialiser.
    Constant,
    /// Gives the dict of a type.
    GetDict,
    /// Makes a version one number.
    PackVersion,
    /// Gives the next item of a dict.
    WalkDict,
    /// Tells that a type has changed.
    Modified,
    /// Gives the place of an object's dict.
    DictPointer,
    /// Replaces what runs frames.
    HooksEval,
    /// Copies what locals hold into a frame.
    StoresLocals,
    /// Asks whether an object is a dict, of any class.
    IsDict,
    /// Reads the items of a dict itself, past the methods of its class.
    ReadsDict,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    role: Role,
    type_argument: Option<usize>,
}

fn read(row: &Row<'_>) -> Result<Entry, Wrong> {
    let roles = [
        ("call", Role::Call),
        ("clear-dict", Role::ClearDict),
        ("exception", Role::Exception),
        ("finalize", Role::Finalize),
        ("free-gc", Role::FreeGc),
        ("generic-alloc", Role::GenericAlloc),
        ("init", Role::Init),
        ("is-type", Role::IsType),
        ("list-dict-set", Role::ListDictSet),
        ("module-create", Role::ModuleCreate),
        ("module-init", Role::ModuleInit),
        ("module-new", Role::ModuleNew),
        ("module-state", Role::ModuleState),
        ("new", Role::New),
        ("one-interpreter", Role::OneInterpreter),
        ("ready", Role::Ready),
        ("add-type", Role::AddType),
        ("set-type", Role::SetType),
        ("state-module", Role::StateModule),
        ("structseq-init", Role::StructseqInit),
        ("structseq-new", Role::StructseqNew),
        ("track", Role::Track),
        ("trashcan-begin", Role::TrashcanBegin),
        ("trashcan-end", Role::TrashcanEnd),
        ("repr-enter", Role::ReprEnter),
        ("repr-leave", Role::ReprLeave),
        ("text", Role::Text),
        ("type-data", Role::TypeData),
        ("type-of", Role::TypeOf),
        ("type-state", Role::TypeState),
        ("untrack", Role::Untrack),
        ("visit", Role::Visit),
        ("visit-dict", Role::VisitDict),
        ("visit-type", Role::VisitType),
        ("visit-weakrefs", Role::VisitWeakrefs),
        ("type-module", Role::TypeModule),
        ("module-from-def", Role::ModuleFromDef),
        ("set-by-name", Role::SetByName),
        ("is-gc", Role::IsGc),
        ("is-tracked", Role::IsTracked),
        ("packs", Role::Packs),
        ("foreign-pointer", Role::ForeignPointer),
        ("interpreter-object", Role::InterpreterObject),
        ("count", Role::Count),
        ("revive", Role::Revive),
        ("clear-weakrefs", Role::ClearWeakrefs),
        ("size", Role::Size),
        ("find-module", Role::FindModule),
        ("set-gil", Role::SetGil),
        ("get-slot", Role::GetSlot),
        ("get-def", Role::GetDef),
        ("idle", Role::Idle),
        ("constant", Role::Constant),
        ("get-dict", Role::GetDict),
        ("pack-version", Role::PackVersion),
        ("walk-dict", Role::WalkDict),
        ("modified", Role::Modified),
        ("dict-pointer", Role::DictPointer),
        ("hooks-eval", Role::HooksEval),
        ("stores-locals", Role::StoresLocals),
        ("is-dict", Role::IsDict),
        ("reads-dict", Role::ReadsDict),
    ];
    Ok(Entry {
        role: row.word("role", &roles)?.ok_or_else(|| row.wrong("role", "empty"))?,
        type_argument: row.map("type", |text| text.parse::<usize>().ok()?.checked_sub(1))?,
    })
}

/// What a function is for; None where the table does not say.
pub fn of(name: &str) -> Option<Role> {
    TABLE.get(name).map(|entry| entry.role)
}

/// Whether a function has this role.
pub fn is(name: &str, role: Role) -> bool {
    of(name) == Some(role)
}

/// The functions of a role.
pub fn named(role: Role) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |(_, entry)| entry.role == role).map(|(name, _)| name)
}

/// The index of the argument that is the type.
pub fn type_argument(name: &str) -> Option<usize> {
    TABLE.get(name)?.type_argument
}

/// Whether a call lowers the count of a reference of its caller.
pub fn releases(name: &str) -> bool {
    functions::facts_of(name).is_some_and(|f| !f.releases().is_empty())
}

/// Whether a call releases what its argument held, and sets it to another value or to NULL.
pub fn replaces(name: &str) -> bool {
    releases(name) && super::pointers::argument(name, 0) == Some(super::pointers::Effect::WritesLvalue)
}

/// Whether a call releases an object and has no other value to put in its place.
pub fn drops(name: &str) -> bool {
    let one = || functions::facts_of(name).and_then(|f| f.args(functions::NEWEST)).is_some_and(|a| a.fixed == 1);
    releases(name) && one()
}

/// Which argument a call readies, counted from 0: a type.
pub fn readied(name: &str) -> Option<usize> {
    if is(name, Role::Ready) || is(name, Role::AddType) { type_argument(name) } else { None }
}

/// Whether a call raises the count of its argument.
pub fn takes(name: &str) -> bool {
    functions::facts_of(name).is_some_and(|f| !f.takes.is_empty())
}

/// Whether a call raises the count of its argument and gives it back.
pub fn gives_argument(name: &str) -> bool {
    takes(name) && functions::facts_of(name).is_some_and(functions::Function::returns_new)
}

/// The functions that release a reference.
pub fn releasing() -> impl Iterator<Item = &'static str> {
    RELEASING.iter().copied()
}

/// The functions that take a reference.
pub fn taking() -> impl Iterator<Item = &'static str> {
    TAKING.iter().copied()
}

/// The functions that make the collector know an object.
pub fn tracking() -> impl Iterator<Item = &'static str> {
    TRACKING.iter().copied()
}

/// The functions that make the collector forget an object.
pub fn untracking() -> impl Iterator<Item = &'static str> {
    UNTRACKING.iter().copied()
}

/// Whether the collector knows the argument after the call.
pub fn tracks(name: &str) -> bool {
    let facts = functions::facts_of(name);
    facts.is_some_and(|f| f.memory.tracks && f.memory.allocates.is_none()) || is(name, Role::Track)
}

/// Whether the collector forgets the argument, which stays.
pub fn untracks(name: &str) -> bool {
    let facts = functions::facts_of(name);
    facts.is_some_and(|f| f.memory.untracks && f.memory.frees.is_none()) || is(name, Role::Untrack)
}

/// The allocator whose memory a call of CPython frees.
pub fn frees(name: &str) -> Option<Domain> {
    if is(name, Role::FreeGc) { Some(Domain::Gc) } else { functions::facts_of(name)?.memory.frees }
}

/// The functions that free an object, whatever they think its allocator is.
pub fn freeing_objects() -> impl Iterator<Item = &'static str> {
    FREEING.iter().copied()
}

/// The allocator of the memory that a call of CPython gives.
pub fn allocates(name: &str) -> Option<Domain> {
    functions::facts_of(name)?.memory.allocates
}

/// Whether a call gives memory, not an object.
pub fn allocates_memory(name: &str) -> bool {
    allocates(name).is_some() && functions::facts_of(name).is_some_and(|f| f.makes.is_none())
}

/// What an object is that a call makes.
pub fn makes(name: &str) -> Option<Makes> {
    functions::facts_of(name)?.makes
}

/// Whether a call makes an instance without the collector knowing it: `PyObject_GC_New`.
pub fn makes_untracked(name: &str) -> bool {
    is(name, Role::New) && allocates(name) == Some(Domain::Gc)
}

/// Whether a call returns a new reference.
pub fn returns_new(name: &str) -> bool {
    functions::facts_of(name).is_some_and(functions::Function::returns_new)
}

/// Whether a call surely may run Python code.
pub fn runs_python(name: &str) -> bool {
    functions::facts_of(name).is_some_and(|f| f.runs_python == Some(RunsPython::Yes))
}

/// Whether a call keeps the definition of a module that it gets.
pub fn keeps_definition(name: &str) -> bool {
    matches!(of(name), Some(Role::ModuleInit | Role::ModuleCreate | Role::ModuleFromDef))
}

/// Whether a call knows nothing of other interpreters.
pub fn knows_one_interpreter(name: &str) -> bool {
    matches!(of(name), Some(Role::OneInterpreter | Role::StateModule | Role::FindModule))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capi::table::Table;

    #[test]
    fn table_is_whole() {
        let (rows, wrong) = Table::of(include_str!("roles.tsv")).collect(read);
        assert!(wrong.is_empty(), "{}", wrong[0]);
        assert_eq!(rows.len(), TABLE.iter().count());
        for name in ["Py_DECREF", "Py_XDECREF", "Py_DecRef", "Py_CLEAR"] {
            assert!(drops(name), "{name}");
        }
        assert!(replaces("Py_CLEAR") && replaces("Py_XSETREF") && !replaces("Py_DECREF") && !drops("Py_SETREF"));
        assert!(gives_argument("Py_NewRef") && takes("Py_INCREF") && !gives_argument("Py_INCREF"));
        assert!(tracks("PyObject_GC_Track") && !tracks("PyType_GenericAlloc") && untracks("_PyObject_GC_UNTRACK"));
        assert!(!untracks("PyObject_GC_Del") && frees("PyObject_GC_Del") == Some(Domain::Gc));
        assert!(makes_untracked("_PyObject_GC_New") && !makes_untracked("PyObject_New"));
        assert!(allocates_memory("PyMem_New") && !allocates_memory("PyObject_New"));
        assert_eq!((type_argument("PyObject_New"), type_argument("_PyObject_New")), (Some(1), Some(0)));
    }
}
