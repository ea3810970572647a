//! What is shown first, what is folded, and the tables that end a report.

use crate::project::{BAD, Project};

/// A module with a global object and `statics` counters.
fn module(name: &str, statics: usize) -> String {
    let mut text = String::from("#include <Python.h>\nstatic PyObject *cache;\n");
    for i in 0..statics {
        text += &format!("static int hits{i};\n");
    }
    text += "static PyObject *f(PyObject *self, PyObject *arg)\n{\n";
    for i in 0..statics {
        text += &format!("    hits{i}++;\n");
    }
    text += "    Py_XSETREF(cache, Py_NewRef(arg));\n    Py_RETURN_NONE;\n}\n";
    text += "static PyMethodDef methods[] = {{\"f\", f, METH_O, NULL}, {NULL}};\n";
    text +=
        "static PyModuleDef_Slot slots[] = {{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},\n";
    text += "    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0, NULL}};\n";
    text += &format!(
        "static PyModuleDef def = {{PyModuleDef_HEAD_INIT, .m_name = \"{name}\", .m_methods = methods, .m_slots = slots}};\n\
         PyMODINIT_FUNC PyInit_{name}(void) {{ return PyModuleDef_Init(&def); }}\n"
    );
    text
}

const NOTE: &str = "/* extlint: ignore[ISO010] nothing is there */\nint x;\n";

/// The headers of the findings in the full format, in order.
fn headers(out: &str) -> Vec<&str> {
    let level = |line: &&str| ["error[", "warning[", "note["].iter().any(|level| line.starts_with(level));
    out.lines().filter(level).collect()
}

#[test]
fn files_with_errors_come_first_and_errors_first_in_a_file() {
    let project = Project::with("a.c", NOTE);
    project.file("b.c", format!("{NOTE}{BAD}"));
    let run = project.run(&["check", "--output-format", "full"]);
    let seen: Vec<&str> = headers(&run.out).iter().map(|line| line.split(':').next().unwrap_or("")).collect();
    assert_eq!(seen, ["error[ABI003]", "note[SUP001]", "note[SUP001]"], "{}", run.out);
    assert!(run.out.find("b.c:3").expect("b.c") < run.out.find("a.c:1").expect("a.c"), "{}", run.out);
    let run = project.check(&[]);
    assert!(run.out.starts_with("b.c:3"), "{}", run.out);
    let run = project.check(&["--sort", "place"]);
    assert!(run.out.starts_with("a.c:1"), "{}", run.out);
    let run = project.run(&["check", "--output-format", "json-lines"]);
    assert_eq!(run.json_lines()[0]["path"], "a.c");
}

#[test]
fn findings_below_a_level_are_left_out_and_counted() {
    let project = Project::with("b.c", format!("{NOTE}{BAD}"));
    let run = project.run(&["check", "--output-format", "concise", "--min-severity", "warning"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1), "{}", run.out);
    assert!(run.err.contains("1 below --min-severity"), "{}", run.err);
    let run = project.check(&["--min-severity", "warning", "--fail-on", "note", "--ignore", "ABI003"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
}

#[test]
fn a_long_run_ends_with_readiness_rules_and_where_to_look_next() {
    let project = Project::with("spam.c", module("spam", 14));
    let run = project.run(&["check"]);
    assert_eq!(run.code, 1);
    let row = run.out.lines().find(|line| line.starts_with("spam ")).expect("a row for the module");
    let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
    assert_eq!(cells[..4], ["spam", "multi", "own GIL", "not used"], "{row}");
    // ISO010; ISO010 and the counters; both again, as nothing locks. INIT006 and FT006 are about the same.
    assert_eq!(cells[4..8], ["1", "15", "15", "-"], "{row}");
    assert_eq!(cells[8..], ["1", "2", "-", "1", "14", "-"], "{row}");
    let count = run.out.lines().find(|line| line.ends_with("ISO020 mutable-global")).expect("a row for the rule");
    assert!(count.trim_start().starts_with("-        14") || count.contains(" 14 "), "{count}");
    assert!(run.out.contains("`extlint rule INIT006` explains a rule"), "{}", run.out);
    let quiet = project.run(&["check", "--quiet"]);
    assert!(!quiet.out.contains("readiness") && quiet.err.is_empty(), "{}", quiet.out);
}

#[test]
fn a_short_run_stays_short() {
    let project = Project::with("spam.c", module("spam", 1));
    let run = project.run(&["check"]);
    assert!(run.code == 1 && !run.out.contains("readiness") && !run.out.contains("explains a rule"), "{}", run.out);
}

#[test]
fn statistics_are_tables_alone() {
    let project = Project::with("spam.c", module("spam", 1));
    let run = project.run(&["check", "--statistics"]);
    assert!(headers(&run.out).is_empty() && run.out.contains("ISO010 global-object"), "{}", run.out);
    assert!(run.out.contains("readiness by module"), "{}", run.out);
    let run = project.run(&["check", "--output-format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("a document");
    let module = &json["readiness"][0];
    assert_eq!((module["module"].as_str(), module["phase"].as_str()), (Some("spam"), Some("multi")));
    assert_eq!(module["blockers"]["subinterpreters"], 1);
    let codes: Vec<&str> =
        json["statistics"].as_array().expect("a list").iter().filter_map(|r| r["code"].as_str()).collect();
    assert!(codes.contains(&"ISO010") && codes.contains(&"INIT006"), "{codes:?}");
}

#[test]
fn others_code_tests_and_generated_files_are_folded() {
    let project = Project::with("src/spam.c", "int x;\n");
    project.file("vendor/zlib/z.c", BAD);
    project.file("tests/deep/t.c", BAD);
    project.file("src/gen.c", format!("/* Generated by Cython 3.0.0 */\n{BAD}"));
    let run = project.run(&["check"]);
    assert_eq!((run.code, headers(&run.out).len()), (0, 0), "{}", run.out);
    for (folder, why) in [("vendor/zlib", "vendored"), ("tests", "tests and examples"), ("src", "generated")] {
        let row = |line: &&str| line.starts_with(folder) && line.contains(why) && line.contains("ABI003");
        assert_eq!(run.out.lines().filter(row).count(), 1, "{folder}: {}", run.out);
    }
    let run = project.run(&["check", "--output-format", "concise"]);
    assert!(run.out.contains("vendor/zlib: error[ABI003] 1 finding folded (vendored)"), "{}", run.out);
    assert!(run.err.contains("+3 folded"), "{}", run.err);
    let rows = project.run(&["check", "--output-format", "json-lines"]).json_lines();
    let folded: Vec<_> = rows.iter().map(|row| row["folded"].as_str().unwrap_or("")).collect();
    assert_eq!(folded, ["generated", "test", "vendored"]);
    for format in ["github", "sarif", "gitlab", "junit", "azure", "rdjson"] {
        let run = project.run(&["check", "--output-format", format]);
        assert!(!run.out.contains("z.c"), "{format}: {}", run.out);
        let run = project.run(&["check", "--all", "--output-format", format]);
        assert!(run.code == 1 && run.out.contains("z.c"), "{format}: {}", run.out);
    }
    assert_eq!(project.check(&["--all"]).out.lines().count(), 3);
}

#[test]
fn what_is_named_is_not_folded() {
    let project = Project::with("src/spam.c", "int x;\n");
    project.file("vendor/zlib/z.c", BAD);
    for path in ["vendor", "vendor/zlib", "vendor/zlib/z.c"] {
        assert_eq!(project.check(&[path]).code, 1, "{path}");
    }
    // Nothing else is there: it is what was asked about.
    let alone = Project::with("tests/t.c", BAD);
    assert_eq!(alone.check(&[]).code, 1);
    let alone = Project::with("vendor/spam/spam.c", module("spam", 1));
    let text = "static int hits;\nint g(void) { return hits++; }\n";
    alone.file("vendor/zlib/z.c", BAD);
    assert_eq!(alone.check(&[]).code, 1);
    // A library for a module that a generator will write.
    let library = Project::with("deps/zlib/z.c", format!("{BAD}{text}"));
    let run = library.run(&["check"]);
    assert!(run.code == 0 && run.err.contains("folded"), "{} {}", run.out, run.err);
    assert_eq!(library.check(&["deps/zlib"]).code, 1);
}

#[test]
fn what_no_extension_has_is_folded() {
    let project = Project::with("src/spam.c", module("spam", 0));
    project.file("src/other.c", "static int hits;\nint g(void) { return hits++; }\n");
    let rows = project.run(&["check", "--output-format", "json-lines"]).json_lines();
    let of_other: Vec<_> = rows.iter().filter(|row| row["path"] == "src/other.c").collect();
    assert!(!of_other.is_empty() && of_other.iter().all(|row| row["folded"] == "unreached"), "{rows:?}");
    assert!(!project.check(&[]).out.contains("other.c"));
    assert!(project.check(&["src/other.c"]).out.contains("other.c:1"));
}

#[test]
fn copies_are_one_finding() {
    let project = Project::new();
    for folder in ["a", "b", "c"] {
        project.file(format!("{folder}/compat.c"), BAD);
    }
    let run = project.check(&[]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1), "{}", run.out);
    assert!(run.out.starts_with("a/compat.c:1:9: error[ABI003]") && run.out.contains("(in 3 files)"), "{}", run.out);
    let rows = project.run(&["check", "--output-format", "json-lines"]).json_lines();
    let folded: Vec<_> = rows.iter().map(|row| row["folded"].as_str()).collect();
    assert_eq!(folded, [None, Some("copy"), Some("copy")]);
    assert!(rows[0]["notes"].to_string().contains("b/compat.c, c/compat.c"), "{}", rows[0]);
    std::fs::remove_dir_all(project.path("c")).expect("it is there");
    assert_eq!(project.check(&[]).out.lines().count(), 2);
}
