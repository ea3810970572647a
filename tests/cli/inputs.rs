//! Which files are read, which are reported, and what is said about those that cannot be read.

use std::{
    ffi::OsStr,
    fs,
    io::{Cursor, Read, Write},
    os::unix::ffi::OsStrExt,
    os::unix::fs::symlink,
    process::Stdio,
};

use snapbox::{assert_data_eq, str};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::project::{BAD, GOOD, Project};

#[test]
fn a_clean_file_is_silence_and_exit_0() {
    let project = Project::with("a.c", GOOD);
    let run = project.check(&["a.c"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    assert_eq!(Project::with("empty.c", "").check(&["empty.c"]).code, 0);
}

#[test]
fn folders_are_walked_and_gitignore_is_honoured() {
    let project = Project::with("src/a.c", BAD);
    project.file("src/.hidden/b.cpp", BAD);
    project.file("build/c.c", BAD);
    project.file(".git/d.c", BAD);
    project.file("e.pyx", BAD);
    project.file(".gitignore", "build/\n");
    let run = project.check(&["."]);
    assert_data_eq!(
        run.out,
        str![[r#"
src/.hidden/b.cpp:1:9: error[ABI003] `Py_BUILD_CORE` is reserved for CPython itself
src/a.c:1:9: error[ABI003] `Py_BUILD_CORE` is reserved for CPython itself

"#]]
    );
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(project.check(&["--no-ignore"]).out.contains("build/c.c"));
    assert!(project.check(&["./src"]).out.contains("./src/a.c:1:9"));
    assert!(project.check(&["build/c.c"]).out.contains("build/c.c"), "a file that is named is read");
}

#[test]
fn an_unpacked_source_distribution_is_read_whole() {
    let project = Project::with("thing-1.0/PKG-INFO", "");
    project.file("thing-1.0/.gitignore", "*.c\n");
    project.file("thing-1.0/generated.c", BAD);
    assert_eq!(project.check(&["."]).code, 1);
    assert_eq!(project.check(&["thing-1.0"]).code, 1);
}

#[test]
fn a_source_that_is_no_text_is_said_once_and_only_where_it_was_asked_for() {
    let project = Project::with("src/good.c", BAD);
    project.file("src/program.c", b"\x7fELF\x02\x01\x01\0\0\0Py_BUILD_CORE");
    project.file("src/wide.h", b"\xff\xfe#\0d\0e\0f\0i\0n\0e\0");
    let run = project.check(&["src"]);
    assert_data_eq!(
        run.err,
        str![[r#"
extlint: error: src/program.c: is not a text file: it contains NUL bytes
extlint: error: src/wide.h: is UTF-16 text; sources are read as UTF-8

"#]]
    );
    assert_eq!(run.code, 2);
    assert!(run.out.contains("src/good.c:1:9"), "{}", run.out);
    let run = project.check(&["src/good.c"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "what stands around the named file is no loss");
}

#[test]
fn what_cannot_be_read_is_said_and_the_run_goes_on() {
    let project = Project::with("good.c", BAD);
    project.file("notes.txt", "text");
    fs::create_dir_all(project.path("empty")).expect("a folder");
    fs::create_dir_all(project.path("folder.c")).expect("a folder");
    symlink("nowhere", project.path("dangling.c")).expect("a link");
    let run = project.check(&["missing.c", "notes.txt", "empty", "folder.c", "dangling.c", "/dev/null", "good.c"]);
    assert_data_eq!(
        run.err,
        str![[r#"
extlint: error: /dev/null: is not a regular file
extlint: error: dangling.c: is a broken symbolic link
extlint: error: empty: contains no C or C++ file, extension module or wheel
extlint: error: folder.c: contains no C or C++ file, extension module or wheel
extlint: error: missing.c: no such file or directory
extlint: error: notes.txt: is not a C or C++ file, extension module or wheel

"#]]
    );
    assert_eq!(run.code, 2);
    assert!(run.out.contains("good.c:1:9"), "{}", run.out);
}

#[test]
fn links_are_followed_once_and_loops_are_no_loss() {
    let project = Project::with("src/a.c", BAD);
    symlink("../src", project.path("src/again")).expect("a link");
    symlink("a.c", project.path("src/b.c")).expect("a link");
    symlink("gone.c", project.path("src/c.c")).expect("a link");
    symlink("gone.txt", project.path("src/d.txt")).expect("a link");
    let run = project.check(&["src"]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert_eq!(run.err, "extlint: error: src/c.c: is a broken symbolic link\n");
    assert_eq!(run.code, 2);
    // What is left out is not looked at.
    let run = project.check(&["--exclude", "c.c", "src"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    let run = project.check(&["--exclude", "c.c,again", "src"]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
}

#[test]
fn links_to_and_fro_make_no_endless_walk() {
    // 2 to the power of 40 paths lead to the last folder.
    let project = Project::with("tree/40/a.c", BAD);
    for i in 0..40 {
        fs::create_dir_all(project.path(&format!("tree/{i}"))).expect("a folder");
        for name in ["one", "two"] {
            symlink(format!("../{}", i + 1), project.path(&format!("tree/{i}/{name}"))).expect("a link");
        }
    }
    let run = project.check(&["tree"]);
    assert_eq!((run.code, run.err.as_str(), run.out.lines().count()), (1, "", 1));
    assert!(run.out.starts_with("tree/0/one/"), "{}", run.out);
}

#[test]
fn names_that_are_no_utf_8_are_read() {
    let project = Project::new();
    let name = OsStr::from_bytes(b"caf\xE9.c");
    project.file(name, BAD);
    let run = project.check(&["."]);
    assert_eq!((run.code, run.err.as_str()), (1, ""));
    assert!(run.out.starts_with("caf\u{FFFD}.c:1:9"), "{}", run.out);
    let output = project.command(&["check", "-q"]).arg(name).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_source_over_the_limit_is_an_error() {
    let project = Project::with("big.c", vec![b'\n'; (32 << 20) + 1]);
    let run = project.check(&["big.c"]);
    let wanted = "extlint: error: big.c: is too large: 33554433 bytes, the limit is 33554432\n";
    assert_eq!((run.code, run.err.as_str()), (2, wanted));
}

#[test]
fn a_library_that_is_none_is_an_error() {
    let project = Project::with("x.so", "INPUT(libx.so.1)\n");
    let run = project.check(&["."]);
    assert_eq!(run.code, 2);
    assert!(run.err.starts_with("extlint: error: x.so: "), "{}", run.err);
}

#[test]
fn the_same_file_under_two_names_is_one_input() {
    let project = Project::with("a.c", BAD);
    assert_eq!(project.check(&["a.c", "./a.c", "."]).out.lines().count(), 1);
}

#[test]
fn files_around_a_named_one_are_read_and_not_reported() {
    let project = Project::with("src/a.c", "#include \"../inc/h.h\"\nint x;\n");
    project.file("inc/h.h", BAD);
    project.file("src/b.c", BAD);
    let run = project.check(&["src/a.c"]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
    let listed = project.run(&["facts", "src/a.c"]);
    assert_eq!(listed.json_lines().len(), 1);
}

#[test]
fn excluded_paths_are_left_out_and_named_ones_only_when_forced() {
    let project = Project::with("a.c", BAD);
    project.file("old/b.c", BAD);
    let exclude = ["--exclude", "old/,c.c"];
    assert_eq!(project.check(&[&exclude[..], &["."]].concat()).out.lines().count(), 1);
    assert_eq!(project.check(&[&exclude[..], &["old/b.c"]].concat()).code, 1);
    assert_eq!(project.check(&[&exclude[..], &["--force-exclude", "old/b.c"]].concat()).code, 0);
}

#[test]
fn the_order_is_the_same_for_any_number_of_threads() {
    let project = Project::new();
    for i in 0..40 {
        project.file(format!("d{}/f{i}.c", i % 7), format!("{BAD}#define Py_BUILD_CORE_MODULE {i}\n"));
    }
    let arguments = ["check", "--output-format", "json"];
    let one = project.run_with(&arguments, &[("RAYON_NUM_THREADS", "1")]);
    let four = project.run_with(&arguments, &[("RAYON_NUM_THREADS", "4")]);
    assert_eq!(one.out, four.out);
    // Once more in the counts by rule.
    assert_eq!(one.out.matches("\"ABI003\"").count(), 81);
    let again = project.run_with(&["check", "--output-format", "full", "--quiet"], &[("RAYON_NUM_THREADS", "4")]);
    let other = project.run_with(&["check", "--output-format", "full", "--quiet"], &[("RAYON_NUM_THREADS", "2")]);
    assert_eq!(again.out, other.out);
}

#[test]
fn standard_input_is_a_source() {
    let project = Project::with("src/h.h", "int x;\n");
    project.file("src/extlint.toml", "[severity]\nABI003 = 'note'\n");
    project.file("src/a.c", BAD);
    let feed = |arguments: &[&str]| {
        let arguments = [&["check", "-q", "--output-format", "concise", "-"], arguments].concat();
        let mut child = project.command(&arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let child = child.as_mut().expect("the program starts");
        child.stdin.take().expect("a pipe").write_all(BAD.as_bytes()).expect("it reads");
        let mut out = String::new();
        child.stdout.take().expect("a pipe").read_to_string(&mut out).expect("text");
        child.wait().expect("it ends");
        out
    };
    assert!(feed(&[]).starts_with("<stdin>:1:9: error[ABI003]"), "{}", feed(&[]));
    let named = feed(&["--stdin-filename", "src/a.c"]);
    assert!(named.starts_with("src/a.c:1:9: note[ABI003]") && named.lines().count() == 1, "{named}");
}

#[test]
fn distributions_side_by_side_are_not_linked() {
    // The macro of one project must not reach the other: `HOOK` is a name of its own in each.
    let project = Project::new();
    std::fs::remove_file(project.path("setup.py")).expect("it is there");
    for (name, text) in [("one", "#define HOOK static int hook;\n"), ("two", "HOOK\n")] {
        project.file(format!("{name}/PKG-INFO"), "");
        project.file(format!("{name}/{name}.h"), format!("/* Py */\n{text}"));
    }
    let names = |arguments: &[&str]| -> Vec<usize> {
        let rows = project.run(&[&["facts"], arguments].concat()).json_lines();
        rows.iter().map(|row| row["vars"].as_array().map_or(0, Vec::len)).collect()
    };
    assert_eq!(
        names(&["one", "two"]),
        names(&["two"]).into_iter().fold(names(&["one"]), |all, n| [all, vec![n]].concat())
    );
}

/// A folder of installed packages: the full format ends with a table, the others do not have it.
#[test]
fn installed_packages_end_with_a_table() {
    let text =
        "extern void *PyModule_Create2(void *, int);\nvoid *PyInit_fast(void) { return PyModule_Create2(0, 0); }\n";
    let project = Project::with("in.c", text);
    let record = "spam/__init__.py,,\nfast.cpython-312-x86_64-linux-gnu.so,sha256=x,1\n";
    project.file("site/spam-1.0.dist-info/RECORD", record);
    let (source, binary) = (project.path("in.c"), project.path("site/fast.cpython-312-x86_64-linux-gnu.so"));
    let cc = std::process::Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&binary).arg(&source).output();
    if !cfg!(target_os = "linux") || !cc.is_ok_and(|done| done.status.success()) {
        return;
    }
    let full = project.run(&["check", "site"]).out;
    assert!(full.contains("distribution  abi    platform  phase"), "{full}");
    assert!(
        full.contains("spam 1.0      cp312  -         single  undeclared    undeclared  0             warning"),
        "{full}"
    );
    let lines = project.check(&["site"]).out;
    assert!(lines.contains("INIT001") && !lines.contains("phase  "), "{lines}");
    // A wheel of the same modules is a row of its own.
    let mut wheel = ZipWriter::new(Cursor::new(Vec::new()));
    wheel.start_file("fast.cpython-312-x86_64-linux-gnu.so", SimpleFileOptions::default()).expect("memory");
    wheel.write_all(&fs::read(&binary).expect("made above")).expect("memory");
    project.file("spam-1.0-cp312-cp312-linux_x86_64.whl", wheel.finish().expect("memory").into_inner());
    let full = project.run(&["check", "site", "spam-1.0-cp312-cp312-linux_x86_64.whl"]).out;
    let rows: Vec<&str> = full.lines().filter(|line| line.starts_with("spam 1.0 ")).collect();
    assert!(rows.len() == 2 && rows.iter().all(|row| row.contains("cp312  ")), "{full}");
    assert!(rows.iter().any(|row| row.contains("linux_x86_64  single") && row.ends_with("error")), "{full}");
    // Wheels that differ by their platforms alone share a line, and the module's line names no path.
    let bytes = fs::read(project.path("spam-1.0-cp312-cp312-linux_x86_64.whl")).expect("made above");
    project.file("spam-1.0-cp312-cp312-manylinux_2_17_x86_64.whl", &bytes);
    let full = project.run(&["check", "--statistics", "--select", "INIT001", "."]).out;
    let rows: Vec<&str> = full.lines().filter(|line| line.starts_with("spam 1.0 ")).collect();
    assert!(rows.iter().any(|row| row.contains("linux_x86_64, manylinux_2_17_x86_64")), "{full}");
    assert!(full.contains("fast (cp312 linux_x86_64, and 1 like it)"), "{full}");
    // A list of files beyond all bounds is not read.
    let record = fs::File::options().write(true).open(project.path("site/spam-1.0.dist-info/RECORD"));
    record.and_then(|file| file.set_len((64 << 20) + 1)).expect("the system has sparse files");
    let full = project.run(&["check", "site"]).out;
    assert!(full.contains("INIT001") && !full.contains("spam 1.0"), "{full}");
}
