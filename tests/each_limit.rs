//! Each limit of an analysis by itself: what is just within it is followed without a word, what is just past it is said.

#[path = "each_limit/sizes.rs"]
mod sizes;
mod support;

use std::fs;

use support::extlint;

const CALLS: &str = "a chain of calls";
const MACROS: &str = "nested macros";
const NAMESAKES: &str = "functions, variables or macros with the same name";
const NESTING: &str = "nested code";
const PATHS: &str = "the paths through a function";
const TYPES: &str = "nested types";
const VALUES: &str = "the values of a variable";
const WALKS: &str = "the references in one function";

/// What is cut, the most that is followed, and a text of C with so many.
type Case = (&'static str, usize, fn(usize) -> String);

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|i| line(i) + "\n").collect()
}

/// A chain of functions that each call the next; `%` stands for the number of one, `@` for that of the next.
fn chain(count: usize, last: &str, each: &str) -> String {
    let each = lines(count, |i| each.replace('%', &(i + 1).to_string()).replace('@', &i.to_string()));
    format!("{last}\n{each}")
}

/// A type with these slots and flags, and its module.
fn heap_type(slots: &str, flags: &str) -> String {
    format!(
        "static PyType_Slot slots[] = {{ {slots}, {{0, NULL}} }};\n\
         static PyType_Spec spec = {{ \"m.T\", sizeof(T), 0, {flags}, slots }};\n\
         int make(PyObject *m) {{ return PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &spec, NULL)); }}\n"
    )
}

/// A function of Python.
fn method(name: &str, how: &str) -> String {
    format!("static PyMethodDef methods[] = {{ {{\"f\", (PyCFunction){name}, {how}, \"\"}}, {{NULL}} }};\n")
}

const COLLECTED: &str = "Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC";
const PLAIN: &str = "Py_TPFLAGS_DEFAULT";
const STRUCT: &str = "typedef struct { PyObject_HEAD PyObject *a; } T;\n";
const VISIT: &str = "static int v(PyObject *self, visitproc visit, void *arg)";
/// A look at the items of a dict, which others may change meanwhile.
const LOOP: &str = "Py_ssize_t p = 0; PyObject *k, *v; while (PyDict_Next(d, &p, &k, &v)) { PyObject_Repr(v); }";

/// What is said of a text.
fn said(text: &str) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("m.c"), format!("#include <Python.h>\n{text}")).expect("a file is written");
    let output = extlint(folder.path(), ["check", "--no-config", "--preview", "--all", "--output-format", "concise"]);
    assert!(matches!(output.code, Some(0 | 1)), "{output:?}");
    output.stderr
}

fn holds(cases: &[Case]) {
    for (kind, most, text) in cases {
        let note = format!("analysis of {kind} cut short");
        let within = said(&text(*most));
        assert!(!within.contains(&note), "{most} are within the limit: {within}\n{:.2000}", text(*most));
        let past = said(&text(most + 1));
        assert!(past.contains(&note), "{} are past the limit of {kind}: {past}\n{:.2000}", most + 1, text(most + 1));
    }
}

#[test]
fn chains_of_calls() {
    let cases: &[Case] = &[
        // Functions that set no exception, behind one that returns NULL.
        (CALLS, 2, |n| {
            let chain = chain(n, "static int h0(void) { return 1; }", "static int h%(void) { return h@(); }");
            let body = format!("{{ if (h{n}()) return NULL; Py_RETURN_NONE; }}");
            format!("{chain}static PyObject *f(PyObject *self, PyObject *args) {body}\n{}", method("f", "METH_VARARGS"))
        }),
        // Callers of a function whose argument somebody else may reach.
        (CALLS, 32, |n| {
            let callers = lines(n, |i| format!("void c{i}(void) {{ PyObject *d = PyDict_New(); each(d); }}"));
            format!("static void each(PyObject *d) {{ {LOOP} }}\n{callers}")
        }),
        // Functions of the init function that returns the module.
        (CALLS, 62, |n| {
            let first = "static PyObject *i0(void) { return PyModule_Create(&def); }";
            let chain = chain(n, first, "static PyObject *i%(void) { return i@(); }");
            format!(
                "static struct PyModuleDef def = {{ PyModuleDef_HEAD_INIT, \"m\", NULL, -1, NULL }};\n{chain}\
                 PyMODINIT_FUNC PyInit_m(void) {{ return i{n}(); }}\n"
            )
        }),
        // Helpers of a dealloc function.
        (CALLS, 7, |n| {
            let first = "static void d0(PyObject *self) { PyObject_GC_UnTrack(self); }";
            let chain = chain(n, first, "static void d%(PyObject *self) { d@(self); }");
            let dealloc = format!(
                "static void t_dealloc(PyObject *self) {{ PyTypeObject *tp = Py_TYPE(self); d{n}(self); tp->tp_free(self); \
                 Py_DECREF(tp); }}\n"
            );
            STRUCT.to_owned() + &chain + &dealloc + &heap_type("{Py_tp_dealloc, t_dealloc}", COLLECTED)
        }),
        // Functions that get an object before a field of it is set.
        (CALLS, 15, |n| {
            let first = "static PyObject *r0(PyObject *self) { return PyObject_Repr(((T *)self)->a); }";
            let chain = chain(n, first, "static PyObject *r%(PyObject *self) { return r@(self); }");
            format!(
                "{STRUCT}static int t_init(PyObject *self, PyObject *args, PyObject *kw)\n\
                 {{ ((T *)self)->a = PyList_New(0); return 0; }}\n{chain}\
                 static PyObject *t_repr(PyObject *self) {{ return r{n}(self); }}\n{}",
                heap_type("{Py_tp_init, t_init}, {Py_tp_repr, t_repr}", PLAIN)
            )
        }),
        // Functions that hand on the class of their object.
        (CALLS, 4, |n| {
            let first = "static void *c0(PyTypeObject *t) { return PyType_GetModuleState(t); }";
            let chain = chain(n, first, "static void *c%(PyTypeObject *t) { return c@(t); }");
            let repr = format!("static PyObject *t_repr(PyObject *self) {{ return c{n}(Py_TYPE(self)); }}\n");
            let flags = "Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE";
            STRUCT.to_owned() + &chain + &repr + &heap_type("{Py_tp_repr, t_repr}", flags)
        }),
        // Functions that hand a reference on.
        (CALLS, 3, |n| {
            let chain =
                chain(n, "static void k0(PyObject *o) { Py_DECREF(o); }", "static void k%(PyObject *o) { k@(o); }");
            format!("{chain}int f(PyTypeObject *t) {{ PyObject *d = PyType_GetDict(t); k{n}(d); return 0; }}\n")
        }),
        // Functions that take a lock.
        (CALLS, 15, |n| {
            let first = "static long count;\nstatic void l0(void) { Py_BEGIN_CRITICAL_SECTION(x); }";
            let chain = chain(n, first, "static void l%(void) { l@(); }");
            format!(
                "{chain}PyObject *f(PyObject *self, PyObject *args) {{ l{n}(); count++; Py_RETURN_NONE; }}\n{}\
                 static PyModuleDef_Slot ms[] = {{ {{Py_mod_gil, Py_MOD_GIL_NOT_USED}}, {{0, NULL}} }};\n\
                 static PyModuleDef def = {{ PyModuleDef_HEAD_INIT, \"m\", NULL, 0, methods, ms }};\n\
                 PyMODINIT_FUNC PyInit_m(void) {{ return PyModuleDef_Init(&def); }}\n",
                method("f", "METH_VARARGS")
            )
        }),
        // Functions that get the object which `tp_init` may free.
        (CALLS, 31, |n| {
            let first = "static void i0(PyObject *self) { use(self); }";
            let chain = chain(n - 1, first, "static void i%(PyObject *self) { i@(self); }");
            format!(
                "{STRUCT}{chain}static int t_init(PyObject *self, PyObject *args, PyObject *kw) {{ i{}(self); return 0; }}\n{}",
                n - 1,
                heap_type("{Py_tp_init, t_init}", PLAIN)
            )
        }),
    ];
    holds(cases);
}

#[test]
fn macros_of_macros() {
    let cases: &[Case] = &[
        (MACROS, 63, |n| {
            let chain = chain(n, "#define a0 kept", "#define a% a@");
            format!("static PyObject *kept;\n{chain}void f(void) {{ a{n} = PyList_New(0); }}\n")
        }),
        // In the flags of a type.
        (MACROS, 63, |n| {
            let chain = chain(n, "#define F0 Py_TPFLAGS_HAVE_GC", "#define F% F@");
            STRUCT.to_owned() + &chain + &heap_type("{Py_tp_doc, \"\"}", &format!("F{n}"))
        }),
        // Words of macros that a traverse function uses, in thousands.
        (MACROS, 4, |n| {
            let each =
                |k: usize| format!("#define W{k} {}", (0..1000).map(|i| format!("w{k}_{i} ")).collect::<String>());
            let used: String = (0..n).map(|k| format!("W{k} ")).collect();
            let visit = format!(
                "#define START(x) do {{ {used} }} while (0)\n{VISIT}\n{{\n    START(self);\n    return 0;\n}}\n"
            );
            STRUCT.to_owned() + &lines(n, each) + &visit + &heap_type("{Py_tp_traverse, v}", COLLECTED)
        }),
        // What a use does, in three hundreds.
        (MACROS, 13, |n| {
            let each = |k: usize| {
                format!("#define P{k}(x) {}", (0..300).map(|i| format!("g{k}_{i}(x); ")).collect::<String>())
            };
            let used: String = (0..n).map(|k| format!("P{k}(x) ")).collect();
            let start = format!(
                "#define START(x) do {{ {used} }} while (0)\nstatic int kept;\nvoid f(void) {{ START(&kept); }}\n"
            );
            lines(n, each) + &start
        }),
        // Definitions of one macro that name what leaves the API.
        (NAMESAKES, 16, |n| {
            let each = |i: usize| {
                let word = if i == 0 { "if" } else { "elif" };
                format!("#{word} V == {i}\n#define GET(o) _PyObject_GetDictPtr(o)")
            };
            format!("{}#endif\nPyObject **f(PyObject *o) {{ return GET(o); }}\n", lines(n, each))
        }),
    ];
    holds(cases);
}

#[test]
fn code_in_code() {
    let cases: &[Case] = &[
        // Fields on the way to one of CPython's.
        (NESTING, 15, |n| {
            let fields = "->next".repeat(n);
            format!(
                "struct s {{ struct s *next; PyTypeObject *type; }};\n\
                 const char *f(struct s *p) {{ return p{fields}->type->tp_name; }}\n"
            )
        }),
        (NESTING, 127, |n| {
            let choices = "x ? PyList_New(0) : ".repeat(n);
            format!("static PyObject *kept;\nvoid f(int x) {{ kept = {choices}NULL; }}\n")
        }),
        (NESTING, 256, |n| {
            STRUCT.to_owned() + &heap_type("{Py_tp_doc, \"\"}", &format!("{}Py_TPFLAGS_HAVE_GC", "~".repeat(n)))
        }),
        (NESTING, 63, |n| {
            let visit = format!("{VISIT} {{ Py_VISIT(Py_TYPE({}self)); return 0; }}\n", "&*".repeat(n));
            STRUCT.to_owned() + &visit + &heap_type("{Py_tp_traverse, v}", COLLECTED)
        }),
        // The type of an argument.
        (NESTING, 32, |n| {
            let sum = " + x".repeat(n);
            format!("PyObject *f(PyObject *self, PyObject *o) {{ long x = 1; return Py_BuildValue(\"i\", x{sum}); }}\n")
        }),
    ];
    holds(cases);
}

#[test]
fn types_of_types() {
    let cases: &[Case] = &[
        (TYPES, 8, |n| {
            lines(n + 1, |i| {
                let base = if i > 0 { format!(" .tp_base = &T{}, ", i - 1) } else { String::new() };
                format!("static PyTypeObject T{i} = {{ PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T{i}\",{base} }};")
            })
        }),
        (TYPES, 63, |n| {
            let chain = chain(n, "typedef PyObject *t0;", "typedef t@ t%;");
            format!("{chain}static t{n} kept;\nvoid keep(void) {{ kept = PyList_New(0); }}\n")
        }),
        // Names of a struct of CPython.
        (TYPES, 14, |n| {
            let chain = chain(n, "typedef PyTypeObject t0;", "typedef t@ t%;");
            format!("{chain}const char *f(t{n} *p) {{ return p->tp_name; }}\n")
        }),
    ];
    holds(cases);
}

#[test]
fn values_of_values() {
    let cases: &[Case] = &[
        // Who else may reach a dict that a function was handed.
        (VALUES, 5, |n| {
            let first = format!("static void e0(PyObject *d) {{ {LOOP} }}");
            let chain = chain(n, &first, "static void e%(PyObject *d) { e@(d); }");
            format!(
                "{chain}PyObject *f(PyObject *self, PyObject *d) {{ e{n}(d); Py_RETURN_NONE; }}\n{}",
                method("f", "METH_O")
            )
        }),
        // What a type is.
        (VALUES, 31, |n| {
            format!(
                "static PyTypeObject T = {{ PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T\" }};\n\
                 int make(PyObject *m) {{ return PyType_Ready({}&T); }}\n",
                "&*".repeat(n)
            )
        }),
        // Out of what a borrowed reference comes.
        (VALUES, 4, |n| {
            let (open, close) = ("PyList_GetItem(".repeat(n), ", 0)".repeat(n));
            format!(
                "PyObject *f(PyObject *self, PyObject *o)\n{{\n    PyObject *item = {open}o{close};\n    \
                 PyObject *r = PyObject_Repr(o);\n    Py_XDECREF(r);\n    return PyObject_Str(item);\n}}\n{}",
                method("f", "METH_O")
            )
        }),
    ];
    holds(cases);
}

#[test]
fn paths_and_references_of_one_function() {
    let cases: &[Case] = &[
        (PATHS, 3, |n| {
            let fields = lines(n, |i| format!("    int n{i}, m{i}; PyObject *o{i};"));
            let tests = lines(n, |i| {
                format!(
                    "    int l{i} = self->n{i};\n    if (l{i}) {{ if (self->m{i}) {{ Py_VISIT(self->o{i}); }} else {{ l{i} = 1; }} }}"
                )
            });
            let visit = VISIT.replace("PyObject *self", "T *self");
            format!(
                "typedef struct {{ PyObject_HEAD\n{fields}}} T;\n{visit}\n{{\n{tests}    Py_VISIT(Py_TYPE(self));\n    return 0;\n}}\n{}",
                heap_type("{Py_tp_traverse, v}", COLLECTED)
            )
        }),
        // What a function that Python calls knows where it returns.
        (PATHS, 4, |n| {
            let known = lines(n, |i| format!("    int a{i} = PyTuple_Size(args) > {i};"));
            let tests = lines(n, |i| format!("    if (a{i}) {{ Py_INCREF(self); }}"));
            format!(
                "static PyObject *f(PyObject *self, PyObject *args)\n{{\n{known}{tests}    Py_RETURN_NONE;\n}}\n{}",
                method("f", "METH_VARARGS")
            )
        }),
        // What is done with a reference.
        (WALKS, 11, |n| {
            let uses = lines(n, |i| format!("    PyDict_SetItemString(d, \"a{i}\", d);"));
            format!(
                "int f(PyTypeObject *t)\n{{\n    PyObject *d = PyType_GetDict(t);\n{uses}    Py_DECREF(d);\n    return 0;\n}}\n"
            )
        }),
        // Fields that are set in an object just made.
        (WALKS, 64, |n| {
            let (fields, sets) = (
                lines(n, |i| format!("    PyObject *a{i};")),
                lines(n, |i| format!("    self->a{i} = PyList_New(0);")),
            );
            format!(
                "typedef struct {{ PyObject_HEAD\n{fields}}} T;\n\
                 static PyObject *t_new(PyTypeObject *type, PyObject *args, PyObject *kw)\n{{\n    \
                 T *self = (T *)type->tp_alloc(type, 0);\n{sets}    return (PyObject *)self;\n}}\n{}",
                heap_type("{Py_tp_new, t_new}", COLLECTED)
            )
        }),
        // Places where objects come into a function.
        (WALKS, 3998, |n| format!("void f(PyObject *o)\n{{\n{}}}\n", lines(n, |_| "    keep(o);".to_owned()))),
    ];
    holds(cases);
}
