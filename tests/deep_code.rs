//! Holds that code nested or chained to any depth is checked to its end on the stack of an ordinary thread.

use std::fs;
use std::io;

use clap::Parser as _;
use extlint::cli::Cli;
use extlint::commands::{Streams, run};

/// Stack of a thread that a user of the library starts.
const STACK: usize = 2 << 20;

/// Checks files on a thread of a pool with such stacks: what it printed.
fn check(files: &[(String, String)]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a file is written");
    }
    let args =
        ["extlint", "check", "--no-cache", "--no-config", "--output-format", "concise"].map(std::ffi::OsString::from);
    let cli = Cli::try_parse_from(args.into_iter().chain([folder.path().into()])).expect("arguments");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).stack_size(STACK).build().expect("threads");
    let (mut out, mut err) = (Vec::new(), io::sink());
    pool.install(|| run(&cli, &mut Streams { out: &mut out, err: &mut err, terminal: false, watched: false }))
        .expect("the check runs");
    String::from_utf8(out).expect("it is text")
}

fn nest(open: &str, inner: &str, close: &str, depth: usize) -> String {
    format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
}

/// Deep forms of the pointer `self`.
fn expressions(n: usize) -> Vec<(&'static str, String)> {
    vec![
        ("sum", format!("self{}", " + 1".repeat(n))),
        ("right sum", nest("1 + (", "self", ")", n)),
        ("and", format!("self{}", " && other".repeat(n))),
        ("comparisons", format!("self{}", " == 0".repeat(n))),
        ("not", nest("!", "self", "", n)),
        ("negative", nest("- ", "self", "", n)),
        ("casts", nest("(PyObject *)", "self", "", n)),
        ("pointers", nest("*&", "self", "", n)),
        ("addresses", nest("&*", "self", "", n)),
        ("first fields", nest("&(", "self", ")->ob_base", n)),
        ("types", nest("&(", "Py_TYPE(self)", ")->ob_type", n)),
        ("fields", format!("self{}", "->next".repeat(n))),
        ("elements", format!("self{}", "[0]".repeat(n))),
        ("indices", nest("a[", "0", "]", n)),
        ("references", nest("Py_NewRef(", "self", ")", n)),
        ("attributes", nest("PyObject_GetAttrString(", "self", ", \"a\")", n)),
        ("cast macros", nest("CAST(", "self", ")", n)),
        ("free slot", nest("*", "Py_TYPE(self)->tp_free", "", n)),
        ("choices", format!("{}self", "other ? self : ".repeat(n))),
        ("choices of choices", nest("(", "self", " ? other : self)", n)),
        ("either", nest("(", "self", " ?: other)", n)),
        ("other either", format!("{}self", "other ?: ".repeat(n))),
        ("assigned", format!("{}self", "other = ".repeat(n))),
        ("commas", format!("(self{})", ", self".repeat(n))),
        ("right commas", nest("(self, ", "self", ")", n)),
        ("likely", nest("likely(", "self", ")", n)),
        ("calls", format!("self{}", "()".repeat(n))),
        ("lists", nest("(T){", "self", "}", n)),
    ]
}

/// Deep forms of a statement.
fn statements(n: usize) -> Vec<(&'static str, String)> {
    vec![
        ("blocks", nest("{", "free(self);", "}", n)),
        ("ifs", nest("if (self) {", "free(self);", "}", n)),
        ("bare ifs", nest("if (self) ", "free(self);", "", n)),
        ("else ifs", format!("if (self) free(self); {}", "else if (other) other = self; ".repeat(n))),
        ("loops", nest("while (self) ", "free(self);", "", n)),
        ("for loops", nest("for (;;) ", "free(self);", "", n)),
        ("switches", nest("switch (1) { case 1: ", "free(self);", "}", n)),
        ("labels", (0..n).map(|i| format!("l{i}: ")).collect::<String>() + "free(self);"),
        ("jumps", (0..n).map(|i| format!("k{i}: if (self) goto k{};\n", (i + 1) % n)).collect()),
    ]
}

/// A module with a type, whose functions and tables hold `expression` and `statement` at every place that is asked about.
fn module(expression: &str, statement: &str) -> String {
    format!(
        "#include <Python.h>\n#define CAST(op) ((PyObject *)(op))\n#define MACRO(self, other, a) ({expression})\n\
         #define FLAGS ({expression})\n#define STATE(self, other, a) do {{ {statement} kept = ({expression}); }} while (0)\n\
         typedef struct Thing {{ PyObject_HEAD struct Thing *next; PyObject *owned; }} Thing;\n\
         static PyObject *kept, *before;\nstatic void *pointer = (void *)({expression});\n\
         static int thing_traverse(PyObject *self, visitproc visit, void *arg)\n{{ PyObject *other = {expression};\n\
         if ({expression}) {{ Py_VISIT({expression}); visit({expression}, arg); }}\n{statement}\nreturn {expression}; }}\n\
         static int thing_clear(PyObject *self) {{ Py_CLEAR(((Thing *)({expression}))->owned); {statement} return 0; }}\n\
         static void thing_dealloc(PyObject *self)\n{{ PyTypeObject *type = {expression}; PyObject *other = {expression};\n\
         if ({expression}) PyObject_GC_UnTrack({expression});\n{statement}\n({expression})->tp_free({expression});\n\
         Py_DECREF({expression}); }}\n\
         static PyObject *thing_new(PyTypeObject *self, PyObject *args, PyObject *kwds)\n{{ Thing *other = {expression};\n\
         other->owned = {expression}; ((Thing *)({expression}))->owned = {expression}; MACRO(self, other, args);\n\
         STATE(self, other, args); kept = {expression}; *({expression}) = {expression}; {statement} return {expression}; }}\n\
         static PyType_Slot thing_slots[] = {{ {{Py_tp_traverse, thing_traverse}}, {{Py_tp_clear, thing_clear}},\n\
         {{Py_tp_dealloc, thing_dealloc}}, {{Py_tp_new, thing_new}}, {{{expression}, {expression}}}, {{0, NULL}} }};\n\
         static PyType_Spec thing_spec = {{ \"m.Thing\", sizeof(Thing) + ({expression}), 0,\n\
         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | FLAGS | ({expression}), thing_slots }};\n\
         static PyTypeObject Other = {{ .tp_name = \"m.Other\", .tp_flags = {expression}, .tp_base = {expression},\n\
         .tp_dealloc = thing_dealloc, .tp_basicsize = {expression} }};\n\
         static int exec(PyObject *self)\n{{ PyObject *other = PyType_FromModuleAndSpec({expression}, &thing_spec, {expression});\n\
         other = {expression}; if ({expression}) return {expression}; PyModule_AddObject(self, \"a\", {expression});\n\
         PyModule_AddType(self, {expression}); PyType_Ready({expression}); Py_XDECREF({expression}); {statement} return 0; }}\n\
         static PyModuleDef_Slot slots[] = {{ {{Py_mod_exec, exec}}, {{{expression}, {expression}}}, {{0, NULL}} }};\n\
         static PyModuleDef def = {{ PyModuleDef_HEAD_INIT, \"m\", NULL, {expression}, {expression}, slots }};\n\
         PyMODINIT_FUNC PyInit_m(void) {{ PyObject *self = {expression}; {statement} if ({expression}) return {expression};\n\
         return PyModuleDef_Init(&def); }}\nstatic PyObject *after;\nvoid keep(void) {{ after = before = PyList_New(0); }}\n"
    )
}

/// What stands around the deep code is found.
fn holds(name: &str, text: String) {
    let said = check(&[("m.c".to_owned(), text)]);
    for global in ["before", "after"] {
        let found = said.lines().any(|line| line.contains("ISO010") && line.contains(&format!("`{global}`")));
        assert!(found, "{name} hides `{global}`: {said}");
    }
}

#[test]
fn expressions_of_any_depth_are_checked() {
    for (name, expression) in expressions(40).into_iter().chain(expressions(500)) {
        holds(name, module(&expression, ";"));
    }
}

#[test]
fn chains_of_any_length_are_checked() {
    let long = ["sum", "casts", "fields"];
    for (name, expression) in expressions(9000).into_iter().filter(|(name, _)| long.contains(name)) {
        holds(name, module(&expression, ";"));
    }
}

#[test]
fn statements_of_any_depth_are_checked() {
    for (name, statement) in [40, 900, 9000].into_iter().flat_map(statements) {
        holds(name, module("self", &statement));
    }
}
