//! Suppression comments.

use crate::project::Project;

fn codes(text: &str) -> (Vec<String>, usize) {
    let project = Project::with("a.c", text);
    let run = project.run(&["check", "--output-format", "json", "a.c"]);
    let document: serde_json::Value = serde_json::from_str(&run.out).expect("a document");
    let rows = document["findings"].as_array().expect("findings");
    let suppressed = document["summary"]["suppressed"].as_u64().expect("a number") as usize;
    let code = |row: &serde_json::Value| format!("{}:{}", row["code"].as_str().unwrap_or_default(), row["line"]);
    (rows.iter().map(code).collect(), suppressed)
}

#[test]
fn at_the_end_of_the_line_or_above_it() {
    assert_eq!(codes("#define Py_BUILD_CORE 1 /* extlint: ignore[ABI003] ours */\n"), (vec![], 1));
    assert_eq!(codes("#define Py_BUILD_CORE 1 // extlint: ignore[build-core-macro]\n"), (vec![], 1));
    assert_eq!(codes("// extlint: ignore[ABI003] ours\n#define Py_BUILD_CORE 1\n"), (vec![], 1));
    assert_eq!(
        codes("/* extlint: ignore[ABI003]\n   for two lines of reasons */\n#define Py_BUILD_CORE 1\n"),
        (vec![], 1)
    );
}

#[test]
fn for_the_whole_file() {
    let text = "int x;\n#define Py_BUILD_CORE 1\n#define Py_BUILD_CORE_MODULE 1\n/* extlint: file-ignore[ABI003] */\n";
    assert_eq!(codes(text), (vec![], 2));
}

#[test]
fn another_line_or_rule_is_not_suppressed() {
    let other_line = "#define Py_BUILD_CORE 1\nint x; // extlint: ignore[ABI003]\n";
    assert_eq!(codes(other_line), (vec!["ABI003:1".into(), "SUP001:2".into()], 0));
    let own_line = "// extlint: ignore[ABI003]\n\n#define Py_BUILD_CORE 1\n";
    assert_eq!(codes(own_line), (vec!["SUP001:1".into(), "ABI003:3".into()], 0));
}

#[test]
fn unknown_and_malformed_ones_are_said() {
    assert_eq!(codes("int x; // extlint: ignore[NOPE999]\n"), (vec!["SUP001:1".into()], 0));
    assert_eq!(codes("int x; // extlint: ignore ABI003\n"), (vec!["SUP001:1".into()], 0));
    let text = "// extlint: ignore[SUP001] kept for later\nint x; // extlint: ignore[ABI003]\n";
    assert_eq!(codes(text), (vec![], 1));
}

#[test]
fn a_rule_that_is_off_leaves_its_comments_alone() {
    let project = Project::with("a.c", "int x; // extlint: ignore[ABI003]\n");
    assert_eq!(project.check(&["--ignore", "ABI003", "a.c"]).out, "");
    assert_eq!(project.check(&["--select", "ABI003", "a.c"]).out, "");
}

#[test]
fn comments_one_below_the_other_speak_of_the_line_behind_them() {
    let rows = "// extlint: ignore[ABI003] one\n/* extlint: ignore[ABI003] */ /* extlint: ignore[ABI003] */\n";
    let (left, suppressed) = codes(&format!("{}#define Py_BUILD_CORE 1\n", rows.repeat(300)));
    assert_eq!((left, suppressed), (vec![], 1));
    let list = vec!["ABI003"; 20_000].join(",");
    let (left, _) = codes(&format!("int x; // extlint: ignore[{list}]\n"));
    assert_eq!(left.len(), 20_000);
}
