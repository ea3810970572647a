//! `check --fix`, `--unsafe-fixes` and `--diff` as users run them: what is written, what is left, what is said.

#[path = "../support/mod.rs"]
mod support;

mod bytes;
mod corpus;
mod guards;
mod runs;
mod scope;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use support::{Output, extlint};

/// A heap type whose traverse function and dealloc need edits; `more` comes to its first comment.
fn spam(more: &str) -> String {
    format!(
        "/* {more} */
#include <Python.h>
typedef struct {{ PyObject_HEAD PyObject *cb; }} Thing;
static int
thing_traverse(PyObject *self, visitproc visit, void *arg)
{{
    Py_VISIT(((Thing *)self)->cb);
    return 0;
}}
static int
thing_clear(PyObject *self)
{{
    Py_CLEAR(((Thing *)self)->cb);
    return 0;
}}
static void
thing_dealloc(PyObject *self)
{{
    PyTypeObject *tp = Py_TYPE(self);
    thing_clear(self);
    Py_DECREF(tp);
    tp->tp_free(self);
}}
static PyType_Slot thing_slots[] = {{
    {{Py_tp_traverse, thing_traverse}},
    {{Py_tp_clear, thing_clear}},
    {{Py_tp_dealloc, thing_dealloc}},
    {{0, NULL}},
}};
static PyType_Spec thing_spec = {{
    \"spam.Thing\", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE, thing_slots,
}};
PyObject *
make_thing(PyObject *module)
{{
    return PyType_FromModuleAndSpec(module, &thing_spec, NULL);
}}
"
    )
}

/// The same with its three findings mended.
fn mended(more: &str) -> String {
    spam(more)
        .replace("    Py_VISIT(((Thing", "    Py_VISIT(Py_TYPE(self));\n    Py_VISIT(((Thing")
        .replace(
            "    thing_clear(self);\n    Py_DECREF(tp);\n",
            "    PyObject_GC_UnTrack(self);\n    thing_clear(self);\n",
        )
        .replace("tp->tp_free(self);\n", "tp->tp_free(self);\n    Py_DECREF(tp);\n")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

fn write(path: &Path, bytes: impl AsRef<[u8]>) {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).expect("folders are made");
    }
    fs::write(path, bytes).expect("the file is written");
}

fn fix(folder: &Path, more: &[&str]) -> Output {
    extlint(folder, [&["check", "--fix"], more].concat())
}

/// What `patch -p1` makes of the files below a folder; false where there is no `patch`.
#[allow(clippy::print_stderr)]
fn patch(folder: &Path, diff: &str) -> bool {
    use std::io::Write as _;
    let started = Command::new("patch").args(["-p1", "--binary"]).current_dir(folder).stdin(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        support::skipped("there is no `patch`");
        return false;
    };
    child.stdin.take().expect("a pipe").write_all(diff.as_bytes()).expect("patch reads");
    assert!(child.wait().expect("patch ends").success(), "{diff}");
    true
}

/// Paths below a folder, with what they hold.
fn texts(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = support::files_below(folder).into_iter();
    files.map(|path| (path.clone(), fs::read(path).expect("readable"))).collect()
}
