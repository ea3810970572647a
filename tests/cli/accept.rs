//! Uses that the configuration accepts.

use crate::project::Project;

const TEXT: &str = "#include <Python.h>\n#include \"internal/pycore_frame.h\"\n\
    const char *text(PyObject *o) { return _PyUnicode_AsString(o); }\n\
    PyObject *list(PyObject *o) { return ((PyTypeObject *)o)->tp_mro; }\n";

fn codes(config: &str, file: &str) -> (Vec<String>, u64, String) {
    let project = Project::with(file, TEXT);
    project.file("extlint.toml", config);
    let run = project.run(&["check", "--select", "abi", "--max-python", "3.12", "--output-format", "json", "."]);
    let document: serde_json::Value = serde_json::from_str(&run.out).expect("a document");
    let rows = document["findings"].as_array().expect("findings");
    let codes = rows.iter().map(|row| row["code"].as_str().unwrap_or_default().to_owned()).collect();
    (codes, document["summary"]["suppressed"].as_u64().expect("a number"), run.err)
}

#[test]
fn names_and_headers_are_accepted() {
    let (found, suppressed, said) = codes("", "a.c");
    assert_eq!((found, suppressed), (vec!["ABI001".to_owned(), "ABI012".to_owned()], 0), "{said}");
    let text = "[[accept]]\nheaders = [\"pycore_frame.h\"]\nreason = \"frames are walked\"\n\
                [[accept]]\nnames = [\"PyTypeObject.tp_mro\"]\nreason = \"no subclass is made meanwhile\"\n";
    let (found, suppressed, said) = codes(text, "a.c");
    assert_eq!((found, suppressed), (Vec::new(), 2), "{said}");
    assert!(!said.contains("accept"), "{said}");
}

#[test]
fn what_accepts_nothing_is_said() {
    let text = "[[accept]]\nnames = [\"_PyLong_Sign\", \"PyTypeObject\"]\nreason = \"fast path\"\n";
    let (found, _, said) = codes(text, "a.c");
    assert_eq!(found, ["ABI001"]);
    assert!(said.contains("`accept`: nothing needs `_PyLong_Sign`") && !said.contains("`PyTypeObject`"), "{said}");
}

#[test]
fn an_entry_may_be_for_some_files() {
    let text = "[[accept]]\nprofile = \"cpython\"\nfiles = [\"copies/\"]\nreason = \"a copy of a module of CPython\"\n";
    assert_eq!(codes(text, "copies/a.c").0, Vec::<String>::new());
    let (found, _, said) = codes(text, "a.c");
    assert_eq!(found, ["ABI001", "ABI012"]);
    assert!(said.contains("nothing needs `cpython`"), "{said}");
}

#[test]
fn what_does_not_compile_is_not_accepted() {
    let project = Project::with(
        "a.c",
        "#include <Python.h>\nint f(PyObject *o) { return _PyList_Extend((void *)o, o) != NULL; }\n",
    );
    project.file("extlint.toml", "[[accept]]\nnames = [\"_PyList_Extend\"]\nreason = \"fast\"\n");
    let run = project.check(&["--select", "ABI004", "."]);
    assert!(run.code == 1 && run.out.contains("gone from Python 3.13"), "{}{}", run.out, run.err);
}

#[test]
fn entries_are_shown_and_checked() {
    let project = Project::with("a.c", TEXT);
    project.file("extlint.toml", "[[accept]]\nnames = [\"_PyLong_Sign\"]\nreason = \"fast \\\"path\\\"\"\n");
    let shown = project.run(&["config"]).out;
    let read: toml::Table = shown.parse().expect("TOML");
    assert_eq!(read["accept"][0]["names"][0].as_str(), Some("_PyLong_Sign"), "{shown}");
    assert_eq!(read["accept"][0]["reason"].as_str(), Some("fast \"path\""), "{shown}");
    project.file("extlint.toml", "[[accept]]\nnames = [\"_PyLong_Sign\"]\n");
    let run = project.check(&["."]);
    assert!(run.code == 2 && run.err.contains("`accept`: an entry needs a `reason`"), "{}", run.err);
    for arguments in [["config", "--default"], ["config", "--schema"]] {
        assert!(project.run(&arguments).out.contains("accept"), "{arguments:?}");
    }
}
