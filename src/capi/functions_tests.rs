//! Holds the table of functions: its shape, its vocabulary, and facts that are well known.

use super::*;
use crate::capi::stable;

fn of(name: &str) -> &'static Function {
    facts_of(name).unwrap_or_else(|| panic!("no row for {name}"))
}

#[test]
fn every_row_is_readable_and_in_order() {
    let table = Table::of(include_str!("functions.tsv"));
    let (rows, wrong) = table.collect(read_row);
    assert!(wrong.is_empty(), "{}", wrong[0]);
    assert!(rows.len() > 2500, "{}", rows.len());
    assert!(rows.is_sorted_by(|a, b| a.name.as_bytes() < b.name.as_bytes()), "sorted, each name once");
    assert_eq!(rows.len(), TABLE.by_name.len());
}

#[test]
fn versions_and_arguments_fit_together() {
    for f in all() {
        assert!((OLDEST..=NEWEST).contains(&f.since), "{}: since", f.name);
        assert!(f.removed.is_none_or(|gone| gone > f.since && gone <= NEWEST), "{}: removed", f.name);
        assert!(f.replacement.is_none_or(|r| facts_of(r).is_some_and(|other| other.name != f.name)), "{}", f.name);
        assert_eq!(f.replacement.is_some(), f.replacement_since.is_some(), "{}: replacement", f.name);
        assert_eq!(f.replacement.map(|r| of(r).since), f.replacement_since, "{}: replacement_since", f.name);
        assert!(f.args.is_sorted_by(|a, b| a.0 < b.0 && a.1 != b.1), "{}: args", f.name);
        let Some(most) = f.args.iter().map(|(_, a)| if a.more { u8::MAX } else { a.fixed }).max() else { continue };
        for set in [f.stolen, f.stolen_on_success, f.keeps, f.writes, f.takes, f.released] {
            assert!(set.iter().all(|n| n <= usize::from(most)), "{}: an argument beyond the last", f.name);
        }
        assert!((f.stolen.0 | f.stolen_on_success.0) & f.keeps.0 == 0, "{}: stolen and kept", f.name);
    }
}

#[test]
fn the_stable_abi_is_in_it() {
    let mut functions = 0;
    for line in include_str!("stable_abi.tsv").lines().filter(|l| !l.starts_with('#')) {
        let name = line.split('\t').next().expect("a name");
        let promise = stable::lookup(name).expect("a row of the table");
        let row = facts_of(name).unwrap_or_else(|| panic!("{name} is not in functions.tsv"));
        assert_eq!(row.limited, Some(promise.added), "{name}");
        assert_eq!(row.kind == Kind::Data, promise.data, "{name}");
        functions += usize::from(!promise.data);
    }
    assert!(functions > 700);
    // And the other way: what has a first version of the limited API is a row of the other table.
    for f in all().iter().filter(|f| f.limited.is_some() && matches!(f.kind, Kind::Function | Kind::Data)) {
        assert!(stable::lookup(f.name).is_some_and(|promise| Some(promise.added) == f.limited), "{}", f.name);
    }
}

#[test]
fn returned_references() {
    for name in [
        "PyList_New",
        "PyObject_GetAttr",
        "PyUnicode_FromString",
        "PyObject_CallObject",
        "PyType_FromSpec",
        "Py_NewRef",
        "PyImport_ImportModule",
        "PyDict_Copy",
        "PySequence_GetItem",
        "PyObject_GC_New",
        "_PyObject_CallMethodId",
    ] {
        assert!(of(name).returns_new(), "{name}");
    }
    for name in [
        "PyList_GetItem",
        "PyTuple_GET_ITEM",
        "PyDict_GetItem",
        "PyErr_Occurred",
        "PyImport_AddModule",
        "PyModule_GetDict",
        "PyWeakref_GetObject",
        "PySys_GetObject",
        "PyType_GetModuleByDef",
        "_PyType_Lookup",
    ] {
        assert!(of(name).returns_borrowed(), "{name}");
    }
    assert_eq!(of("PyErr_NoMemory").returns, Some(Returns::Null));
    assert_eq!(of("PyErr_Clear").returns, Some(Returns::None));
    assert_eq!(of("PyObject_Hash").returns, Some(Returns::Other));
}

#[test]
fn arguments_taken_and_given() {
    for (name, argument) in [
        ("PyList_SetItem", 3),
        ("PyTuple_SET_ITEM", 3),
        ("PyErr_Restore", 2),
        ("PyErr_SetRaisedException", 1),
        ("PyModule_Add", 3),
        ("PyException_SetCause", 2),
    ] {
        assert!(of(name).steals(argument) && of(name).steals_on_success(argument), "{name}");
    }
    assert!(!of("PyModule_AddObject").steals(3) && of("PyModule_AddObject").steals_on_success(3));
    assert!(!of("PyDict_SetItem").steals(3) && of("PyDict_SetItem").keeps.has(3));
    assert!(of("PyModule_AddObjectRef").keeps.has(3) && of("PyList_Append").keeps.has(2));
    assert_eq!(of("PyErr_Fetch").writes.iter().collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(of("PyDict_GetItemRef").writes.iter().collect::<Vec<_>>(), [3]);
    assert!(of("PyArg_ParseTupleAndKeywords").writes.is_empty());
    assert!(of("Py_XINCREF").takes.has(1) && of("Py_IncRef").takes.has(1) && of("Py_DECREF").takes.is_empty());
    assert!(of("Py_CLEAR").releases().has(1) && of("Py_XSETREF").releases().has(1) && of("Py_SETREF").steals(2));
}

#[test]
fn arities_by_version() {
    let fixed = |fixed| Some(Arity { fixed, more: false });
    let packed = of("_PyLong_AsByteArray");
    assert_eq!(
        (packed.args(6), packed.args(12), packed.args(13), packed.args(15)),
        (fixed(5), fixed(5), fixed(6), fixed(6))
    );
    assert_eq!(of("PyArg_ParseTuple").args(12), Some(Arity { fixed: 2, more: true }));
    assert_eq!(of("PyErr_Occurred").args(12), fixed(0));
    assert_eq!(of("PyList_GET_SIZE").args(8), fixed(1));
}

#[test]
fn versions_of_well_known_names() {
    assert!(of("PyType_FromMetaclass").is_in(12) && !of("PyType_FromMetaclass").is_in(11));
    assert!(of("PyUnicode_AsUnicode").is_in(11) && !of("PyUnicode_AsUnicode").is_in(12));
    assert!(of("PyList_New").is_in(5) && of("PyList_New").is_in(15));
    assert_eq!(
        (of("PyErr_Fetch").deprecated, of("PyErr_Fetch").replacement),
        (Some(12), Some("PyErr_GetRaisedException"))
    );
    assert_eq!(of("PyModule_AddObject").soft_deprecated, Some(13));
    assert_eq!((of("PyList_New").kind, of("Py_CLEAR").kind), (Kind::Function, Kind::Macro));
    assert_eq!((of("PyList_GET_SIZE").kind, of("PyExc_ValueError").kind), (Kind::StaticInline, Kind::Data));
    assert_eq!((of("PyMem_RawMalloc").limited, of("PyList_GET_ITEM").limited), (Some(13), None));
}

#[test]
fn memory_threads_and_python() {
    assert_eq!(of("PyMem_RawMalloc").memory.allocates, Some(Domain::Raw));
    assert_eq!(of("PyObject_GC_New").memory.allocates, Some(Domain::Gc));
    assert_eq!(of("PyObject_Free").memory.frees, Some(Domain::Object));
    assert_eq!(of("PyMem_DEL").memory.frees, Some(Domain::Mem));
    assert!(of("PyObject_GC_UnTrack").memory.untracks && of("PyObject_GC_Track").memory.tracks);
    assert_eq!(of("PyType_GenericAlloc").memory.allocates, Some(Domain::Instance));
    for (name, needs) in [
        ("PyMem_RawFree", false),
        ("PyGILState_Ensure", false),
        ("Py_IsInitialized", false),
        ("PyThread_acquire_lock", false),
        ("Py_AddPendingCall", false),
        ("PyErr_SetString", true),
        ("Py_INCREF", true),
        ("PyMem_Malloc", true),
    ] {
        assert_eq!(of(name).needs_thread_state, Some(needs), "{name}");
    }
    assert_eq!(of("PyObject_RichCompareBool").runs_python, Some(RunsPython::Yes));
    assert_eq!(of("Py_DECREF").runs_python, Some(RunsPython::Dealloc));
    assert_eq!(of("PyTuple_New").runs_python, Some(RunsPython::Gc));
    assert_eq!(of("PyList_GET_ITEM").runs_python, Some(RunsPython::No));
    assert_eq!((of("PyDict_New").makes, of("PyLong_FromLong").makes), (Some(Makes::Container), Some(Makes::Acyclic)));
    assert_eq!(
        (of("PyModule_Create2").makes, of("PyErr_NewException").makes),
        (Some(Makes::Module), Some(Makes::ExceptionType))
    );
    assert_eq!((of("PyList_New").may_fail, of("PyList_Append").may_fail), (Some(Fails::Null), Some(Fails::MinusOne)));
    assert_eq!(of("PyList_GetItemRef").thread_safety, Some(ThreadSafety::Atomic));
    assert!(facts_of("PyNoSuch_Name").is_none());
}
