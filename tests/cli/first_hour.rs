//! What somebody meets who has just begun: words that are nearly right, configurations with several faults, folders without
//! C, names that are no UTF-8.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt};

use crate::project::{BAD, GOOD, Project};

#[test]
fn a_family_is_listed_by_its_letters_and_its_category() {
    let project = Project::new();
    let run = project.run(&["rule", "iso"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.lines().count() > 5 && run.out.lines().all(|line| line.starts_with("ISO")), "{}", run.out);
    assert_eq!(run.out, project.run(&["rule", "isolation"]).out);
    let json = project.run(&["rule", "ISO02", "--output-format", "json"]);
    let rules: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("a list");
    assert!(rules.len() > 1 && rules.iter().all(|rule| rule["code"].as_str().is_some_and(|c| c.starts_with("ISO02"))));
}

#[test]
fn a_code_that_is_none_gets_its_family_and_no_other_code() {
    let project = Project::with("a.c", GOOD);
    for arguments in [&["rule", "ISO099"][..], &["check", "--select", "ISO099"]] {
        let err = project.run(arguments).err;
        assert!(err.contains("`extlint rule ISO` lists its family") && !err.contains("ISO030"), "{err}");
    }
    let err = project.run(&["check", "--select", "FOO"]).err;
    assert!(err.contains("`FOO` is not the code") && err.contains("`extlint rule --all` lists them"), "{err}");
}

#[test]
fn all_faults_of_a_configuration_are_said_with_their_lines() {
    let project = Project::with("a.c", GOOD);
    let text = "min-pyhton = '3.9'\nfail-on = 'warn'\nignore = ['NOPE1', 'ABI']\n\n[severity]\nABI003 = 'loud'\n\n\
                [per-file-ignore]\n'x.c' = ['ABI']\n[per-file-ignores]\n'a[' = ['NOPE2']\n";
    project.file("extlint.toml", text);
    let run = project.check(&[]);
    let lines: Vec<&str> = run.err.lines().collect();
    let path = project.path("extlint.toml");
    let said = [
        "line 1: unknown key `min-pyhton` (did you mean `min-python`?)",
        "line 2: `fail-on`: `warn` is not one of",
        "line 3: `ignore`: `NOPE1` is not the code",
        "line 6: `severity`: `ABI003`: `loud` is not one of",
        "line 8: unknown key `per-file-ignore`",
        "line 11: `per-file-ignores`: `a[` is not a valid pattern",
        "line 11: `per-file-ignores`: `a[`: `NOPE2` is not the code",
    ];
    assert_eq!((run.code, lines.len()), (2, said.len()), "{}", run.err);
    for (line, said) in lines.iter().zip(said) {
        assert!(line.starts_with(&format!("extlint: error: {}: {said}", path.display())), "{line}");
    }
    fs::remove_file(path).expect("it is there");
    project.file("pyproject.toml", "[project]\nname = 'x'\n\n[tool.extlint]\nbad = 1\nworse = 2\n");
    let err = project.check(&[]).err;
    assert!(err.contains("line 5: tool.extlint: unknown key `bad`") && err.contains("line 6: "), "{err}");
}

#[test]
fn patterns_that_match_nothing_are_said_of_a_whole_run() {
    let project = Project::with("src/a.c", BAD);
    project.file("old/b.c", BAD);
    let text =
        "exclude = ['old/', 'gone/*.c', 'src']\n[per-file-ignores]\n'src/a.c' = ['ABI003']\n'nope/*.c' = ['ABI']\n";
    project.file("extlint.toml", text.replace(", 'src'", ""));
    let run = project.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.out);
    assert!(run.err.contains("`exclude`: no file or folder matches `gone/*.c`"), "{}", run.err);
    assert!(run.err.contains("`per-file-ignores`: no file or folder matches `nope/*.c`"), "{}", run.err);
    assert_eq!(run.err.matches("no file or folder matches").count(), 2, "{}", run.err);
    assert!(!project.run(&["check", "src"]).err.contains("matches"), "a part says nothing of the whole");
    assert_eq!(project.run(&["check", "-q"]).err, "");
}

#[test]
fn a_folder_of_what_c_is_made_from_gets_a_hint() {
    for (name, tool) in [("src/a.pyx", "Cython"), ("a.i", "SWIG")] {
        let run = Project::with(name, "x").check(&[]);
        assert!(run.code == 2 && run.err.contains(tool) && run.err.contains("extlint check *.whl"), "{}", run.err);
    }
    assert!(Project::with("a.txt", "x").check(&[]).err.ends_with("extension module or wheel\n"));
}

#[test]
fn init_says_what_is_there() {
    let project = Project::with("pyproject.toml", "[tool.extlint]\nmin-python = '3.10'\n");
    let run = project.run(&["init"]);
    assert!(run.code == 2 && run.err.contains("pyproject.toml has a table `tool.extlint` already"), "{}", run.err);
    project.file("pyproject.toml", "[project]\n");
    assert_eq!(project.run(&["init"]).code, 0);
    let run = project.run(&["init", "."]);
    assert!(run.code == 2 && run.err.contains("./extlint.toml is there already"), "{}", run.err);
    assert!(!run.err.contains("os error"), "{}", run.err);
}

#[test]
fn a_uri_has_the_bytes_of_the_name() {
    let project = Project::new();
    project.file(OsStr::from_bytes(b"sub/caf\xE9.c"), BAD);
    for path in [".", "sub", "./sub"] {
        let run = project.run(&["check", path, "--output-format", "sarif"]);
        let log: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
        let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!(place["uri"], "sub/caf%E9.c", "{path}");
    }
}

#[test]
fn a_suppression_without_its_colon_is_said() {
    let project =
        Project::with("a.c", "int x; /* extlint ignore[global-object] no colon */\n/* extlint ignores this */\n");
    let run = project.check(&[]);
    assert!(run.out.contains("SUP001") && run.out.contains("has no colon"), "{}", run.out);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
}

#[test]
fn comments_for_declarations_that_go_on_behind_a_backslash() {
    for end in ["\n", "\r\n"] {
        let text = "#include <Python.h>\nstatic PyObject *two, \\\n  *three;\nvoid st(void) { two = PyList_New(0); three = PyList_New(0); }\n";
        let project = Project::with("a.c", text.replace('\n', end));
        let run = project.run(&["check", "--add-suppressions", "shared on purpose"]);
        assert_eq!(run.code, 0, "{}{}{}", run.out, run.err, project.read("a.c"));
        assert_eq!(project.check(&[]).out, "", "{}", project.read("a.c"));
        assert_eq!(project.read("a.c").matches("shared on purpose").count(), 2);
    }
}

#[test]
fn shares_of_what_is_not_understood_stay_below_a_hundred() {
    let project = Project::with("a.c", format!("/* {} */\n@ @ @ /* {} */ @\n", "x".repeat(50), "y".repeat(400)));
    let stats = project.run(&["facts", "--stats", "a.c"]).out;
    let shares: Vec<f64> = stats.split('(').skip(1).filter_map(|rest| rest.split(' ').next()?.parse().ok()).collect();
    assert!(!shares.is_empty() && shares.iter().all(|share| *share <= 100.0), "{stats}");
}

#[test]
fn a_profile_is_silent_about_rules_that_nobody_named() {
    let project = Project::with("a.c", BAD);
    for profile in ["isolation", "abi", "free-threading"] {
        let run = project.run(&["check", "--profile", profile]);
        assert!(!run.err.contains("note:"), "{profile}: {}", run.err);
    }
    let run = project.run(&["check", "--profile", "packaging"]);
    assert!(
        run.err.contains("`--profile packaging` is only about ") && run.err.contains("and there are none"),
        "{}",
        run.err
    );
}
