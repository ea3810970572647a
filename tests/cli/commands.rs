//! `rule`, `facts`, `config`, `version`, and wrong arguments.

use crate::project::{GOOD, Project};

#[test]
fn rules_are_explained_by_code_and_name() {
    let project = Project::new();
    let by_code = project.run(&["rule", "abi003"]);
    assert!(by_code.code == 0 && by_code.out.starts_with("# build-core-macro (ABI003)\n"), "{}", by_code.out);
    assert!(by_code.out.contains("```c\n") && by_code.out.contains("References:"));
    assert_eq!(by_code.out, project.run(&["rule", "build-core-macro"]).out);
    let json = project.run(&["rule", "ABI003", "--output-format", "json"]);
    let rule: serde_json::Value = serde_json::from_str(&json.out).expect("an object");
    assert_eq!((&rule["name"], &rule["severity"]), (&"build-core-macro".into(), &"error".into()));
    let all = project.run(&["rule", "--all"]).out;
    let list = project.run(&["rule", "--all", "--output-format", "json"]);
    let rules: serde_json::Value = serde_json::from_str(&list.out).expect("a list");
    assert_eq!(rules.as_array().map(Vec::len), Some(all.lines().count()));
    assert!(all.contains("SUP001"));
}

#[test]
fn an_unknown_rule_is_an_error() {
    let run = Project::new().run(&["rule", "NOPE001"]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("extlint: error: there is no rule `NOPE001`"), "{}", run.err);
}

#[test]
fn facts_are_one_object_a_file() {
    let project = Project::with("a.c", GOOD);
    project.file("b.h", GOOD);
    let rows = project.run(&["facts", "."]).json_lines();
    let paths: Vec<_> = rows.iter().filter_map(|row| row["path"].as_str()).collect();
    assert_eq!(paths, ["a.c", "b.h"]);
    assert_eq!(rows[0]["vars"].as_array().map(Vec::len), Some(1));
    let stats = project.run(&["facts", "--stats", "."]).out;
    assert!(stats.starts_with("a.c: 7 bytes, ") && stats.contains("total of 2 files: 14 bytes, "), "{stats}");
}

#[test]
fn config_prints_settings_that_can_be_read_again() {
    let project = Project::with("a.c", GOOD);
    project.file(
        "extlint.toml",
        "max-python = '3.14'\nlimited-api = '3.11'\nselect = ['ABI']\nignore = ['SUP001']\nexclude = ['x/']\n\
         fail-on = 'error'\n[per-file-ignores]\n'a b.c' = ['abi']\n",
    );
    let first = project.run(&["config"]);
    assert_eq!(first.code, 0);
    project.file("again.toml", &first.out);
    let second = project.run(&["config", "--config", "again.toml"]);
    assert_eq!(second.code, 0, "{}", second.err);
    let settings = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.split(" #").next().unwrap_or_default().to_owned());
        lines.filter(|line| !line.starts_with('#')).collect()
    };
    assert_eq!(settings(&first.out), settings(&second.out));
}

#[test]
fn versions_and_wrong_arguments() {
    let project = Project::new();
    let version = format!("extlint {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(project.run(&["version"]).out, version);
    assert_eq!(project.run(&["--version"]).out, version);
    assert_eq!(project.run(&["check", "--nope"]).code, 2);
    assert_eq!(project.run(&[]).code, 2);
    assert_eq!(project.run(&["check", "--min-python", "2.7"]).code, 2);
}
