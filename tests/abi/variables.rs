//! Variables with static storage, as debug information declares them and machine code writes them.
#![cfg(feature = "debuginfo")]

use extlint::abi::read_binary;
use extlint::facts::{DataVariable, FileId, Holds};

use crate::elf::shared;
use crate::support::check_binary;

/// A module with a variable of every kind. Every function is reached from the hook.
const SOURCE: &str = r#"
#include <pthread.h>
#include <stddef.h>
typedef struct _object { size_t refs; struct _typeobject *ob_type; } PyObject;
typedef struct _typeobject { PyObject head; size_t size; const char *name; } PyTypeObject;
typedef struct { const char *name; void *meth; int flags; const char *doc; } PyMethodDef;
typedef struct { PyObject ob_base; int value; } Counted;
typedef struct { PyObject *error; Counted *first; int n; } State;
extern PyObject *PyErr_NewException(const char *, void *, void *);
extern void PyDict_Clear(PyObject *);

static PyObject *error;
static Counted *items[4];
static PyTypeObject *kind;
static State state;
static Counted single = {{1, 0}, 2};
static int calls;
static int *cursor;
static char buffer[16];
static _Atomic int hits;
static __thread int per_thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static PyMethodDef table[] = {{"run", 0, 1, 0}, {0}};
static const int limit = 3;
static int never_written = 4;
static PyObject *only_read;
PyObject *visible;

__attribute__((noinline)) static int local(void) { static int n = 1; static PyObject *last; if (last == error) n = 5; last = error; return ++n; }
__attribute__((noinline)) static void set(int i, PyObject *o) {
    error = o; items[i & 3] = (Counted *)o; kind = o->ob_type; state.error = o; visible = o; single.value++;
    calls += limit; cursor = &calls; buffer[i & 15] = 1; per_thread = i; table[0].flags = i;
    __atomic_fetch_add(&hits, 1, __ATOMIC_SEQ_CST);
    pthread_mutex_lock(&lock); if (only_read) PyDict_Clear(only_read); pthread_mutex_unlock(&lock);
}
int volatile sink;
PyObject *PyInit_spam(void) {
    for (int i = 0; i < 20; i++) set(i, PyErr_NewException("spam", 0, 0));
    sink = local() + never_written + per_thread + buffer[1] + *cursor + hits + (state.first != 0) + (kind != 0);
    return items[1] ? visible : (PyObject *)(table[0].name ? &single : 0);
}
"#;

/// Name, type, and whether it holds objects, is local, is written.
type Row = (&'static str, &'static str, Holds, bool, bool);

/// What the text above says of each variable that is neither const nor thread-local.
const ROWS: [Row; 14] = [
    ("buffer", "char [16]", Holds::Nothing, false, true),
    ("calls", "int", Holds::Nothing, false, true),
    ("cursor", "int *", Holds::Nothing, false, true),
    ("error", "PyObject *", Holds::ObjectPointer, false, true),
    ("hits", "int", Holds::Nothing, false, true),
    ("items", "Counted *[4]", Holds::ObjectPointer, false, true),
    ("kind", "PyTypeObject *", Holds::ObjectPointer, false, true),
    ("last", "PyObject *", Holds::ObjectPointer, true, true),
    ("lock", "pthread_mutex_t", Holds::Nothing, false, false),
    ("n", "int", Holds::Nothing, true, true),
    ("single", "Counted", Holds::Object, false, true),
    ("state", "State", Holds::ObjectStruct, false, true),
    ("table", "PyMethodDef [2]", Holds::Nothing, false, true),
    ("visible", "PyObject *", Holds::ObjectPointer, false, true),
];

/// The variables by name.
fn variables(flags: &[&str]) -> Option<Vec<DataVariable>> {
    let bytes = shared(SOURCE, flags)?;
    let facts = read_binary(FileId(0), "spam.so", &bytes).unwrap();
    let mut found = facts.slices[0].recovered.variables.clone();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Some(found)
}

fn line_of(text: &str) -> u32 {
    SOURCE.lines().position(|line| line.contains(text)).unwrap() as u32 + 1
}

/// Every way to write debug information, and code that is optimised or not. Optimisation may drop what is never read.
#[test]
fn declared_and_written() {
    let machine_code = cfg!(all(feature = "disasm", target_arch = "x86_64"));
    let ways: [&[&str]; 6] = [
        &["-g", "-O0"],
        &["-gdwarf-4", "-O2"],
        &["-gdwarf-5", "-O2"],
        &["-g", "-O3", "-fcommon"],
        &["-g", "-O2", "-flto"],
        &["-g", "-Os", "-gz=zlib"],
    ];
    for flags in ways {
        let Some(found) = variables(flags) else { return };
        for (name, text, holds, local, written) in ROWS {
            let Some(var) = found.iter().find(|v| v.name == name) else {
                panic!("{flags:?}: `{name}` is missing of {:?}", found.iter().map(|v| &v.name).collect::<Vec<_>>());
            };
            assert_eq!((var.declared.text.as_str(), var.declared.holds), (text, holds), "{flags:?} {name}");
            assert_eq!(var.local_to.is_some(), local, "{flags:?} {name}");
            if machine_code {
                assert_eq!(var.written.is_some(), written, "{flags:?} {name}");
                assert!(var.used, "{flags:?} {name}");
            }
        }
        let error = found.iter().find(|v| v.name == "error").unwrap();
        assert_eq!(error.size, size_of::<usize>() as u64);
        let line = error.line.as_ref().unwrap();
        assert!(line.path.ends_with("in.c") && line.line == line_of("static PyObject *error"), "{line:?}");
        let names = ["limit", "per_thread"];
        assert!(!found.iter().any(|v| names.contains(&v.name.as_str())), "{flags:?}");
        let quiet = found.iter().filter(|v| ["never_written", "only_read"].contains(&v.name.as_str()));
        assert!(quiet.clone().all(|v| v.written.is_none()), "{flags:?}");
    }
}

/// Debug information in a file of its own, none at all, and lines left out: nothing is seen, and nothing is wrong.
#[test]
fn without_debug_information() {
    for flags in [&["-O2"][..], &["-g", "-s"], &["-g", "-gsplit-dwarf"], &["-g1"]] {
        let Some(found) = variables(flags) else { return };
        assert!(found.is_empty(), "{flags:?}: {found:?}");
    }
}

/// The rules about state in C globals.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
#[test]
fn rules_on_variables() {
    let Some(bytes) = shared(SOURCE, &["-g", "-O1"]) else { return };
    let said = check_binary("spam.cpython-313-x86_64-linux-gnu.so", &bytes);
    let said: Vec<&str> = said.iter().filter(|l| l.starts_with("ISO")).map(String::as_str).collect();
    assert_eq!(
        said,
        [
            "ISO003 warning single",
            "ISO010 warning error",
            "ISO010 warning items",
            "ISO010 warning kind",
            "ISO010 warning visible",
            "ISO015 warning state",
            "ISO016 warning last",
            "ISO020 note buffer",
            "ISO020 note calls",
            "ISO020 note cursor",
            "ISO020 note sink",
            "ISO021 note n",
            "ISO023 note lock",
            "ISO030 warning table",
        ]
    );
}

/// A counter and a lock of a library that is linked in are not the extension's; beside an object they are.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
#[test]
fn linked_libraries() {
    let library = "#include <pthread.h>\nstatic pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;\nstatic int total;\n\
        int add(int n) { static int calls; pthread_mutex_lock(&gate); total += n; calls++;\n\
        pthread_mutex_unlock(&gate); return total + calls; }\n";
    let object = "typedef struct _object { long refs; void *ob_type; } PyObject;\nPyObject *kept;\n\
        void keep(PyObject *o) { kept = o; }\n";
    let hook = "extern int add(int);\nint used;\nvoid *PyInit_spam(void) { used = add(1); return 0; }\n";
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.c");
    let says = |text: &str| {
        std::fs::write(&other, text).unwrap();
        let bytes = shared(hook, &["-g", "-O1", other.to_str().unwrap()])?;
        let said = check_binary("spam.cpython-313-x86_64-linux-gnu.so", &bytes);
        Some(said.into_iter().filter(|l| l.starts_with("ISO")).collect::<Vec<_>>())
    };
    let Some(said) = says(library) else { return };
    assert_eq!(said, [""; 0]);
    let expected = ["ISO010 warning kept", "ISO020 note total", "ISO021 note calls", "ISO023 note gate"];
    assert_eq!(says(&format!("{library}{object}")).unwrap(), expected);
}

/// The first value of a C++ object without Python objects is what its declaration says: only what is set later counts.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
#[test]
fn first_values_of_cpp_objects() {
    let text = "typedef struct _object { long refs; void *ob_type; } PyObject;\n\
        extern int seed(int);\nextern \"C\" PyObject *PyList_New(long);\n\
        struct Plain { int n; Plain(int i) : n(seed(i)) {} };\n\
        static Plain quiet(1);\nPlain loud(2);\nstatic int number = seed(3);\nstatic PyObject *made = PyList_New(4);\n\
        extern \"C\" PyObject *hold(PyObject *o) { loud.n++; return quiet.n + number ? made : o; }\n";
    let hook = "int _Z4seedi(int n) { return n; }\nextern void *hold(void *);\n\
        void *PyInit_spam(void) { return hold(0); }\n";
    if std::process::Command::new("c++").arg("--version").output().is_err() {
        crate::support::skipped("no C++ compiler");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.cpp");
    std::fs::write(&other, text).unwrap();
    for level in ["-O0", "-O1", "-O2"] {
        let Some(bytes) = shared(hook, &["-g", level, other.to_str().unwrap()]) else { return };
        let said = check_binary("spam.cpython-313-x86_64-linux-gnu.so", &bytes);
        let said: Vec<&String> = said.iter().filter(|l| l.starts_with("ISO")).collect();
        assert_eq!(said, ["ISO010 warning made", "ISO020 note loud"], "{level}");
    }
}
