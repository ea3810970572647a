//! LIM002 where sources and a wheel of them are both given.

use extlint::abi;
use extlint::facts::{Artifact, FileId, Targets};
use extlint::link::Project;
use extlint::rules::{Context, run};
use extlint::source::{SourceInput, read};

use crate::images::bundle;
use crate::support::Wheel;

const MODULE: &str = "#include <Python.h>\nstatic struct PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = \"_core\"};\n\
                      PyMODINIT_FUNC PyInit__core(void) { return PyModuleDef_Init(&def); }\n";

/// What LIM002 says of a module that asks for a limited API, and of a wheel with these tags.
fn says(define: &str, tags: &str, hook: &str) -> Vec<String> {
    let text = format!("{define}{MODULE}");
    let input = SourceInput { file: FileId(0), path: "core.c", text: text.as_bytes() };
    // As where a source speaks of the limited API.
    let targets = Targets { limited_api: extlint::facts::Truth::Maybe, ..Targets::default() };
    let files = read(&[input], &targets);
    let suffix = if tags.contains("abi3") { "abi3.so" } else { "cpython-312-darwin.so" };
    let wheel = Wheel::new(tags).member(&format!("spam/_core.{suffix}"), bundle(hook, &["PyLong_FromLong"]));
    let facts = abi::read_wheel(FileId(1), &wheel.name, &wheel.bytes()).unwrap();
    let project = Project::link(files, vec!["core.c".to_owned(), wheel.name.clone()], targets);
    let mut found = run(&Context { project: &project, artifacts: &[Artifact::Wheel(facts)] });
    found.retain(|finding| finding.rule.code == "LIM002");
    assert!(found.iter().all(|finding| finding.file() == FileId(0)));
    found.iter().for_each(|f| assert!(f.message.contains("limited API of 3.11") && f.message.contains("promises 3.9")));
    let words = |f: &extlint::finding::Finding| {
        format!("{} {} {}", f.rule.code, f.severity.as_str(), f.symbol.as_deref().unwrap_or_default())
    };
    found.iter().map(words).collect()
}

#[test]
fn a_wheel_promises_no_older_python_than_its_sources_ask_for() {
    let asks = "#define Py_LIMITED_API 0x030B0000\n";
    let old = "cp39-abi3-macosx_11_0_arm64";
    assert_eq!(says(asks, old, "PyInit__core"), ["LIM002 error Py_LIMITED_API"]);
    let none: [&str; 0] = [];
    assert_eq!(says(asks, "cp311-abi3-macosx_11_0_arm64", "PyInit__core"), none, "the same");
    assert_eq!(says(asks, "cp312-abi3-macosx_11_0_arm64", "PyInit__core"), none, "a newer one");
    assert_eq!(says(asks, "cp312-cp312-macosx_11_0_arm64", "PyInit__core"), none, "for one version");
    assert_eq!(says("", old, "PyInit__core"), none, "nothing is asked for");
    assert_eq!(says(asks, old, "PyInit__other"), none, "another module");
}
