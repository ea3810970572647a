//! The tables at the end of reports, and findings that say the same of several places.

use crate::project::Project;

/// A module made in one step, with so many functions that keep an object in a static variable of one name.
fn module(functions: usize, init: &str) -> String {
    let mut text = String::from("#include <Python.h>\n");
    for i in 0..functions {
        text += &format!(
            "static PyObject *f{i}(PyObject *self, PyObject *arg)\n{{\n    static PyObject *cache = NULL;\n    \
             if (!cache) {{ cache = PyDict_New(); }}\n    return Py_NewRef(cache);\n}}\n"
        );
    }
    text += "static PyMethodDef methods[] = {";
    (0..functions).for_each(|i| text += &format!("{{\"f{i}\", f{i}, METH_O, NULL}}, "));
    text += "{NULL}};\nstatic PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = \"spam\", .m_methods = methods};\n";
    text + &format!(
        "PyMODINIT_FUNC PyInit_spam(void)\n{{\n    PyObject *m = PyModule_Create(&def);\n{init}    return m;\n}}\n"
    )
}

#[test]
fn what_is_said_of_several_functions_is_said_once() {
    let project = Project::with("a.c", module(12, ""));
    let full = project.run(&["check", "--select", "ISO016"]);
    assert_eq!(full.out.matches("[ISO016]").count(), 1, "{}", full.out);
    assert!(full.out.contains("(in 12 functions)") && full.out.contains("the same at line 10, 16, "), "{}", full.out);
    assert!(full.out.contains(" and 3 more"), "{}", full.out);
    assert!(full.err.contains("+11 summarized"), "{}", full.err);
    let concise = project.check(&["--select", "ISO016"]).out;
    assert!(concise.lines().count() == 1 && concise.contains("(in 12 functions)"), "{concise}");
    // Machines get each, and a baseline knows each.
    let rows = project.run(&["check", "--select", "ISO016", "--output-format", "json-lines"]).json_lines();
    let mut prints: Vec<&str> = rows.iter().filter_map(|row| row["fingerprint"].as_str()).collect();
    prints.sort_unstable();
    prints.dedup();
    assert_eq!((rows.len(), prints.len()), (12, 12));
    project.run(&["check", "--select", "ISO016", "--write-baseline", "base.json"]);
    assert_eq!(project.check(&["--select", "ISO016", "--baseline", "base.json"]).out, "");
    let two = Project::with("a.c", module(2, ""));
    assert_eq!(two.check(&["--select", "ISO016"]).out.lines().count(), 2, "two are no crowd");
}

/// The cells of a module's line in the table.
fn line(out: &str) -> Vec<&str> {
    let line = out.lines().find(|line| line.starts_with("spam ")).unwrap_or_else(|| panic!("{out}"));
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[test]
fn a_module_says_by_a_call_what_others_say_by_a_slot() {
    let table = |init: &str| {
        let run = Project::with("a.c", module(1, init)).run(&["check", "--statistics"]);
        assert!(run.out.contains("(`?`: not seen)"), "{}", run.out);
        line(&run.out)[..4].join(" ")
    };
    assert_eq!(table(""), "spam single undeclared undeclared");
    assert_eq!(table("    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);\n"), "spam single undeclared not used");
    assert_eq!(table("    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_USED);\n"), "spam single undeclared used");
    assert_eq!(table("    PyUnstable_Module_SetGIL(m, what);\n"), "spam single undeclared ?");
}

#[test]
fn a_false_claim_is_no_blocker_beside_what_contradicts_it() {
    let text = "#include <Python.h>\nstatic int hits;\n\
        static PyObject *f(PyObject *self, PyObject *arg) { hits++; Py_RETURN_NONE; }\n\
        static PyMethodDef methods[] = {{\"f\", f, METH_O, NULL}, {NULL}};\n\
        static PyModuleDef_Slot slots[] = {{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},\n\
        {Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0, NULL}};\n\
        static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = \"spam\", .m_methods = methods, .m_slots = slots};\n\
        PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&def); }\n";
    let project = Project::with("a.c", text);
    let blockers = |arguments: &[&str]| {
        let run = project.run(&[&["check", "--output-format", "json"], arguments].concat());
        let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let rows = json["findings"].as_array().expect("a list").len();
        let blockers = &json["readiness"][0]["blockers"];
        (rows, blockers["own-gil"].as_u64(), blockers["free-threading"].as_u64())
    };
    assert_eq!(blockers(&["--select", "ISO020,INIT006,FT006"]), (3, Some(1), Some(1)));
    assert_eq!(blockers(&["--select", "INIT006,FT006"]), (2, Some(1), Some(1)), "alone they count");
    assert_eq!(blockers(&["--select", "ISO020,INIT006,FT006", "--statistics"]), (0, Some(1), Some(1)), "tables alone");
}

#[test]
fn objects_set_without_a_lock_are_in_the_way_to_builds_without_the_gil() {
    let module = |body: &str, claim: &str| {
        let text = format!(
            "#include <Python.h>\nstatic PyObject *cache, *once;\n\
             static PyObject *f(PyObject *self, PyObject *arg) {{ {body} Py_RETURN_NONE; }}\n\
             static PyMethodDef methods[] = {{{{\"f\", f, METH_O, NULL}}, {{NULL}}}};\n\
             static int exec(PyObject *m) {{ once = PyList_New(0); return once ? 0 : -1; }}\n\
             static PyModuleDef_Slot slots[] = {{{{Py_mod_exec, exec}}, {claim} {{0, NULL}}}};\n\
             static PyModuleDef def = {{PyModuleDef_HEAD_INIT, .m_name = \"m\", .m_methods = methods, .m_slots = slots}};\n\
             PyMODINIT_FUNC PyInit_m(void) {{ return PyModuleDef_Init(&def); }}\n"
        );
        let run = Project::with("m.c", text).run(&["check", "--output-format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        json["readiness"][0]["blockers"]["free-threading"].as_u64()
    };
    let claims = ["", "{Py_mod_gil, Py_MOD_GIL_NOT_USED},"];
    for claim in claims {
        assert_eq!(module("if (!cache) cache = PyDict_New();", claim), Some(1), "{claim}");
        assert_eq!(module("(void)once;", claim), Some(0), "{claim}");
    }
}
