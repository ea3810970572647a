//! Inputs made to keep the joining of facts busy: each ends, what is in sight is found, and what is cut is said.

mod support;

use std::fs;

use support::{Output, Row, extlint, rows};

/// Checks files of a folder of their own.
fn check(files: &[(String, String)]) -> (Vec<Row>, Output) {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file is written");
    }
    let output = extlint(folder.path(), ["check", "--no-config", "--output-format", "json-lines", "."]);
    assert!(matches!(output.code, Some(0 | 1)), "{output:?}");
    (rows(&output.stdout).expect("JSON lines"), output)
}

fn one(text: String) -> (Vec<Row>, Output) {
    check(&[("m.c".to_owned(), format!("#include <Python.h>\n{text}"))])
}

fn has(rows: &[Row], code: &str, symbol: &str) -> bool {
    rows.iter().any(|row| row.code == code && row.symbol.as_deref() == Some(symbol))
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|i| line(i) + "\n").collect()
}

const CUT: &str = "cut short";

#[test]
fn a_macro_that_names_itself_is_a_function_there() {
    let definitions = ["__FILE__, OF(op)", "__LINE__, OF(op)", "OF(op)"];
    let macros = lines(3, |i| format!("#if WAY == {i}\n#define drop(op) drop({})\n#endif", definitions[i]));
    let uses = lines(60, |_| "    drop(op); drop(kept);".to_owned());
    let (rows, output) = one(format!(
        "#define OF(op) ((PyObject *)(op))\n{macros}static PyObject *kept;\n\
         void work(PyObject *op)\n{{\n{uses}}}\nvoid keep(PyObject *op) {{ kept = Py_NewRef(op); }}\n"
    ));
    assert!(has(&rows, "ISO010", "kept"), "{output:?}");
    assert!(!output.stderr.contains(CUT), "{output:?}");
}

#[test]
fn macros_that_name_each_other_end_and_write() {
    let (rows, output) = one("static PyObject *kept;\n#define ONE(to, x) TWO(to, x)\n\
         #define TWO(to, x) do { ONE(to, x); (to) = (x); } while (0)\n\
         void keep(void) { ONE(kept, PyList_New(0)); }\n"
        .to_owned());
    assert!(has(&rows, "ISO010", "kept"), "{output:?}");
    assert!(!output.stderr.contains(CUT), "{output:?}");
}

#[test]
fn a_long_chain_of_macros_is_followed_to_its_end() {
    let chain = lines(1500, |i| format!("#define M{i}(to, x) M{}(to, x)", i + 1));
    let (rows, output) = one(format!(
        "static PyObject *kept;\n{chain}#define M1500(to, x) ((to) = (x))\n\
         void keep(void) {{ M0(kept, PyList_New(0)); }}\n"
    ));
    assert!(has(&rows, "ISO010", "kept"), "{output:?}");
    assert!(!output.stderr.contains(CUT), "{output:?}");
}

#[test]
fn a_bomb_of_macros_ends_and_is_said() {
    let swapped =
        ["b, a, c, d, e, f, g, h", "b, c, d, e, f, g, h, a", "a, c, b, d, e, f, h, g", "h, b, c, d, a, f, g, e"];
    let bomb = lines(40, |i| {
        let calls: String = swapped.iter().map(|args| format!("B{}({args}); ", i + 1)).collect();
        format!("#define B{i}(a, b, c, d, e, f, g, h) {calls}")
    });
    let (rows, output) = one(format!(
        "static PyObject *kept;\n{bomb}void burst(int *a, int *b, int *c, int *d, int *e, int *f, int *g, int *h)\n\
         {{ B0(a, b, c, d, e, f, g, h); }}\nvoid keep(void) {{ kept = PyList_New(0); }}\n"
    ));
    assert!(has(&rows, "ISO010", "kept"), "{output:?}");
    assert!(output.stderr.contains("nested macros cut short"), "{output:?}");
}

#[test]
fn a_bomb_in_the_flags_of_a_type_ends_and_is_said() {
    let bomb = lines(30, |i| format!("#define F{i} (F{n} | F{n} | F{n} | F{n})", n = i + 1));
    let (_, output) = one(format!(
        "{bomb}#define F30 Py_TPFLAGS_HAVE_GC\n\
         static PyType_Slot slots[] = {{ {{0, NULL}} }};\n\
         static PyType_Spec spec = {{ \"m.T\", 0, 0, F0, slots }};\n\
         PyObject *make(void) {{ return PyType_FromSpec(&spec); }}\n"
    ));
    assert!(output.stderr.contains("nested macros cut short"), "{output:?}");
}

#[test]
fn locals_that_are_given_each_other_end() {
    let given = lines(30, |i| format!("    t{} = t{}; t{} = t{};", i % 6, (i + 1) % 6, (i * 7) % 6, (i * 5 + 1) % 6));
    let (_, output) = one(format!(
        "void mix(PyTypeObject *t0)\n{{\n    PyTypeObject *t1, *t2, *t3, *t4, *t5;\n{given}    t5->tp_new = NULL;\n    \
         PyType_Ready(t3);\n    PyObject_CallNoArgs((PyObject *)t2);\n}}\n"
    ));
    assert_eq!(output.code, Some(0), "{output:?}");
}

#[test]
fn a_pointer_is_followed_through_five_thousand_calls() {
    let chain = lines(5000, |i| format!("static void f{}(PyObject **p) {{ f{i}(p); }}", i + 1));
    let (rows, output) = one(format!(
        "static void f0(PyObject **p) {{ *p = PyList_New(0); }}\n{chain}\
         static PyObject *kept;\nvoid go(void) {{ f5000(&kept); }}\n"
    ));
    assert!(has(&rows, "ISO010", "kept"), "{output:?}");
    assert!(!output.stderr.contains(CUT), "{output:?}");
}

#[test]
fn a_traverse_function_with_too_many_helpers_is_said() {
    let chain = lines(200, |i| {
        format!("static int v{}(PyObject *o, visitproc visit, void *arg) {{ return v{i}(o, visit, arg); }}", i + 1)
    });
    let (rows, output) = one(format!(
        "static int v0(PyObject *o, visitproc visit, void *arg) {{ return 0; }}\n{chain}\
         static PyType_Slot slots[] = {{ {{Py_tp_traverse, v200}}, {{0, NULL}} }};\n\
         static PyType_Spec spec = {{ \"m.T\", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots }};\n\
         PyObject *make(void) {{ return PyType_FromSpec(&spec); }}\n"
    ));
    assert!(!has(&rows, "GC001", "v200"), "{output:?}");
    assert!(output.stderr.contains("a chain of calls cut short"), "{output:?}");
}

#[test]
fn a_thousand_headers_in_a_circle_are_one_unit() {
    let header = |i: usize| {
        let own = if i == 500 { "static PyObject *cache;\n" } else { "" };
        (format!("h{i}.h"), format!("#include \"h{}.h\"\n{own}#define N{i} {i}\n", (i + 1) % 1000))
    };
    let main = "#include <Python.h>\n#include \"h0.h\"\nvoid fill(void) { cache = PyList_New(N7); }\n";
    let mut files: Vec<(String, String)> = (0..1000).map(header).collect();
    files.push(("m.c".to_owned(), main.to_owned()));
    let (rows, output) = check(&files);
    assert!(rows.iter().any(|row| row.code == "ISO010" && row.path.ends_with("h500.h")), "{output:?}");
}

#[test]
fn loops_in_loops_of_a_dealloc_end() {
    let open = lines(40, |i| format!("    while (next{i}(self)) {{ if (flag{i}) Py_CLEAR(self->f{i});"));
    let fields = lines(40, |i| format!("    PyObject *f{i};"));
    let (rows, output) = one(format!(
        "typedef struct {{ PyObject_HEAD\n{fields}}} T;\nstatic void t_dealloc(T *self)\n{{\n{open}{}    \
         PyObject_GC_Del(self);\n}}\n\
         static PyType_Slot slots[] = {{ {{Py_tp_dealloc, t_dealloc}}, {{0, NULL}} }};\n\
         static PyType_Spec spec = {{ \"m.T\", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots }};\n\
         PyObject *make(void) {{ return PyType_FromSpec(&spec); }}\n",
        "}".repeat(40)
    ));
    assert!(has(&rows, "GC007", "spec"), "{output:?}");
}

#[test]
fn more_namesakes_than_are_judged_are_said() {
    let mut files: Vec<(String, String)> =
        (0..100).map(|i| (format!("n{i}.c"), "int helper(void) { return 1; }\n".to_owned())).collect();
    files.push(("m.c".to_owned(), "int helper(void);\nint use(void) { return helper(); }\n".to_owned()));
    let (_, output) = check(&files);
    assert!(output.stderr.contains("functions, variables or macros with the same name cut short"), "{output:?}");
}
