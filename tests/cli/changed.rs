//! Findings on changed lines alone, as git tells.

use std::process::Command;

use crate::project::{BAD, Project};

fn git(project: &Project, arguments: &[&str]) {
    let fixed =
        ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false", "-c", "core.autocrlf=false"];
    let output = Command::new("git").current_dir(project.path("")).args(fixed).args(arguments).output();
    let output = output.expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn repository() -> Project {
    let project = Project::with("a b.c", format!("{BAD}int y;\n"));
    git(&project, &["init", "--quiet", "--initial-branch=main"]);
    git(&project, &["add", "--all"]);
    git(&project, &["commit", "--quiet", "--message=first"]);
    project
}

#[test]
fn findings_since_a_commit_are_those_on_changed_lines_and_in_new_files() {
    let project = repository();
    assert_eq!(project.check(&["--git-since", "HEAD"]).out, "");
    project.file("a b.c", format!("int first;\n{BAD}int y;\n#define Py_BUILD_CORE 2\n"));
    project.file("new.c", BAD);
    let run = project.run(&["check", "--output-format", "concise", "--git-since", "HEAD"]);
    let places: Vec<&str> = run.out.lines().map(|line| line.split(": ").next().unwrap_or("")).collect();
    assert_eq!((run.code, places), (1, vec!["a b.c:5:9", "new.c:1:9"]), "{}", run.out);
    assert!(run.err.contains("1 on unchanged lines"), "{}", run.err);
    git(&project, &["checkout", "--quiet", "-b", "side"]);
    git(&project, &["add", "--all"]);
    git(&project, &["commit", "--quiet", "--message=second"]);
    assert_eq!(project.check(&["--git-since", "main"]).out.lines().count(), 2);
    assert_eq!(project.check(&["--git-since", "HEAD"]).out, "");
}

#[test]
fn staged_lines_are_found_where_they_stand_now() {
    let project = repository();
    project.file("a b.c", format!("{BAD}int y;\n#define Py_BUILD_CORE 2\n"));
    git(&project, &["add", "--all"]);
    project.file("a b.c", format!("int above;\n{BAD}int y;\n#define Py_BUILD_CORE 2\n#define Py_BUILD_CORE 3\n"));
    let run = project.check(&["--git-staged"]);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    assert!(run.out.starts_with("a b.c:5:9"), "{}", run.out);
}

#[test]
fn without_a_repository_or_a_commit_it_says_so() {
    let project = Project::with("a.c", BAD);
    let mut command = project.command(&["check", "--git-staged"]);
    let above = project.path("..");
    let output = command.env("GIT_CEILING_DIRECTORIES", above).output().expect("the program starts");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && err.contains("is not in a git repository"), "{err}");
    let run = repository().check(&["--git-since", "nowhere"]);
    assert!(run.code == 2 && run.err.contains("`nowhere` is not a commit"), "{}", run.err);
    let run = repository().check(&["--git-since", "--help"]);
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn git_is_asked_where_the_paths_are() {
    let project = repository();
    project.file("a b.c", format!("{BAD}int y;\n#define Py_BUILD_CORE 2\n"));
    let elsewhere = tempfile::tempdir().expect("a folder");
    let path = project.path("").display().to_string();
    for path in [path.trim_end_matches('/').to_owned(), format!("{path}a b.c")] {
        let mut command = project.command(&["check", "-q", "--output-format", "concise", "--git-since", "HEAD", &path]);
        let output = command.current_dir(elsewhere.path()).output().expect("the program starts");
        let out = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.code() == Some(1) && out.lines().count() == 1 && out.contains("a b.c:4:9"), "{out}");
    }
    // Two repositories in one run.
    let other = repository();
    other.file("new.c", BAD);
    let paths = [project.path(""), other.path("")].map(|path| path.display().to_string());
    let run = project.check(&["--git-since", "HEAD", &paths[0], &paths[1]]);
    assert!(run.out.lines().count() == 2 && run.out.contains("new.c:1:9"), "{}{}", run.out, run.err);
}

#[test]
fn what_git_says_of_another_owner_is_said_whole() {
    let project = repository();
    let mut command = project.command(&["check", "--git-since", "HEAD"]);
    let output = command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1").output().expect("the program starts");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{err}");
    assert!(err.contains("dubious ownership") && err.contains("--add safe.directory"), "{err}");
}
