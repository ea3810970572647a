//! What is said where a file was hardly understood.

use crate::project::{Project, Run};

/// A line that the grammar reads, and text that it does not.
const HARDLY: &str = "static int read;\n@@ ] ) } @@ # %% ] ) ] ) ] ) ] ) ] ) ] ) ] ) @@ ( [ { @@\n";

fn check(project: &Project, path: &str) -> Run {
    project.run(&["check", "--output-format", "concise", path])
}

#[test]
fn more_than_half_of_a_file() {
    let project = Project::with("src/hard.cc", HARDLY);
    let run = check(&project, "src");
    assert!(run.err.contains("extlint: note: src/hard.cc: "), "{}", run.err);
    assert!(run.err.contains(" of its code was not understood; findings may be missing\n"), "{}", run.err);
    project.file("src/more.cc", HARDLY);
    project.file("tests/other.cc", HARDLY);
    let run = check(&project, ".");
    assert!(run.err.contains(" of its code and more than half of 1 other file's was not understood"), "{}", run.err);
}

#[test]
fn less_than_half_of_a_file() {
    let text = format!("{}{HARDLY}", "static const int known = 1;\n".repeat(40));
    let run = check(&Project::with("src/a.cc", &text), "src");
    assert!(!run.err.contains("may be missing"), "{}", run.err);
    let said = format!("{}{}", run.out, run.err);
    assert!(said.contains("not understood (src/a.cc"), "{said}");
}
