//! Rules in preview: off unless asked for, marked in every report, in nobody's way while they are off.

use crate::project::Project;

/// Fires CALL004, a rule in preview, at line 1.
const BAD: &str = "static PyObject *f(PyObject *self, PyObject *args) { return NULL; }\n\
                   static PyMethodDef m[] = {{\"f\", (PyCFunction)f, METH_VARARGS, 0}, {0}};\n";

#[test]
fn they_are_off_unless_asked_for() {
    let project = Project::with("a.c", BAD);
    for (arguments, code) in [
        (&[][..], 0),
        (&["--select", "ALL"], 0),
        (&["--profile", "abi"], 0),
        (&["--preview"], 1),
        (&["--preview", "--select", "ALL"], 1),
        (&["--preview", "--select", "GC"], 0),
        (&["--preview", "--ignore", "CALL"], 0),
        (&["--select", "CALL004"], 1),
        (&["--select", "null-without-exception"], 1),
        (&["--select", "CALL"], 1),
        (&["--select", "calls"], 1),
        (&["--select", "CALL", "--ignore", "CALL004"], 0),
    ] {
        let run = project.run(&[&["check", "a.c"], arguments].concat());
        assert_eq!(run.code, code, "{arguments:?}: {}{}", run.out, run.err);
    }
    project.file("extlint.toml", "preview = true\n");
    assert_eq!(project.check(&["a.c"]).code, 1);
    assert!(project.run(&["config"]).out.contains("preview = true # extlint.toml"));
    project.file("extlint.toml", "[severity]\nCALL004 = 'note'\n");
    assert!(project.check(&["a.c"]).out.contains("note[CALL004]"));
}

#[test]
fn reports_mark_their_findings() {
    let project = Project::with("a.c", BAD);
    let out = |format: &str| project.run(&["check", "a.c", "--preview", "--output-format", format]).out;
    for format in ["full", "concise", "github", "gitlab", "junit", "azure", "rdjson"] {
        assert!(out(format).contains("[preview] `f` "), "{format}: {}", out(format));
    }
    assert!(out("markdown").contains(r"\[preview\] `f` "));
    assert!(out("json-lines").contains("\"preview\":true"));
    let sarif: serde_json::Value = serde_json::from_str(&out("sarif")).expect("JSON");
    let run = &sarif["runs"][0];
    assert_eq!(run["results"][0]["properties"]["preview"], true);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let rule = rules.iter().find(|rule| rule["id"] == "CALL004").expect("the rule");
    assert_eq!(
        (&rule["properties"]["preview"], &rule["defaultConfiguration"]["enabled"]),
        (&true.into(), &false.into())
    );
    assert!(project.run(&["rule", "CALL004"]).out.contains("In preview: off unless `--preview`"));
    assert!(project.run(&["rule", "CALL"]).out.contains("[preview]"));
    assert!(!project.run(&["rule", "GC"]).out.contains("[preview]"));
}

#[test]
fn what_is_known_of_rules_that_are_off_is_not_stale() {
    let comment = "/* extlint: ignore[CALL004] called by nobody */\n";
    let project = Project::with("a.c", format!("{comment}{BAD}"));
    let check = |arguments: &[&str]| project.run(&[&["check"], arguments].concat());
    let run = project.check(&["a.c"]);
    assert!(run.code == 0 && run.out.is_empty(), "{}{}", run.out, run.err);
    assert!(check(&["--preview", "a.c"]).err.contains("1 suppressed"));
    project.file("a.c", BAD);
    check(&["--preview", "--write-baseline", "known.json", "a.c"]);
    assert!(project.read("known.json").contains("CALL004"));
    let run = check(&["--baseline", "known.json", "a.c"]);
    assert!(!run.err.contains("stale"), "{}", run.err);
    assert!(check(&["--preview", "--baseline", "known.json", "a.c"]).err.contains("1 known"));
    project.file("a.c", "int x;\n");
    assert!(check(&["--preview", "--baseline", "known.json", "a.c"]).err.contains("stale"));
}
