//! `--clang`: what is said where libclang cannot be had, and that the run goes on as it is told.
#![cfg(feature = "clang")]

use crate::project::{BAD, Project};

#[test]
fn a_library_that_is_missing_is_an_error_and_the_rest_is_checked() {
    let project = Project::with("a.c", BAD);
    let run = project.check(&["--clang=no/such/libclang.so", "a.c"]);
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(run.err.contains("--clang: no/such/libclang.so: is not a file"), "{}", run.err);
    assert!(run.err.contains("pip install libclang-ng"), "{}", run.err);
    assert!(run.out.contains("ABI003"), "{}", run.out);
}

#[test]
fn what_is_no_library_is_said() {
    let project = Project::with("a.c", BAD);
    project.file("libclang.so", "no library");
    let run = project.check(&["--clang=.", "a.c"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("libclang.so: ") && run.err.contains("pip install libclang-ng"), "{}", run.err);
    project.file("empty/x.txt", "");
    let run = project.check(&["--clang=empty", "a.c"]);
    assert!(run.err.contains("empty: contains no libclang"), "{}", run.err);
}

#[test]
fn auto_goes_on_without_and_says_so() {
    let project = Project::with("a.c", BAD);
    let loud = |arguments: &[&str]| project.run(&[&["check", "--output-format", "concise"], arguments].concat());
    let run = loud(&["--clang=auto", "--python", "no/such/python", "a.c"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("note: read without libclang: no/such/python: cannot be run as a Python"), "{}", run.err);
    let quiet = project.check(&["--clang=auto", "--python", "no/such/python", "a.c"]);
    assert_eq!(quiet.err, "");
    project.file("extlint.toml", "clang = 'auto'\npython = 'no/such/python'\n");
    let configured = loud(&["a.c"]);
    assert!(configured.code == 1 && configured.err.contains("cannot be run as a Python"), "{}", configured.err);
    assert!(!loud(&["--clang=off", "a.c"]).err.contains("libclang"));
}
