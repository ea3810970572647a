//! A selection does what it says, and says where it does nothing; the configuration as a file and as a schema.

use std::io::{Cursor, Write as _};

use extlint::rules::RULES;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::project::{BAD, GOOD, Project};

#[test]
fn a_selection_without_effect_is_said() {
    let project = Project::with("a.c", BAD);
    for (arguments, said) in [
        (&["--select", "should-be-const"][..], ""),
        (&["--select", "INIT017"], ""),
        (&["--select", "FT006", "--free-threading", "false"], "`FT006` runs no rule: `free-threading` is false"),
        (&["--select", "ISO022,ISO02", "--ignore", "ISO022"], "`ISO022` runs no rule: "),
        (&["--select", "WHL005"], "`WHL005` is only about wheel inputs, and there are none"),
        (&["--profile", "packaging"], "inputs, and there are none"),
    ] {
        let run = project.run(&[&["check", "a.c"], arguments].concat());
        match said {
            "" => assert!(!run.err.contains("note: "), "{arguments:?}: {}", run.err),
            said => assert!(run.err.contains(said), "{arguments:?}: {}", run.err),
        }
    }
}

#[test]
fn a_rule_that_is_named_runs_wherever_it_is_off() {
    let project = Project::with("Modules/a.c", BAD);
    project.file("Include/internal/pycore_x.h", GOOD);
    project.file("Include/patchlevel.h", "#define PY_MINOR_VERSION 14\n");
    assert_eq!(project.check(&["Modules"]).code, 0);
    assert_eq!(project.check(&["--select", "ABI003", "Modules"]).code, 1);
    assert_eq!(project.check(&["--select", "abi", "Modules"]).code, 0);
}

#[test]
fn severity_turns_every_rule_on_that_is_off() {
    let project = Project::with("a.c", GOOD);
    let off: Vec<_> = RULES.iter().filter(|rule| rule.severity.as_str() == "off").collect();
    assert!(off.len() > 3);
    for rule in off {
        project.file("extlint.toml", format!("[severity]\n{} = 'warning'\n", rule.name));
        let config = project.run(&["config"]).out;
        assert!(config.contains(&format!("{} = \"warning\" # {}", rule.name, rule.code)), "{config}");
    }
}

#[test]
fn misspelt_words_get_the_right_one() {
    let project = Project::with("a.c", GOOD);
    let error = |arguments: &[&str]| {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{}", run.err);
        run.err
    };
    assert!(error(&["check", "--select", "static-typ"]).contains("did you mean `static-type`?"));
    assert!(error(&["rule", "mutable-globals"]).contains("did you mean `mutable-global`?"));
    assert!(error(&["check", "--selct", "GC001"]).contains("--select"));
    project.file("extlint.toml", "fail_on = 'error'\n");
    assert!(error(&["check"]).contains("unknown key `fail_on` (did you mean `fail-on`?)"));
}

#[test]
fn init_writes_a_configuration_once() {
    let project = Project::with("a.c", BAD);
    let run = project.run(&["init"]);
    assert_eq!((run.code, project.read("extlint.toml")), (0, project.run(&["config", "--default"]).out));
    assert_eq!(project.check(&["a.c"]).code, 1);
    project.file("extlint.toml", "# mine\n");
    let run = project.run(&["init"]);
    assert!(run.code == 2 && run.err.contains("extlint.toml"), "{}", run.err);
    assert_eq!(project.read("extlint.toml"), "# mine\n");
}

#[test]
fn init_hides_no_settings() {
    for (name, text) in
        [(".extlint.toml", "select = ['gc']\n"), ("pyproject.toml", "[tool.extlint]\nselect = ['gc']\n")]
    {
        let project = Project::with("a.c", BAD);
        project.file(name, text);
        let run = project.run(&["init"]);
        assert!(run.code == 2 && run.err.contains(name), "{name}: {}", run.err);
        assert!(!project.path("extlint.toml").exists(), "{name}");
    }
    let project = Project::with("pyproject.toml", "[project]\nname = 'spam'\n");
    assert_eq!(project.run(&["init"]).code, 0);
}

#[test]
fn a_pattern_that_matches_no_file_is_said() {
    let project = Project::with("src/a.c", BAD);
    project.file("src/b.c", "int b;\n");
    project.file("extlint.toml", "[per-file-ignores]\n'src/b.c' = ['gc']\n'src/gone.c' = ['gc']\n");
    let run = project.run(&["check"]);
    assert!(run.err.contains("`per-file-ignores`: no file or folder matches `src/gone.c`"), "{}", run.err);
    assert!(!run.err.contains("src/b.c"), "{}", run.err);
    // A run over a part of the project knows nothing of the rest.
    for part in ["src", "src/a.c"] {
        assert!(!project.run(&["check", part]).err.contains("per-file-ignores"), "{part}");
    }
}

#[test]
fn the_schema_knows_keys_and_rules() {
    let run = Project::new().run(&["config", "--schema"]);
    let schema: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let keys = schema["properties"].as_object().expect("properties");
    assert!(keys.contains_key("min-python") && keys.contains_key("per-file-ignores") && keys.contains_key("baseline"));
    let words = &schema["properties"]["select"]["items"]["anyOf"][0]["enum"];
    for rule in RULES {
        assert!(words.as_array().is_some_and(|words| words.contains(&rule.name.into())), "{}", rule.name);
    }
}

#[test]
fn config_names_no_project_where_there_is_none() {
    let project = Project::new();
    assert!(project.run(&["config"]).out.contains("# project: .\n"));
    std::fs::remove_file(project.path("setup.py")).expect("it is there");
    assert!(!project.run(&["config"]).out.contains("# project:"));
}

#[test]
fn other_inputs_get_a_hint() {
    let project = Project::with("a.pyx", "cdef int x\n");
    project.file("spam-1.0.tar.gz", "x");
    let run = project.check(&["a.pyx", "spam-1.0.tar.gz"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("unpack it") && run.err.contains("the C file that Cython generates from it"),
        "{}",
        run.err
    );
}

#[test]
fn a_wheel_is_judged_by_its_packaging() {
    let project = Project::new();
    let binary = std::env::current_exe().expect("this program");
    let bytes = std::fs::read(binary).expect("it can be read");
    let mut wheel = ZipWriter::new(Cursor::new(Vec::new()));
    wheel.start_file("fast.cpython-312-x86_64-linux-gnu.so", SimpleFileOptions::default()).expect("memory");
    wheel.write_all(&bytes).expect("memory");
    project.file("spam-1.0-cp312-cp312-linux_x86_64.whl", wheel.finish().expect("memory").into_inner());
    let rows = project.run(&["check", "--output-format", "json-lines", "."]).json_lines();
    assert!(!rows.is_empty());
    for row in rows {
        let expected = if row["category"] == "wheel" { None } else { Some("wheel") };
        assert_eq!(row["folded"].as_str(), expected, "{row}");
    }
    let widened = project.run(&["check", "--output-format", "json-lines", "--all", "."]).json_lines();
    assert!(widened.iter().all(|row| row["folded"].is_null()));
}
