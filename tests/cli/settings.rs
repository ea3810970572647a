//! Configuration files, options, and what is said about wrong ones.

use crate::project::{BAD, GOOD, Project};

/// The error of a run that could not start.
fn error(project: &Project, arguments: &[&str]) -> String {
    let run = project.check(arguments);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    run.err
}

#[test]
fn exit_codes_follow_the_level() {
    let project = Project::with("a.c", BAD);
    assert_eq!(project.check(&["a.c"]).code, 1);
    assert_eq!(project.check(&["--exit-zero", "a.c"]).code, 0);
    assert_eq!(project.check(&["--fail-on", "never", "a.c"]).code, 0);
    assert_eq!(project.check(&["--exit-zero", "a.c", "gone.c"]).code, 2);
    project.file("extlint.toml", "severity = { ABI003 = 'note' }\n");
    let run = project.check(&["a.c"]);
    assert!(run.code == 0 && run.out.contains("note[ABI003]"), "{}", run.out);
    assert_eq!(project.check(&["--fail-on", "note", "a.c"]).code, 1);
    project.file("extlint.toml", "fail-on = 'note'\nseverity = { build-core-macro = 'off' }\n");
    assert_eq!(project.check(&["a.c"]).out, "");
}

#[test]
fn rules_are_selected_by_code_name_category_and_prefix() {
    let project = Project::with("a.c", BAD);
    for (arguments, code) in [
        (["--select", "ABI003"], 1),
        (["--select", "build-core-macro"], 1),
        (["--select", "ABI"], 1),
        (["--select", "suppression"], 0),
        (["--ignore", "abi"], 0),
        (["--ignore", "SUP001,ABI003"], 0),
    ] {
        assert_eq!(project.check(&[&arguments[..], &["a.c"]].concat()).code, code, "{arguments:?}");
    }
    let run = project.check(&["--select", "NOPE", "a.c"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("`NOPE` is not the code or name of a rule"), "{}", run.err);
}

#[test]
fn the_nearest_configuration_counts() {
    let project = Project::with("sub/a.c", BAD);
    project.file("pyproject.toml", "[tool.extlint]\nignore = ['ABI003']\n");
    assert_eq!(project.check(&["sub"]).code, 0);
    assert_eq!(project.check(&["--no-config", "sub"]).code, 1);
    project.file("sub/.extlint.toml", "");
    assert_eq!(project.check(&["sub"]).code, 1);
    assert_eq!(project.check(&["--config", "pyproject.toml", "sub"]).code, 0);
    project.file("sub/pyproject.toml", "[project]\nname = 'x'\n");
    std::fs::remove_file(project.path("sub/.extlint.toml")).expect("it is there");
    assert_eq!(project.check(&["sub"]).code, 0, "a pyproject.toml without settings is passed over");
}

#[test]
fn per_file_ignores_and_exclude_are_relative_to_their_file() {
    let project = Project::with("src/a.c", BAD);
    project.file("src/b.c", BAD);
    project.file("extlint.toml", "[per-file-ignores]\n'src/a.c' = ['ABI003']\n");
    let run = project.check(&["src"]);
    assert!(run.out.lines().count() == 1 && run.out.contains("src/b.c"), "{}", run.out);
    project.file("extlint.toml", "exclude = ['src/b.c']\n");
    let run = project.check(&["src"]);
    assert!(run.out.lines().count() == 1 && run.out.contains("src/a.c"), "{}", run.out);
}

#[test]
fn wrong_configurations_name_file_key_and_cause() {
    let project = Project::with("a.c", GOOD);
    let cases = [
        ("min-pyton = '3.9'", "unknown key `min-pyton`"),
        ("min-python = 3.9", "`min-python`: write the version in quotes"),
        ("min-python = 3.20", "`min-python`: write the version in quotes: \"3.20\""),
        ("select = ['ABI', 'NOPE1']", "`select`: `NOPE1` is not the code or name of a rule"),
        ("ignore = 'ABI'", "`ignore`: expected a list of strings, found string"),
        ("severity = { ABI003 = 'loud' }", "`severity`: `ABI003`: `loud` is not one of"),
        ("exclude = ['a[']", "`exclude`: `a[` is not a valid pattern"),
        ("fail-on = 'always'", "`fail-on`: `always` is not one of"),
        ("min-python = '3.14'\nmax-python = '3.9'", "`min-python` 3.14 (extlint.toml) is newer than `max-python` 3.9"),
        ("a = = 1", "line 1: "),
    ];
    for (text, cause) in cases {
        project.file("extlint.toml", text);
        let err = error(&project, &["a.c"]);
        assert!(err.starts_with("extlint: error: ") && err.contains(cause), "{text}: {err}");
        assert!(err.contains("extlint.toml") && err.lines().count() == 1, "{text}: {err}");
    }
    project.file("extlint.toml", b"# \xFF");
    assert!(error(&project, &["a.c"]).contains("is not UTF-8"));
    std::fs::remove_file(project.path("extlint.toml")).expect("it is there");
    project.file("pyproject.toml", "[tool.extlint]\nbad = 1\n");
    assert!(error(&project, &["a.c"]).contains("tool.extlint: unknown key `bad`"));
    assert!(error(&project, &["--config", "gone.toml", "a.c"]).contains("gone.toml"));
    project.file("pyproject.toml", "[project]\nrequires-python = 'three'\n");
    assert!(error(&project, &["a.c"]).contains("`project.requires-python`"));
}

#[test]
fn requires_python_is_the_default_of_min_python() {
    let project = Project::with("a.c", GOOD);
    project.file("pyproject.toml", "[project]\nrequires-python = '>=3.8.1,<4'\n");
    let config = |arguments: &[&str]| project.run(&[&["config"], arguments].concat()).out;
    assert!(config(&[]).contains("min-python = \"3.8\" # requires-python of pyproject.toml"), "{}", config(&[]));
    assert!(config(&["--min-python", "3.12"]).contains("min-python = \"3.12\" # command line"));
    project.file("extlint.toml", "min-python = '3.11'\n");
    assert!(config(&[]).contains("min-python = \"3.11\" # extlint.toml"));
    assert!(config(&[]).contains("max-python = \"3.15\" # default"));
}

#[test]
fn a_cpython_checkout_is_known_and_said_once() {
    let project = Project::with("Modules/a.c", BAD);
    project.file("Include/internal/pycore_x.h", GOOD);
    project.file("Include/patchlevel.h", "#define PY_MAJOR_VERSION 3\n#define PY_MINOR_VERSION        14\n");
    let run = project.run(&["check", "Modules", "--output-format", "concise"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert_eq!(run.err.matches("is a CPython checkout: checked for Python 3.14 to 3.14").count(), 1, "{}", run.err);
    let config = project.run(&["config", "Modules"]).out;
    assert!(config.contains("build-core-macro = \"off\" # ABI003"), "{config}");
}

const STATIC_TYPE: &str = "#include <Python.h>\nstatic PyTypeObject T = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T\"};\n\
     static PyModuleDef_Slot slots[] = {{Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {0, NULL}};\n\
     static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = \"m\", .m_slots = slots};\n\
     PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&def); }\n";

#[test]
fn isolation_is_what_the_settings_ask_for() {
    let project = Project::with("a.c", STATIC_TYPE);
    for (arguments, level) in [
        (&[][..], "warning[ISO001]"),
        (&["--isolation", "auto"], "warning[ISO001]"),
        (&["--isolation", "subinterpreter"], "warning[ISO001]"),
        (&["--isolation", "per-interpreter-gil"], "error[ISO001]"),
        (&["--isolation", "process"], "note[ISO001]"),
    ] {
        let run = project.check(&[arguments, &["a.c"]].concat());
        assert!(run.out.contains(level), "{arguments:?}: {}", run.out);
    }
    project.file("extlint.toml", "isolation = 'process'\n");
    assert!(project.check(&["a.c"]).out.contains("note[ISO001]"));
    assert!(project.check(&["--isolation", "subinterpreter", "a.c"]).out.contains("warning[ISO001]"));
    assert!(error(&project, &["--isolation", "none", "a.c"]).contains("not one of auto, process"));
}

#[test]
fn a_demanded_isolation_turns_a_rule_on() {
    let project = Project::with(
        "a.c",
        STATIC_TYPE
            .replace("Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED", "Py_mod_exec, exec"),
    );
    assert!(!project.check(&["a.c"]).out.contains("INIT005"));
    assert!(project.check(&["--isolation", "subinterpreter", "a.c"]).out.contains("note[INIT005]"));
    assert!(!project.check(&["--isolation", "process", "a.c"]).out.contains("INIT005"));
    assert!(!project.check(&["--isolation", "subinterpreter", "--ignore", "INIT005", "a.c"]).out.contains("INIT005"));
}

#[test]
fn free_threading_turns_its_rules_off() {
    let claim = "static int hits;\nstatic PyObject *f(PyObject *s, PyObject *a) { hits++; return s; }\n\
                 static PyMethodDef methods[] = {{\"f\", f, METH_NOARGS}, {NULL}};\nstatic PyModuleDef def";
    let text = STATIC_TYPE
        .replace(
            "Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED",
            "Py_mod_gil, Py_MOD_GIL_NOT_USED",
        )
        .replace("static PyModuleDef def", claim)
        .replace(".m_name", ".m_methods = methods, .m_name");
    let project = Project::with("a.c", &text);
    assert!(project.check(&["a.c"]).out.contains("warning[FT006]"));
    assert!(project.check(&["--free-threading", "true", "a.c"]).out.contains("warning[FT006]"));
    assert!(!project.check(&["--free-threading", "false", "a.c"]).out.contains("FT006"));
    project.file("extlint.toml", "free-threading = false\n");
    assert!(!project.check(&["a.c"]).out.contains("FT006"));
    assert!(error(&project, &["--free-threading", "on", "a.c"]).contains("not one of auto, true, false"));
}
