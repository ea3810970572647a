//! Edits that need a newer Python than the oldest one supported.

use super::*;

/// A module whose slots and types are given by `slots`, built for the Pythons and the API that `settings` say.
fn mended_slots(settings: &str, rules: &str) -> String {
    let place = folder();
    let path = place.path().join("spam.c");
    write(
        &path,
        "#include <Python.h>
static int spam_exec(PyObject *module) { return 0; }
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {0, NULL},
};
static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT, .m_name = \"spam\", .m_slots = spam_slots,
};
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&spam_module); }
",
    );
    write(&place.path().join("extlint.toml"), settings);
    let output = fix(place.path(), &[".", "--select", rules]);
    assert_eq!(output.code, Some(0), "{}", output.stderr);
    let text = fs::read_to_string(&path).expect("text");
    let (_, rest) = text.split_once("{Py_mod_exec, spam_exec},\n").expect("the first slot");
    rest.split_once("    {0, NULL},").expect("the end").0.to_owned()
}

const GIL: &str = "    {Py_mod_gil, Py_MOD_GIL_USED},\n";
const INTERPRETERS: &str = "    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},\n";

fn guarded(version: &str, line: &str) -> String {
    format!("#if PY_VERSION_HEX >= {version}\n{line}#endif\n")
}

#[test]
fn a_slot_is_kept_to_the_pythons_that_know_it() {
    let old = "min-python = \"3.9\"";
    assert_eq!(mended_slots(old, "FT004"), guarded("0x030D0000", GIL));
    assert_eq!(mended_slots(old, "INIT005"), guarded("0x030C0000", INTERPRETERS));
    assert_eq!(mended_slots(old, "INIT005,FT004"), guarded("0x030D0000", GIL) + &guarded("0x030C0000", INTERPRETERS));
}

#[test]
fn no_guard_where_every_python_knows_it() {
    assert_eq!(mended_slots("min-python = \"3.13\"", "FT004"), GIL);
    assert_eq!(mended_slots("min-python = \"3.12\"", "INIT005"), INTERPRETERS);
    assert_eq!(mended_slots("min-python = \"3.12\"", "FT004"), guarded("0x030D0000", GIL));
}

#[test]
fn the_limited_api_has_what_its_version_has() {
    let limited = |version: &str| format!("min-python = \"3.9\"\nlimited-api = \"{version}\"");
    assert_eq!(mended_slots(&limited("3.9"), "INIT005"), "");
    assert_eq!(mended_slots(&limited("3.13"), "INIT005"), INTERPRETERS);
}
