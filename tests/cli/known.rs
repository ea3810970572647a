//! Findings that are known: baselines, suppression comments that the program writes, the lists of CPython's c-analyzer.

use std::fs;

use crate::project::{BAD, GOOD, Project};

const TWO: &str = "#define Py_BUILD_CORE 1\n#define Py_BUILD_CORE 2\nint x;\n";

#[test]
fn a_baseline_is_stable_under_moved_lines_and_renamed_folders() {
    let project = Project::with("src/a.c", TWO);
    let run = project.run(&["check", "--write-baseline", "base.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.contains("base.json: 2 findings written"), "{}", run.err);
    let known = ["--baseline", "base.json"];
    assert_eq!(project.check(&known).code, 0);
    project.file("src/a.c", format!("int first;\n\n\n{TWO}"));
    assert_eq!(project.check(&known).code, 0, "lines moved");
    fs::rename(project.path("src"), project.path("lib")).expect("the folder is there");
    let run = project.run(&["check", "--output-format", "concise", "--baseline", "base.json"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "a folder has another name: {}", run.err);
    assert!(run.err.contains("2 known") && !run.err.contains("stale"), "{}", run.err);
    project.file("more/a.c", TWO);
    assert_eq!(project.check(&known).out.lines().count(), 2, "what is found beside it is new");
}

#[test]
fn a_baseline_counts() {
    let project = Project::with("a.c", BAD);
    project.run(&["check", "--write-baseline", "base.json"]);
    project.file("a.c", TWO);
    let run = project.check(&["--baseline", "base.json"]);
    assert_eq!((run.code, run.out.lines().count()), (1, 1), "{}", run.out);
}

#[test]
fn what_is_stale_is_said_and_pruned() {
    let project = Project::with("a.c", TWO);
    project.file("b.c", BAD);
    project.run(&["check", "--write-baseline", "base.json"]);
    project.file("a.c", BAD);
    let run = project.run(&["check", "--baseline", "base.json", "b.c"]);
    assert!(run.code == 0 && !run.err.contains("stale"), "a.c was not looked at: {}", run.err);
    let run = project.run(&["check", "--baseline", "base.json"]);
    assert!(run.code == 0 && run.err.contains("stale, no longer found: a.c ABI003"), "{}", run.err);
    let before = project.read("base.json");
    let run = project.run(&["check", "--baseline", "base.json", "--prune-baseline"]);
    assert!(run.code == 0 && run.err.contains("base.json: 1 stale finding removed"), "{}", run.err);
    assert_ne!(before, project.read("base.json"));
    let run = project.run(&["check", "--baseline", "base.json"]);
    assert!(run.code == 0 && !run.err.contains("stale"), "{}", run.err);
    fs::remove_file(project.path("b.c")).expect("it is there");
    let run = project.run(&["check", "--baseline", "base.json"]);
    assert!(run.err.contains("no longer found: b.c ABI003"), "{}", run.err);
}

#[test]
fn the_configuration_may_name_a_baseline() {
    let project = Project::with("src/a.c", BAD);
    project.run(&["check", "--write-baseline", "base.json"]);
    project.file("extlint.toml", "baseline = 'base.json'\n");
    assert_eq!(project.check(&["src"]).code, 0);
    assert_eq!(project.check(&["--no-config", "src"]).code, 1);
    project.file("base.json", "{}");
    let run = project.check(&[]);
    assert!(run.code == 2 && run.err.contains("base.json: is not a baseline"), "{}", run.err);
    let run = project.check(&["--no-config", "--prune-baseline"]);
    assert!(run.code == 2 && run.err.contains("needs a baseline"), "{}", run.err);
    let run = project.check(&["--baseline", "gone.json"]);
    assert!(run.code == 2 && run.err.contains("gone.json"), "{}", run.err);
}

#[test]
fn comments_are_written_for_what_is_found() {
    let project = Project::with("a.c", format!("int first;\n  {BAD}"));
    project.file("sub/b.c", TWO);
    let run = project.run(&["check", "--output-format", "concise", "--add-suppressions", "as it was"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert!(run.err.contains("3 findings suppressed in 2 files"), "{}", run.err);
    let comment = "/* extlint: ignore[build-core-macro] as it was */\n";
    assert_eq!(project.read("a.c"), format!("int first;\n  {comment}  {BAD}"));
    assert_eq!(project.read("sub/b.c").matches(comment).count(), 2);
    assert_eq!(project.check(&[]).code, 0);
    assert!(fs::read_dir(project.path("")).expect("a folder").flatten().all(|e| !e.path().ends_with(".part")));
    let run = project.check(&["--add-suppressions", "a */ b"]);
    assert!(run.code == 2 && run.err.contains("must fit into a comment"), "{}", run.err);
}

#[test]
fn comments_are_written_where_files_may_be_changed() {
    let project = Project::with("a.c", BAD);
    project.file("sub/b.c", BAD);
    let closed = project.path("a.c");
    let mut rights = fs::metadata(&closed).expect("a file").permissions();
    rights.set_readonly(true);
    fs::set_permissions(&closed, rights).expect("rights can be changed");
    let run = project.run(&["check", "--output-format", "concise", "--add-suppressions", "as it was"]);
    assert!(run.code == 2 && run.err.contains("a.c: was not changed: it is read-only"), "{}", run.err);
    assert!(run.err.contains("1 finding suppressed in 1 file"), "{}", run.err);
    assert!(run.out.starts_with("a.c:") && run.out.lines().count() == 1, "what is left is reported: {}", run.out);
    assert_eq!(project.read("a.c"), BAD);
}

#[test]
fn the_lists_of_the_c_analyzer_are_one_baseline() {
    let text =
        "static int known;\nstatic int fresh;\nint f(void) { static int inner; inner++; known++; return fresh++; }\n";
    let project = Project::with("Modules/a.c", text);
    project.file("Include/internal/pycore_x.h", GOOD);
    project.file("Include/patchlevel.h", "#define PY_MINOR_VERSION 13\n");
    let head = "filename\tfuncname\tname\treason\n";
    project.file(
        "lists/ignored.tsv",
        format!("{head}## words\nModules/a.c\t-\tknown\t-\nModules/a.c\tf\tgone\t-\nModules/no.c\t-\tx\t-\nObjects/b.c\t-\ty\t-\n"),
    );
    project.file("Objects/b.c", "int y;\n");
    project.file("lists/globals-to-fix.tsv", format!("{head}Modules/a.c\tf\tinner\t-\n"));
    let arguments = ["check", "--c-analyzer", "lists", "Modules/a.c", "--output-format"];
    let run = project.run(&[&arguments[..], &["json"]].concat());
    assert_eq!(run.code, 1, "{}", run.err);
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("a document");
    let symbols: Vec<_> = json["findings"].as_array().expect("a list").iter().map(|f| f["symbol"].as_str()).collect();
    assert_eq!(symbols, [Some("fresh")]);
    assert_eq!(json["summary"]["new_rows"][0], "Modules/a.c\t-\tfresh\t-");
    let stale = json["summary"]["stale"].to_string();
    assert!(stale.contains("gone") && stale.contains("Modules/no.c") && !stale.contains("Objects/b.c"), "{stale}");
    assert!(run.err.contains("shared variables found: 2 listed, 1 new; rows in the lists: 2 stale"), "{}", run.err);
    assert!(run.err.lines().last().is_some_and(|line| line.contains("1 new")), "{}", run.err);
    project.file(
        "Modules/a.c",
        format!("{text}#ifdef Py_STATS\nstatic int seen;\nint g(void) {{ return seen++; }}\n#endif\n"),
    );
    let run = project.run(&[&arguments[..], &["json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&run.out).expect("a document");
    assert_eq!(json["summary"]["new_rows"][1], "Modules/a.c\t-\tseen\tonly where Py_STATS");
    assert!(
        run.err.contains("1 of the new variables are only there where a macro is defined: `Py_STATS` (1)"),
        "{}",
        run.err
    );
    project.file("Modules/a.c", text);
    project.file("lists/globals-to-fix.tsv", format!("{head}Modules/a.c\tf\tinner\t-\nModules/a.c\t-\tfresh\t-\n"));
    assert_eq!(project.run(&[&arguments[..], &["concise"]].concat()).code, 0);
    project.file("lists/ignored.tsv", "no table\n");
    let run = project.run(&[&arguments[..], &["concise"]].concat());
    assert!(run.code == 2 && run.err.contains("ignored.tsv: line 1"), "{}", run.err);
}
