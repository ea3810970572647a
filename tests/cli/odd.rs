//! Odd trees and arguments: pipes, empty names, the same input twice, build files that are none, hostile archives.

use std::{
    fs,
    io::{Cursor, Write},
    os::unix::net::UnixListener,
    process::{Command, Stdio},
};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::project::{BAD, Project};

/// A named pipe that nobody writes to; false where the system makes none.
fn pipe(project: &Project, name: &str) -> bool {
    Command::new("mkfifo").arg(project.path(name)).status().is_ok_and(|status| status.success())
}

#[test]
fn pipes_and_sockets_are_not_waited_for() {
    let project = Project::with("src/good.c", BAD);
    let _socket = UnixListener::bind(project.path("src/socket.c")).expect("a socket");
    if !pipe(&project, "src/pipe.c") {
        return;
    }
    let run = project.check(&["src"]);
    let said =
        "extlint: error: src/pipe.c: is not a regular file\nextlint: error: src/socket.c: is not a regular file\n";
    assert_eq!((run.code, run.err.as_str()), (2, said));
    assert!(run.out.starts_with("src/good.c:1:9"), "{}", run.out);
    // In the place of what is read about a project.
    let other = Project::with("a.c", BAD);
    fs::remove_file(other.path("setup.py")).expect("it is there");
    for name in ["setup.py", "setup.cfg", "pyproject.toml", "meson.build", "extlint.toml"] {
        assert!(pipe(&other, name));
    }
    let run = other.check(&["a.c"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn an_empty_path_is_none() {
    let project = Project::with("a.c", BAD);
    let run = project.check(&["", "a.c"]);
    assert!(run.code == 2 && run.err.contains("a value is required for '[PATH]...'"), "{}", run.err);
}

#[test]
fn standard_input_is_read_once_and_goes_before_the_file() {
    let project = Project::with("a.c", "int x;\n");
    let feed = |arguments: &[&str]| {
        let arguments = [&["check", "-q", "--output-format", "concise"], arguments].concat();
        let child = project.command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = child.expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(BAD.as_bytes()).expect("it reads");
        let mut out = String::new();
        std::io::Read::read_to_string(&mut child.stdout.take().expect("a pipe"), &mut out).expect("text");
        assert_eq!(child.wait().expect("it ends").code(), Some(1));
        out
    };
    assert_eq!(feed(&["-", "-"]).lines().count(), 1);
    for paths in [["a.c", "-"], ["-", "a.c"]] {
        let out = feed(&[&["--stdin-filename", "a.c"], &paths[..]].concat());
        assert!(out.starts_with("a.c:1:9: error[ABI003]") && out.lines().count() == 1, "{paths:?}: {out}");
    }
}

#[test]
fn build_files_that_are_none_are_said_and_cost_nothing() {
    let project = Project::with("a.c", BAD);
    project.file("setup.py", "setup(".repeat(100_000));
    project.file("meson.build", "extension_module('x', [".repeat(50_000));
    project.file("CMakeLists.txt", "a(".repeat(200_000));
    project.file("sub/b.c", BAD);
    project.file("sub/pyproject.toml", format!("a = {}", "[".repeat(100_000)));
    project.file("sub/setup.py", vec![b'('; (4 << 20) + 1]);
    let run = project.run(&["check", "--output-format", "concise", "--no-config", "--min-python", "3.10", "."]);
    assert_eq!((run.code, run.out.lines().count()), (1, 2), "{}", run.err);
    let note = |words: &str| assert!(run.err.contains(words), "{}", run.err);
    note("extlint: note: sub/pyproject.toml: is not valid TOML; its build settings are ignored\n");
    note("extlint: note: sub/setup.py: is too large: 4194305 bytes, the limit is 4194304; its build settings");
    project.file("huge.toml", vec![b'#'; (4 << 20) + 1]);
    let run = project.check(&["--config", "huge.toml", "a.c"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("huge.toml: is too large"), "{}", run.err);
}

#[test]
fn build_files_beyond_all_bounds_are_said() {
    let project = Project::with("a.c", BAD);
    for i in 0..17 {
        project.file(format!("build{i:02}.py"), vec![b'#'; (4 << 20) - 1]);
    }
    let run = project.run(&["check", "--output-format", "concise", "--no-config", "a.c"]);
    let said = run.err.lines().filter(|line| line.ends_with("is too large; its build settings are ignored")).count();
    assert!(run.code == 1 && (1..5).contains(&said), "{run:?}");
    assert!(run.out.starts_with("a.c:1:9"), "{run:?}");
}

#[test]
fn an_archive_that_lies_is_named_and_the_others_are_read() {
    let pack = |text: &str| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in [("spam-1.0.dist-info/WHEEL", text), ("spam/a.txt", "text")] {
            zip.start_file(name, SimpleFileOptions::default()).expect("memory");
            zip.write_all(text.as_bytes()).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    };
    let text = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n";
    let mut lie = pack(text);
    let at = lie.windows(10).position(|w| w == b"spam/a.txt").expect("its own header");
    lie[at + 5] = b'b';
    let project = Project::with("a.c", BAD);
    project.file("spam-1.0-py3-none-any.whl", lie);
    project.file("spam-2.0-py3-none-any.whl", pack(text));
    let run = project.check(&["."]);
    let said = "extlint: error: spam-1.0-py3-none-any.whl!spam/a.txt: is named `spam/b.txt` in its own header, unlike \
                in the central directory of the archive\n";
    assert_eq!((run.code, run.err.as_str()), (2, said));
    assert!(run.out.contains("a.c:1:9: error[ABI003]") && run.out.contains("error[WHL013]"), "{}", run.out);
}
