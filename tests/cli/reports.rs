//! Several reports of one run, into files; names from the root of a repository; the number of threads.

use std::fs;

use crate::project::{BAD, Project};

#[test]
fn one_run_writes_several_reports() {
    let project = Project::with("src/a.c", BAD);
    let run = project.check(&["src", "--report", "sarif=out.sarif", "--report", "junit=out.xml"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.starts_with("src/a.c:1:9"), "{}", run.out);
    let sarif: serde_json::Value = serde_json::from_str(&project.read("out.sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "ABI003");
    assert!(project.read("out.xml").contains("<testsuite name=\"src/a.c\" tests=\"1\" failures=\"1\" errors=\"0\">"));
}

#[test]
fn the_output_goes_to_a_file() {
    let project = Project::with("src/a.c", BAD);
    let run = project.check(&["src", "--output-file", "out.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(project.read("out.txt").starts_with("src/a.c:1:9"));
    let left: Vec<_> = fs::read_dir(project.path(".")).expect("the folder").flatten().map(|e| e.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_report_that_cannot_be_written_is_an_error() {
    let project = Project::with("src/a.c", BAD);
    let run = project.check(&["src", "--report", "json=missing/out.json"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("extlint: error: missing/out.json: "), "{}", run.err);
    for (word, said) in
        [("sarif", "expected FORMAT=PATH"), ("sarif=", "the path is empty"), ("word=x", "invalid variant")]
    {
        let run = project.check(&["src", "--report", word]);
        assert_eq!(run.code, 2);
        assert!(run.err.contains(said), "{}", run.err);
    }
}

#[test]
fn services_get_names_from_the_root_of_the_repository() {
    let project = Project::with("part/src/a.c", BAD);
    let root = project.path("");
    let run = |workspace: &std::path::Path, format: &str| {
        let arguments = ["check", "src", "--quiet", "--output-format", format, "--report", "concise=out.txt"];
        let mut command = project.command(&arguments);
        let output = command.current_dir(project.path("part")).env("GITHUB_WORKSPACE", workspace).output();
        String::from_utf8(output.expect("the program starts").stdout).expect("UTF-8")
    };
    assert!(run(&root, "github").contains("file=part/src/a.c,"), "{}", run(&root, "github"));
    assert!(run(&root, "gitlab").contains("\"path\": \"part/src/a.c\""));
    // People read what they typed, whatever stands before or behind it.
    assert!(project.read("part/out.txt").starts_with("src/a.c:1:9"));
    assert!(run(&root, "json").contains("\"path\": \"src/a.c\""));
    assert!(run(std::path::Path::new("/elsewhere"), "github").contains("file=src/a.c,"));
    assert!(run(std::path::Path::new(""), "github").contains("file=src/a.c,"));
}

#[test]
fn threads_are_counted_from_one() {
    let project = Project::with("src/a.c", BAD);
    let run = project.check(&["src", "--threads", "1"]);
    assert_eq!((run.code, run.out.starts_with("src/a.c:1:9")), (1, true));
    for count in ["0", "-1", "many", "100000"] {
        assert_eq!(project.check(&["src", "--threads", count]).code, 2, "{count}");
    }
}
