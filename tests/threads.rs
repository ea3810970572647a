//! Holds that a run ends, and says the same, whatever the number of threads.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Numbers of threads, and so many runs with each.
const RUNS: [(&str, usize); 3] = [("1", 5), ("2", 50), ("8", 50)];

/// Types with two fields that many functions set to strings: by name, from each other, from the fields of the next
/// type, so that all fields are given each other in one circle. The last type also gets any object.
fn types(count: usize, setters: usize) -> String {
    let mut text = "#include <Python.h>\n".to_owned();
    for i in 0..count {
        let _ = writeln!(text, "typedef struct {{ PyObject_HEAD PyObject *name{i}; PyObject *doc{i}; }} Thing{i};");
    }
    for i in 0..count {
        let next = (i + 1) % (count - 1);
        for k in 0..setters {
            let (name, doc) = match k % 3 {
                0 => ("PyUnicode_FromString(\"x\")".to_owned(), format!("Py_XNewRef(self->name{i})")),
                1 => (format!("Py_XNewRef(self->doc{i})"), "PyBytes_FromString(\"y\")".to_owned()),
                _ => (format!("Py_XNewRef(other->doc{next})"), format!("Py_XNewRef(other->name{next})")),
            };
            let _ = writeln!(
                text,
                "static void thing{i}_set{k}(Thing{i} *self, Thing{next} *other) {{ Py_XSETREF(self->name{i}, {name}); \
                 Py_XSETREF(self->doc{i}, {doc}); }}"
            );
        }
        if i == count - 1 {
            let _ = writeln!(
                text,
                "static PyObject *thing{i}_any(Thing{i} *self, PyObject *value) {{ Py_XSETREF(self->doc{i}, \
                 Py_NewRef(value)); return NULL; }}"
            );
        }
        let _ = writeln!(
            text,
            "static int thing{i}_traverse(PyObject *self, visitproc visit, void *arg) {{ Py_VISIT(Py_TYPE(self)); \
             return 0; }}\nstatic void thing{i}_dealloc(PyObject *op) {{ Thing{i} *self = (Thing{i} *)op; \
             PyTypeObject *type = Py_TYPE(op); PyObject_GC_UnTrack(op); Py_CLEAR(self->name{i}); \
             Py_CLEAR(self->doc{i}); type->tp_free(op); Py_DECREF(type); }}\n\
             static PyType_Slot thing{i}_slots[] = {{ {{Py_tp_traverse, thing{i}_traverse}}, {{Py_tp_dealloc, \
             thing{i}_dealloc}}, {{0, NULL}} }};\nstatic PyType_Spec thing{i}_spec = {{ .name = \"m.Thing{i}\", \
             .basicsize = sizeof(Thing{i}), .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = thing{i}_slots \
             }};\nPyObject *add{i}(PyObject *m) {{ return PyType_FromModuleAndSpec(m, &thing{i}_spec, NULL); }}"
        );
    }
    text
}

/// Files with a global and functions that set it: all rules about globals ask for the same analysis at once.
fn globals(folder: &Path, files: usize) {
    for i in 0..files {
        let mut text = format!("#include <Python.h>\nstatic PyObject *cache{i};\n");
        for k in 0..20 {
            let _ = writeln!(text, "void cache{i}_fill{k}(void) {{ cache{i} = PyDict_New(); }}");
        }
        fs::write(folder.join(format!("cache{i}.c")), text).expect("a file is written");
    }
}

fn run(folder: &Path, threads: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extlint"));
    command.args(["check", ".", "--no-config", "--output-format", "json-lines"]).current_dir(folder).env_clear();
    let output = command.env("RAYON_NUM_THREADS", threads).output().expect("the extlint binary starts");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("stdout is UTF-8")
}

#[test]
fn every_number_of_threads_says_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::write(folder.path().join("types.c"), types(40, 60)).expect("a file is written");
    globals(folder.path(), 24);
    let first = run(folder.path(), "1");
    let said = support::rows(&first).expect("JSON lines");
    let globals = said.iter().filter(|row| row.code == "ISO010").count();
    assert_eq!(globals, 24, "one finding for each global");
    // The fields that are given strings only, by whatever way round, are part of no cycle.
    let owned: Vec<&str> = said.iter().filter(|row| row.code == "GC031").map(|row| row.message.as_str()).collect();
    let expected: Vec<String> = ["name39", "doc39"]
        .iter()
        .map(|field| format!("owned field `{field}` of `Thing39` is never visited"))
        .collect();
    assert_eq!(owned, expected);
    for (threads, runs) in RUNS {
        for _ in 0..runs {
            assert!(run(folder.path(), threads) == first, "another answer with {threads} threads");
        }
    }
}
