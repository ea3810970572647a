//! What functions and macros of the C library and of CPython do to the pointers they get: only those that matter for
//! variables with static storage. A name that is not here is unknown.

/// What a callee does to one argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArgumentUse {
    /// Writes what the pointer points to.
    Writes,
    /// Writes the argument itself, an lvalue (macros such as `Py_CLEAR`).
    WritesLvalue,
    /// Writes what the pointer points to in one atomic step.
    WritesAtomically,
    /// Reads only, and keeps no pointer.
    Reads,
    /// Nothing is known.
    Unknown,
}

use ArgumentUse::{Reads, Unknown, Writes, WritesAtomically, WritesLvalue};

/// A callee, the arguments it writes (`from`: this one and all behind), and how.
struct Known {
    name: &'static str,
    args: &'static [usize],
    from: Option<usize>,
    how: ArgumentUse,
}

const fn writes(name: &'static str, args: &'static [usize]) -> Known {
    Known { name, args, from: None, how: Writes }
}

const fn writes_from(name: &'static str, from: usize) -> Known {
    Known { name, args: &[], from: Some(from), how: Writes }
}

const fn lvalue(name: &'static str) -> Known {
    Known { name, args: &[0], from: None, how: WritesLvalue }
}

/// CPython: documentation of each function. C: ISO C and POSIX.
const KNOWN: &[Known] = &[
    lvalue("Py_CLEAR"),
    lvalue("Py_SETREF"),
    lvalue("Py_XSETREF"),
    lvalue("_Py_CLEAR"),
    lvalue("va_start"),
    writes_from("PyArg_ParseTuple", 2),
    writes_from("PyArg_Parse", 2),
    writes_from("PyArg_UnpackTuple", 4),
    writes_from("PyArg_ParseTupleAndKeywords", 4),
    writes_from("_PyArg_ParseStack", 3),
    writes_from("_PyArg_ParseStackAndKeywords", 5),
    writes("PyObject_GetBuffer", &[1]),
    writes("PyBuffer_Release", &[0]),
    writes("PyBuffer_FillInfo", &[0]),
    writes("PyDict_Next", &[1, 2, 3]),
    writes("PyErr_Fetch", &[0, 1, 2]),
    writes("PyErr_NormalizeException", &[0, 1, 2]),
    writes("PyErr_GetExcInfo", &[0, 1, 2]),
    writes("PyUnicode_InternInPlace", &[0]),
    writes("PyUnicode_Append", &[0]),
    writes("PyUnicode_AppendAndDel", &[0]),
    writes("PyUnicode_FSConverter", &[1]),
    writes("PyUnicode_FSDecoder", &[1]),
    writes("PyUnicode_AsUTF8AndSize", &[1]),
    writes("PyBytes_Concat", &[0]),
    writes("PyBytes_ConcatAndDel", &[0]),
    writes("PyBytes_AsStringAndSize", &[1, 2]),
    writes("_PyBytes_Resize", &[0]),
    writes("_PyTuple_Resize", &[0]),
    writes("PyObject_GetOptionalAttr", &[2]),
    writes("PyObject_GetOptionalAttrString", &[2]),
    writes("PyMapping_GetOptionalItem", &[2]),
    writes("PyMapping_GetOptionalItemString", &[2]),
    writes("PyDict_GetItemRef", &[2]),
    writes("PyDict_GetItemStringRef", &[2]),
    writes("PyDict_SetDefaultRef", &[3]),
    writes("PyWeakref_GetRef", &[1]),
    writes("PyLong_AsLongAndOverflow", &[1]),
    writes("PyLong_AsLongLongAndOverflow", &[1]),
    writes("PyOS_snprintf", &[0]),
    writes("PyOS_vsnprintf", &[0]),
    writes("memcpy", &[0]),
    writes("memmove", &[0]),
    writes("memset", &[0]),
    writes("bzero", &[0]),
    writes("strcpy", &[0]),
    writes("strncpy", &[0]),
    writes("strlcpy", &[0]),
    writes("strcat", &[0]),
    writes("strncat", &[0]),
    writes("strlcat", &[0]),
    writes("stpcpy", &[0]),
    writes("sprintf", &[0]),
    writes("snprintf", &[0]),
    writes("vsprintf", &[0]),
    writes("vsnprintf", &[0]),
    writes("fread", &[0]),
    writes("fgets", &[0]),
    writes("read", &[1]),
    writes("recv", &[1]),
    writes("pread", &[1]),
    writes("readlink", &[1]),
    writes("getcwd", &[0]),
    writes("gethostname", &[0]),
    writes("strerror_r", &[1]),
    writes("gettimeofday", &[0]),
    writes("clock_gettime", &[1]),
    writes("time", &[0]),
    writes("localtime_r", &[1]),
    writes("gmtime_r", &[1]),
    writes("pipe", &[0]),
    writes("stat", &[1]),
    writes("fstat", &[1]),
    writes("lstat", &[1]),
    writes("uname", &[0]),
    writes("sysinfo", &[0]),
    writes("qsort", &[0]),
    writes("strtok_r", &[2]),
    writes("strtol", &[1]),
    writes("strtoul", &[1]),
    writes("strtod", &[1]),
    writes_from("sscanf", 2),
    writes_from("fscanf", 2),
    writes("pthread_create", &[0]),
    writes("pthread_key_create", &[0]),
    writes("pthread_attr_init", &[0]),
    writes("GetSystemInfo", &[0]),
    writes("QueryPerformanceFrequency", &[0]),
    writes("QueryPerformanceCounter", &[0]),
];

/// Names of functions that read what they get and keep nothing.
const READERS: &[&str] = &[
    "strlen",
    "strcmp",
    "strncmp",
    "strcasecmp",
    "strncasecmp",
    "memcmp",
    "strdup",
    "puts",
    "fputs",
    "printf",
    "fprintf",
    "fwrite",
    "write",
    "bsearch",
    "sizeof",
    "assert",
    "Py_VISIT",
    "Py_INCREF",
    "Py_XINCREF",
    "PyType_Ready",
    "PyModule_Create",
    "PyModule_Create2",
    "PyModuleDef_Init",
    "PyState_FindModule",
    "PyErr_SetString",
    "PyErr_Format",
    "PyUnicode_FromString",
    "PyBytes_FromString",
    "Py_BuildValue",
    "PyObject_TypeCheck",
    "Py_IS_TYPE",
    "PyType_FromSpec",
    "PyType_FromModuleAndSpec",
    "PyType_FromSpecWithBases",
    "PyObject_IsInstance",
    "PyCFunction_New",
    "PyCFunction_NewEx",
    "likely",
    "unlikely",
    "__builtin_expect",
];

/// Prefixes of atomic operations on the object that their first argument points to.
const ATOMIC: &[&str] =
    &["_Py_atomic_", "__atomic_", "__sync_", "atomic_", "std::atomic_", "Interlocked", "_Interlocked"];

/// Words in the name of an atomic operation that only reads.
const ATOMIC_READS: &[&str] = &["load", "thread_fence", "is_lock_free", "synchronize"];

/// What `callee` does to its argument of this index.
pub(crate) fn argument(callee: &str, index: usize) -> ArgumentUse {
    let bare = callee.strip_prefix("std::").unwrap_or(callee);
    if let Some(known) = KNOWN.iter().find(|k| k.name == bare) {
        let hit = known.args.contains(&index) || known.from.is_some_and(|from| index >= from);
        return if hit { known.how } else { Reads };
    }
    if READERS.contains(&bare) {
        return Reads;
    }
    if ATOMIC.iter().any(|prefix| callee.starts_with(prefix)) {
        let reads = index > 0 || ATOMIC_READS.iter().any(|word| callee.contains(word));
        return if reads { Reads } else { WritesAtomically };
    }
    Unknown
}

/// Methods of C++ library types that change the object, atomics left out.
const MUTATING: &[&str] = &[
    "push_back",
    "emplace_back",
    "push_front",
    "emplace_front",
    "pop_back",
    "pop_front",
    "insert",
    "emplace",
    "try_emplace",
    "insert_or_assign",
    "erase",
    "clear",
    "resize",
    "reserve",
    "assign",
    "append",
    "swap",
    "push",
    "pop",
    "reset",
    "merge",
];

/// Whether a C++ method of this name changes its object.
pub(crate) fn mutates(method: &str) -> bool {
    MUTATING.contains(&method)
}
