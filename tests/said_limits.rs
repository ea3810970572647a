//! Inputs just past the limits of an analysis: what is asked for is found, or the cut is said.

mod support;

use std::fs;

use support::{Output, extlint};

const CUT: &str = "cut short";

/// Checks one file of C, said to end by itself.
fn check(text: &str) -> Output {
    check_with(&[], text)
}

/// The same with more arguments.
fn check_with(arguments: &[&str], text: &str) -> Output {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("m.c"), format!("#include <Python.h>\n{text}")).expect("a file is written");
    let usual = ["check", "--no-config", "--output-format", "concise", "m.c"];
    let output = extlint(folder.path(), usual.iter().chain(arguments));
    assert!(matches!(output.code, Some(0 | 1)), "{output:?}");
    output
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(|i| line(i) + "\n").collect()
}

/// The code is found, or the cut of this kind is said.
fn found_or_said(text: &str, code: &str, kind: &str) {
    let output = check(text);
    let said = output.stderr.contains(&format!("{kind} {CUT}"));
    assert!(output.stdout.contains(code) || said, "{output:?}");
}

#[test]
fn chains_of_typedefs_are_followed_or_said() {
    for n in [20, 60, 400] {
        let chain = lines(n, |i| format!("typedef t{i} t{};", i + 1));
        let text =
            format!("typedef PyObject *t0;\n{chain}static t{n} kept;\nvoid keep(void) {{ kept = PyList_New(0); }}\n");
        found_or_said(&text, "ISO010", "nested types");
    }
}

#[test]
fn typedefs_and_structs_in_circles_end() {
    let aliases = lines(200, |i| format!("typedef t{} t{i};\nstatic t{i} v{i};", (i + 1) % 200));
    let structs = lines(200, |i| {
        format!(
            "struct s{i} {{ struct s{} a; struct s{} b; }};\nstatic struct s{i} w{i};",
            (i + 1) % 200,
            (i * 7) % 200
        )
    });
    let output = check(&format!("{aliases}{structs}void f(void) {{ v1 = w1.a; }}\n"));
    assert!(!output.stdout.contains("ISO010"), "{output:?}");
}

#[test]
fn structs_in_structs_are_followed_to_their_end() {
    let chain = lines(1000, |i| format!("struct s{} {{ int n; struct s{i} inner; }};", i + 1));
    let text =
        format!("struct s0 {{ PyObject *o; }};\n{chain}static struct s1000 kept;\nvoid keep(void) {{ kept.n = 1; }}\n");
    let output = check(&text);
    assert!(output.stdout.contains("ISO015"), "{output:?}");
    assert!(!output.stderr.contains(CUT), "{output:?}");
}

#[test]
fn a_module_is_created_behind_values_of_any_depth() {
    let chain = lines(3000, |i| format!("    v{} = v{i};", i + 1));
    let names = lines(3001, |i| format!("    PyObject *v{i};"));
    let output = check(&format!(
        "static struct PyModuleDef def = {{ PyModuleDef_HEAD_INIT, \"m\", NULL, -1, NULL }};\n\
         PyMODINIT_FUNC PyInit_m(void)\n{{\n{names}    v0 = PyModule_Create(&def);\n{chain}    return v3000;\n}}\n"
    ));
    assert!(output.stdout.contains("INIT001"), "{output:?}");
}

#[test]
fn values_that_are_given_each_other_end() {
    let names = ["a", "b", "c"];
    let mixed = lines(600, |i| format!("    {} = {};", names[i % 3], names[(i * 7 + 1) % 3]));
    let output = check(&format!(
        "static struct PyModuleDef def = {{ PyModuleDef_HEAD_INIT, \"m\", NULL, -1, NULL }};\n\
         PyMODINIT_FUNC PyInit_m(void)\n{{\n    PyObject *a, *b, *c = PyModule_Create(&def);\n{mixed}    return a;\n}}\n"
    ));
    assert!(output.stdout.contains("INIT001"), "{output:?}");
}

#[test]
fn wrappers_of_a_creation_are_followed_or_said() {
    let chain = lines(20, |i| {
        format!("static PyObject *w{}(PyObject *m, PyType_Spec *spec) {{ return w{i}(m, spec); }}", i + 1)
    });
    let text = format!(
        "static PyObject *w0(PyObject *m, PyType_Spec *spec) {{ return PyType_FromModuleAndSpec(m, spec, NULL); }}\n\
         {chain}static PyType_Slot slots[] = {{ {{0, NULL}} }};\n\
         static PyType_Spec spec = {{ \"m.T\", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots }};\n\
         PyObject *make(PyObject *m) {{ return w20(m, &spec); }}\n"
    );
    let output = check(&text);
    assert!(output.stderr.contains("a chain of calls cut short"), "{output:?}");
}

#[test]
fn a_long_body_of_a_macro_is_said() {
    let body = lines(1000, |i| format!("    use({i}); \\"));
    let text = format!(
        "static PyObject *kept;\n#define KEEP(to) do {{ \\\n{body}    (to) = PyList_New(0); \\\n}} while (0)\n\
         void keep(void) {{ KEEP(kept); }}\n"
    );
    let output = check(&text);
    assert!(output.stderr.contains("the body of a macro cut short"), "{output:?}");
}

#[test]
fn many_references_in_one_function_are_said() {
    let body = lines(400, |i| format!("    PyObject *d{i} = PyType_GetDict(type);\n    use(d{i});"));
    let output = check(&format!("int work(PyTypeObject *type)\n{{\n{body}    return 0;\n}}\n"));
    assert!(output.stderr.contains("the references in one function cut short"), "{output:?}");
}

#[test]
fn types_that_are_each_others_bases_end() {
    let types = lines(60, |i| {
        format!(
            "static PyTypeObject T{i};\nstatic PyTypeObject T{i} = {{ PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T{i}\",\n    \
             .tp_base = &T{} }};",
            (i + 1) % 60
        )
    });
    let output = check(&types);
    assert!(output.stdout.contains("ISO001"), "{output:?}");
}

#[test]
fn typedefs_of_type_objects_are_followed_in_any_order() {
    let chain = lines(50, |i| format!("typedef t{i} t{};", i + 1));
    let backwards: Vec<&str> = chain.lines().rev().collect();
    let output = check(&format!(
        "{}\ntypedef PyTypeObject t0;\nstatic t50 T = {{ PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T\" }};\n",
        backwards.join("\n")
    ));
    assert!(output.stdout.contains("ISO001"), "{output:?}");
}

#[test]
fn a_condition_that_is_not_followed_is_said() {
    let chain = lines(60, |i| format!("#define m{} m{i}", i + 1));
    let many = lines(80, |i| format!("#if defined(A{i})\n#define X {i}\n#endif"));
    let parens = format!("{}1{}", "(".repeat(300), ")".repeat(300));
    let tests = [
        format!("#define m0 1\n{chain}#if m60\nint x;\n#endif\n"),
        format!("#define m0 1\n{chain}#ifdef OTHER\n#define Y m60\n#endif\n#if Y > 1\nint x;\n#endif\n"),
        format!("{many}#if X == 3\nint x;\n#endif\n"),
        format!("{many}#ifdef X\nint x;\n#endif\n"),
        format!("#if {parens}\nint x;\n#endif\n"),
    ];
    for text in tests {
        let output = check(&text);
        assert!(output.stderr.contains("has a condition that needs too many macros"), "{text}: {output:?}");
    }
    let short = format!("#define m0 1\n{}#if m20\nint x;\n#endif\n", lines(20, |i| format!("#define m{} m{i}", i + 1)));
    assert!(!check(&short).stderr.contains("followed"));
}

#[test]
fn a_chain_of_aliases_against_the_order_of_the_text_is_followed_to_its_end() {
    for n in [10, 100, 1000] {
        let chain =
            lines(n, |i| format!("        v{} = v{i};", n - i).replace(&format!("v{i};"), &format!("v{};", n - i - 1)));
        let names = lines(n + 1, |i| format!("    PyObject *v{i};"));
        let output = check(&format!(
            "typedef struct {{ PyObject_HEAD PyObject *a; }} T;\n\
             static int traverse(PyObject *self, visitproc visit, void *arg)\n{{\n{names}    for (int i = 0; i < 200; i++) {{\n\
             {chain}        v0 = self;\n    }}\n    Py_VISIT(Py_TYPE(v{n}));\n    return 0;\n}}\n\
             static PyType_Slot slots[] = {{ {{Py_tp_traverse, traverse}}, {{0, NULL}} }};\n\
             static PyType_Spec spec = {{ \"m.T\", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots }};\n\
             int make(PyObject *m) {{ return PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &spec, NULL)); }}\n"
        ));
        assert!(!output.stderr.contains(CUT) && !output.stdout.contains("GC001"), "{output:?}");
    }
}

#[test]
fn facts_for_which_there_is_no_room_are_given_up_whatever_the_order() {
    use extlint::facts::{FileId, GapKind, Targets};
    use extlint::source::{Room, SourceInput, read_counted};
    let text = lines(200, |i| format!("int a{i}(int x) {{ return x + {i}; }}"));
    let input = |i: u32| SourceInput { file: FileId(i), path: "m.c", text: text.as_bytes() };
    let inputs: Vec<SourceInput<'_>> = (0..50).map(input).collect();
    let read = |limit| {
        let room = Room::of(limit);
        let facts = read_counted(&inputs, &Targets::default(), &Default::default(), &room);
        let out = facts.iter().filter(|facts| facts.gaps.iter().any(|gap| gap.kind == GapKind::Room)).count();
        (facts, out, room.is_short())
    };
    let (facts, out, short) = read(usize::MAX);
    assert_eq!((out, short), (0, false));
    let all: usize = facts.iter().map(|facts| facts.bytes()).sum();
    assert!(!read(all).2);
    assert!(read(all - 1).2);
    let (_, out, short) = read(all / 50);
    assert!(out > 30 && short, "{out}");
}

#[test]
fn wrappers_of_wrappers_are_followed_or_said() {
    // What hands on the class, and what hands on a look-up.
    let class = |n: usize| {
        let chain = lines(n, |i| format!("static void *c{}(PyTypeObject *t) {{ return c{i}(t); }}", i + 1));
        format!(
            "static void *c0(PyTypeObject *t) {{ return PyType_GetModuleState(t); }}\n{chain}\
             typedef struct {{ PyObject_HEAD }} T;\n\
             static PyObject *t_repr(PyObject *self) {{ return c{n}(Py_TYPE(self)); }}\n\
             static PyType_Slot slots[] = {{ {{Py_tp_repr, t_repr}}, {{0, NULL}} }};\n\
             static PyType_Spec spec = {{ \"m.T\", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots }};\n\
             int make(PyObject *m) {{ return PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &spec, NULL)); }}\n"
        )
    };
    assert!(check(&class(2)).stdout.contains("HT002"));
    for n in [2, 6, 20] {
        found_or_said(&class(n), "HT002", "a chain of calls");
    }
    let library = |n: usize| {
        let chain = lines(n, |i| format!("static void *w{}(const char *name) {{ return w{i}(name); }}", i + 1));
        format!(
            "static void *w0(const char *name) {{ return dlsym(library, name); }}\n{chain}\
             static void *found;\nvoid load(void) {{ found = w{n}(\"f\"); }}\n\
             PyObject *f(PyObject *self, PyObject *args) {{ load(); return PyLong_FromVoidPtr(found); }}\n"
        )
    };
    assert!(!check(&library(1)).stderr.contains(CUT));
    assert!(check(&library(12)).stderr.contains("a chain of calls cut short"));
}

#[test]
fn more_paths_than_are_followed_are_said() {
    let test = |i| {
        format!(
            "    int l{i} = self->n{i};\n    if (l{i}) {{ if (self->m{i}) {{ Py_VISIT(self->o{i}); }} else {{ l{i} = 1; }} }}"
        )
    };
    let tests = lines(120, test);
    let fields = lines(120, |i| format!("    int n{i}, m{i}, k{i}; PyObject *o{i};"));
    let text = format!(
        "typedef struct {{\n    PyObject_HEAD\n{fields}}} T;\n\
         static int t_traverse(T *self, visitproc visit, void *arg)\n{{\n{tests}    Py_VISIT(Py_TYPE(self));\n    return 0;\n}}\n\
         static PyType_Slot slots[] = {{ {{Py_tp_traverse, t_traverse}}, {{0, NULL}} }};\n\
         static PyType_Spec spec = {{ \"m.T\", sizeof(T), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots }};\n\
         PyObject *make(void) {{ return PyType_FromSpec(&spec); }}\n"
    );
    let output = check_with(&["--preview"], &text);
    assert!(output.stderr.contains("the paths through a function cut short"), "{output:?}");
}
