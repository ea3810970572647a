//! What stands on the other end of a stream: a reader that leaves, a full disk, a terminal that must not be steered.

use std::{
    ffi::OsStr,
    fs::File,
    os::unix::ffi::OsStrExt,
    process::{Child, Stdio},
};

use crate::project::{BAD, GOOD, Project};

/// Its standard output is closed before it writes.
fn code_without_reader(project: &Project, arguments: &[&str]) -> Option<i32> {
    let mut child = project.command(arguments).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    drop(child.stdout.take());
    child.wait().expect("it ends").code()
}

#[test]
fn the_exit_code_is_the_same_where_nobody_reads_the_results() {
    let project = Project::with("bad.c", BAD.repeat(2000));
    project.file("good.c", GOOD);
    for format in ["full", "concise", "json", "json-lines", "sarif", "github"] {
        let check = |path: &str| code_without_reader(&project, &["check", "--output-format", format, path]);
        assert_eq!(check("bad.c"), Some(1), "findings, {format}");
        assert_eq!(check("gone.c"), Some(2), "an input that was not read, {format}");
        assert_eq!(check("good.c"), Some(0), "nothing to say, {format}");
    }
    assert_eq!(code_without_reader(&project, &["check", "--exit-zero", "bad.c"]), Some(0));
    assert_eq!(code_without_reader(&project, &["facts", "bad.c", "gone.c"]), Some(2));
    assert_eq!(code_without_reader(&project, &["rule", "--all"]), Some(0));
}

#[test]
fn the_exit_code_is_the_same_where_nobody_reads_the_messages() {
    let project = Project::with("bad.c", BAD);
    let code = |paths: &[&str]| {
        let mut child: Child = project
            .command(&[&["check"], paths].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        drop(child.stderr.take());
        child.wait().expect("it ends").code()
    };
    assert_eq!(code(&["bad.c"]), Some(1));
    assert_eq!(code(&["bad.c", "gone.c"]), Some(2));
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let project = Project::with("bad.c", BAD);
    let full = File::options().write(true).open("/dev/full").expect("Linux has it");
    let run = project.command(&["check", "-q", "bad.c"]).stdout(full).output().expect("it starts");
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(said, "extlint: error: cannot write the results: No space left on device\n");
}

#[test]
#[cfg(target_os = "linux")]
fn a_report_for_which_there_is_no_room_is_an_error_and_messages_are_none() {
    let project = Project::with("bad.c", BAD);
    for option in ["--output-file=/dev/full", "--report=json=/dev/full", "--write-baseline=/dev/full"] {
        let run = project.check(&[option, "bad.c"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("/dev/full: ") && run.err.contains("No space left on device"), "{run:?}");
    }
    let full = File::options().write(true).open("/dev/full").expect("Linux has it");
    let run = project.command(&["check", "bad.c", "gone.c"]).stderr(full).output().expect("it starts");
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stdout).contains("ABI003"));
}

#[test]
fn standard_input_has_the_limit_of_a_source() {
    use std::io::Write as _;
    let project = Project::with("setup.py", "");
    let mut child = project
        .command(&["check", "-q", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("a pipe");
    // It need not be read to its end.
    let _ = input.write_all(&vec![b'\n'; (32 << 20) + 1]);
    drop(input);
    let run = child.wait_with_output().expect("it ends");
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8_lossy(&run.stderr);
    assert_eq!(said, "extlint: error: <stdin>: is too large: the limit is 33554432 bytes\n");
}

#[test]
fn names_and_texts_of_files_do_not_steer_a_terminal() {
    let project = Project::new();
    let name = OsStr::from_bytes(b"a\x1b[31m\x9b\n::error::b\xe2\x80\xae.c");
    project.file(name, "static int caf\u{1b}; // extlint: ignore[\u{1b}[2J\u{202e}x]\n");
    let missing = OsStr::from_bytes(b"gone\x1b]0;title\x07.c");
    for format in ["full", "concise", "github"] {
        let mut command = project.command(&["check", "--color", "never", "--output-format", format]);
        let run = command.arg(name).arg(missing).output().expect("it starts");
        assert_eq!(run.status.code(), Some(2));
        for (stream, bytes) in [("out", run.stdout), ("err", run.stderr)] {
            let text = String::from_utf8(bytes).expect("text");
            let bad = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
            assert!(!text.contains(bad), "{format}, {stream}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("::error::")), "{format}: {text}");
            assert!(text.contains("SUP001") || stream == "err", "{format}: {text}");
        }
    }
}
