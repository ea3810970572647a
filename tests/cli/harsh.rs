//! Harsh surroundings: folders that cannot be read or written, files that come and go, runs at the same time, no home, one
//! endless line.

use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::Path,
    process::{Command, Output},
    sync::atomic::{AtomicBool, Ordering},
};

use crate::project::{BAD, GOOD, Project};

/// User and group that own nothing.
const NOBODY: u32 = 65534;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("the mode is set");
}

/// The program as somebody who may not read and write everything: root may, and becomes nobody.
fn unprivileged(project: &Project, arguments: &[&str]) -> Output {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !root {
        return project.command(arguments).output().expect("the program starts");
    }
    // The build folder may be closed to others.
    let place = tempfile::tempdir().expect("a folder");
    let program = place.path().join("extlint");
    fs::copy(env!("CARGO_BIN_EXE_extlint"), &program).expect("the program is copied");
    mode(place.path(), 0o755);
    mode(&project.path(""), 0o755);
    let mut command = Command::new(&program);
    command.current_dir(project.path("")).args(arguments).uid(NOBODY).gid(NOBODY);
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_folder_and_a_file_that_may_not_be_read_are_said() {
    let project = Project::with("src/a.c", BAD);
    project.file("src/closed/b.c", BAD);
    project.file("src/c.c", BAD);
    mode(&project.path("src/closed"), 0o000);
    mode(&project.path("src/c.c"), 0o000);
    let run = unprivileged(&project, &["check", "-q", "--output-format", "concise", "src"]);
    mode(&project.path("src/closed"), 0o755);
    let (out, err) = (text(&run.stdout), text(&run.stderr));
    assert_eq!(run.status.code(), Some(2), "{err}");
    assert!(out.starts_with("src/a.c:1:9") && out.lines().count() == 1, "{out}");
    for name in ["src/closed", "src/c.c"] {
        assert!(err.contains(&format!("extlint: error: {name}: ")), "{err}");
    }
    assert_eq!(err.matches("ermission denied").count(), 2, "{err}");
}

#[test]
fn a_folder_that_may_not_be_written_is_read_and_what_is_not_written_is_said() {
    let project = Project::with("tree/a.c", BAD);
    project.file("tree/setup.py", "");
    mode(&project.path("tree"), 0o555);
    let run = unprivileged(&project, &["check", "-q", "tree"]);
    assert_eq!((run.status.code(), text(&run.stderr)), (Some(1), String::new()));
    for option in [["--write-baseline", "tree/b.json"], ["--output-file", "tree/report.txt"]] {
        let run = unprivileged(&project, &[&["check", "-q"], &option[..], &["tree"]].concat());
        let err = text(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{err}");
        assert!(err.contains(option[1]) && err.contains("ermission denied"), "{err}");
    }
    mode(&project.path("tree"), 0o755);
    assert_eq!(fs::read_dir(project.path("tree")).expect("a folder").count(), 2);
}

#[test]
fn runs_at_the_same_time_do_not_write_into_each_other() {
    let project = Project::with("a.c", BAD.repeat(200));
    let start = || project.command(&["check", "-q", "--write-baseline", "b.json", "a.c"]).spawn().expect("it starts");
    let runs: Vec<_> = (0..6).map(|_| start()).collect();
    for mut run in runs {
        assert_eq!(run.wait().expect("it ends").code(), Some(0));
    }
    assert!(serde_json::from_str::<serde_json::Value>(&project.read("b.json")).is_ok(), "{}", project.read("b.json"));
    let run = project.check(&["--baseline", "b.json", "a.c"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let left = fs::read_dir(project.path("")).expect("a folder").count();
    assert_eq!(left, 3, "no part of a file stays");
}

#[test]
fn files_that_come_and_go_are_read_or_said() {
    let project = Project::with("a.c", BAD);
    let done = AtomicBool::new(false);
    let path = project.path("src");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let _ = fs::create_dir(&path);
                for i in 0..20 {
                    let _ = fs::write(path.join(format!("{i}.c")), GOOD);
                }
                let _ = fs::remove_dir_all(&path);
            }
        });
        for _ in 0..15 {
            let run = project.check(&["."]);
            let said = run.err.lines().all(|line| line.starts_with("extlint: error: src"));
            let code = if run.err.is_empty() { 1 } else { 2 };
            assert!(run.code == code && said, "{run:?}");
            assert!(run.out.starts_with("a.c:1:9"), "{run:?}");
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn no_home_and_no_environment_are_needed() {
    let project = Project::with("a.c", BAD);
    let output = project.command(&["check", "-q", "--output-format", "concise"]).env_clear().output();
    let output = output.expect("the program starts");
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(1), String::new()));
    assert!(text(&output.stdout).starts_with("a.c:1:9"));
}

/// The program in a shell that changes its surroundings first.
#[cfg(target_os = "linux")]
fn within(project: &Project, before: &str, arguments: &str) -> Output {
    let line = format!("{before} && exec '{}' {arguments}", env!("CARGO_BIN_EXE_extlint"));
    let mut shell = Command::new("sh");
    shell.current_dir(project.path("")).args(["-c", &line]).output().expect("a shell")
}

#[test]
#[cfg(target_os = "linux")]
fn a_current_folder_that_is_gone_is_an_error() {
    let project = Project::with("a.c", BAD);
    let run = within(&project, "mkdir gone && cd gone && rmdir ../gone", "check -q .");
    assert_eq!((run.status.code(), text(&run.stdout)), (Some(2), String::new()));
    assert!(text(&run.stderr).starts_with("extlint: error: the current folder: "), "{run:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_system_that_gives_no_threads_is_an_error_that_says_so() {
    let project = Project::with("a.c", BAD);
    // Room for the program and one stack, not for a thousand.
    let run = within(&project, "ulimit -v 1000000", "check -q --threads 1000 a.c");
    assert_eq!((run.status.code(), text(&run.stdout)), (Some(2), String::new()), "{run:?}");
    assert!(text(&run.stderr).contains(": cannot start the threads that read it: "), "{run:?}");
    let run = within(&project, "ulimit -v 1000000", "check -q --output-format concise --threads 1 a.c");
    assert!(run.status.code() == Some(1) && text(&run.stdout).starts_with("a.c:1:9"), "{run:?}");
}

#[test]
fn a_header_that_includes_itself_is_read_once() {
    let header = "#include \"a.h\"\n#include \"./a.h\"\n#include \"../src/a.h\"\nstatic PyObject *kept;\n";
    let project = Project::with("src/a.h", header);
    project.file("src/m.c", "#include <Python.h>\n#include \"a.h\"\nvoid f(void) { kept = PyList_New(0); }\n");
    let run = project.check(&["src"]);
    assert_eq!((run.err.as_str(), run.out.matches("ISO010").count()), ("", 1), "{}", run.out);
}

#[test]
fn one_endless_line() {
    let line = |bytes: usize| format!("int first;{}#{}\n", " ".repeat(bytes), "x".repeat(1000));
    let project = Project::with("long.c", line(30 << 20) + BAD);
    let run = project.check(&["long.c"]);
    assert!(run.out.starts_with("long.c:2:9: error[ABI003]"), "{run:?}");
    project.file("long.c", line(50 << 20));
    let run = project.check(&["long.c"]);
    assert_eq!(run.code, 2);
    assert!(run.err.ends_with("the limit is 33554432\n"), "{}", run.err);
}

#[test]
fn a_binary_over_the_limit_is_an_error() {
    let project = Project::with("a.c", BAD);
    for name in ["x.so", "spam-1.0-py3-none-any.whl"] {
        // No block of it is on the disk.
        let file = fs::File::create(project.path(name)).expect("a file");
        file.set_len((2 << 30) + 1).expect("the system has sparse files");
        let run = project.check(&[name, "a.c"]);
        let said = format!("extlint: error: {name}: is too large: 2147483649 bytes, the limit is 2147483648\n");
        assert_eq!((run.code, run.err), (2, said));
        assert!(run.out.starts_with("a.c:1:9"), "{}", run.out);
    }
}

#[test]
fn more_code_in_one_function_than_is_parsed_at_once_is_an_error() {
    // A block that is a value needs the grammar: what is plain has no tree.
    let project = Project::with("a.c", format!("void g(void) {{\n({{ 0; }});{}}}\n{BAD}", "f();".repeat(760_000)));
    let run = project.check(&["a.c"]);
    let said =
        "extlint: error: a.c: the code at line 1 is too long, or takes the parser too many steps: it was not read\n";
    assert_eq!((run.code, run.err.as_str()), (2, said));
    assert!(run.out.starts_with("a.c:3:9"), "{}", run.out);
}

#[test]
#[cfg(feature = "cpp")]
fn angles_without_end_are_cut_and_said() {
    // Each sign may begin the arguments of a template or compare: all readings are followed side by side.
    let text = format!("{BAD}int f() {{\nreturn {}0;\n}}\nstatic PyObject *after;\n", "a<".repeat(90_000));
    let project = Project::with("a.cpp", "#include <Python.h>\n".to_owned() + &text);
    let run = project.run(&["check", "--output-format", "concise", "a.cpp"]);
    assert!(
        run.err
            .contains("the code at line 5 is nested too deeply, or goes on without an end: parts of it were not read"),
        "{run:?}"
    );
    assert!(run.out.contains("a.cpp:2:9: error[ABI003]"), "{run:?}");
}

#[test]
fn operators_without_an_end_are_cut_and_said() {
    for unit in ["!", "a+", "a.b.", "a*-"] {
        let text = format!(
            "{BAD}int f(int a) {{\nreturn {}a;\n}}\n#include \"internal/pycore_object.h\"\n",
            unit.repeat(60_000)
        );
        let project = Project::with("a.c", text);
        let run = project.run(&["check", "--output-format", "concise", "a.c"]);
        let said = "the code at line 4 is nested too deeply, or goes on without an end: parts of it were not read";
        assert!(run.err.contains(said), "{unit}: {run:?}");
        assert!(run.out.contains("a.c:1:9: error[ABI003]") && run.out.contains("a.c:6:"), "{unit}: {run:?}");
    }
}

#[test]
fn code_without_an_end_is_cut_and_said() {
    for word in ["a ", ") ", "' ", "a?b:", "{ "] {
        let project = Project::with("a.c", format!("{BAD}int x = 0;\n{}", word.repeat(120_000)));
        let run = project.run(&["check", "--output-format", "concise", "a.c"]);
        let said = " is nested too deeply, or goes on without an end: parts of it were not read";
        assert!(run.code == 1 && run.err.contains(said), "{word}: {run:?}");
        assert!(run.out.contains("a.c:1:9: error[ABI003]"), "{word}: {run:?}");
    }
    // A file that is the inside of a table is cut without a word, as tables are.
    let project = Project::with("a.c", BAD);
    project.file("table.inc", "0x00, 1, \"text\", ".repeat(50_000));
    let run = project.run(&["check", "--output-format", "concise", "."]);
    assert!(run.code == 1 && !run.err.contains("not read"), "{run:?}");
}
