//! `extlint check --watch`: a run at once, and another one when a file changes.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

use super::project::{BAD, GOOD, Project};

#[test]
fn a_change_is_seen() {
    let project = Project::with("b.c", BAD);
    project.file("a.c", GOOD);
    let arguments = ["check", "--watch", "--output-format", "concise", "."];
    let mut command = project.command(&arguments);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut messages = BufReader::new(child.stderr.take().expect("a pipe")).lines();
    let mut out = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    // It says when it waits: until then nothing is changed, and after that the change is seen, however long it takes.
    let mut wait = || {
        let waits = |line: String| line.contains("watching for changes");
        assert!(messages.by_ref().map_while(Result::ok).any(waits), "it ended");
    };
    wait();
    let line = out.next().expect("a finding").expect("text");
    assert!(line.starts_with("b.c:1:9") && line.contains("ABI003"), "{line}");
    project.file("a.c", BAD);
    wait();
    let lines: Vec<String> = out.by_ref().take(2).map_while(Result::ok).collect();
    assert!(lines[0].starts_with("a.c:1:9") && lines[1].starts_with("b.c:1:9"), "{lines:?}");
    child.kill().expect("it runs");
    child.wait().expect("it ran");
}

#[test]
fn what_cannot_be_watched_is_refused() {
    let project = Project::with("a.c", GOOD);
    let run = project.run(&["check", "--watch", "-"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("cannot watch standard input"), "{run:?}");
    assert_eq!(project.run(&["check", "--watch", "--fix", "."]).code, 2);
}
