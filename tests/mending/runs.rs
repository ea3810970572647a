//! Whole runs: exit codes, messages, rounds, standard input.

use super::*;

#[test]
fn findings_are_mended_and_what_is_left_decides() {
    let place = folder();
    write(&place.path().join("spam.c"), spam("x"));
    let output = fix(place.path(), &["."]);
    assert_eq!(output.code, Some(0), "{}{}", output.stdout, output.stderr);
    assert!(output.stderr.contains("extlint: fixed 3 findings in 1 file\n"), "{}", output.stderr);
    assert!(output.stderr.contains("0 errors, 0 warnings, 0 notes"), "{}", output.stderr);
    assert_eq!(fs::read_to_string(place.path().join("spam.c")).expect("text"), mended("x"));
    let again = fix(place.path(), &["."]);
    assert!(again.code == Some(0) && again.stderr.contains("extlint: fixed nothing\n"), "{}", again.stderr);
}

#[test]
fn a_selection_mends_what_it_names() {
    let place = folder();
    let path = place.path().join("spam.c");
    write(&path, spam("x"));
    let output = fix(place.path(), &[".", "--select", "GC001"]);
    assert!(output.stderr.contains("extlint: fixed 1 finding in 1 file\n"), "{}", output.stderr);
    let text = fs::read_to_string(&path).expect("text");
    assert!(text.contains("Py_VISIT(Py_TYPE(self));") && !text.contains("GC_UnTrack"), "{text}");
    assert_eq!(fix(place.path(), &[".", "--ignore", "GC020,GC022"]).code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("text"), text);
    assert!(fix(place.path(), &[".", "--quiet"]).stderr.is_empty());
    assert_eq!(fs::read_to_string(&path).expect("text"), mended("x"));
}

#[test]
fn a_diff_writes_nothing_and_patch_makes_the_same_of_it() {
    let (one, other) = (folder(), folder());
    for place in [&one, &other] {
        write(&place.path().join("src/spam.c"), spam("x"));
        write(&place.path().join("src/two words.c"), spam("y").replace("thing", "other").trim_end());
    }
    let before = texts(one.path());
    let diff = extlint(one.path(), ["check", "--diff", "src"]);
    assert_eq!(diff.code, Some(1), "{}", diff.stderr);
    assert!(diff.stderr.contains("extlint: would fix 6 findings in 2 files\n"), "{}", diff.stderr);
    assert_eq!(texts(one.path()), before);
    assert_eq!(fix(other.path(), &["src"]).code, Some(0));
    if patch(one.path(), &diff.stdout) {
        let held = |place: &Path| texts(place).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
        assert_eq!(held(one.path()), held(other.path()));
        let diff = extlint(one.path(), ["check", "--diff", "src"]);
        assert_eq!((diff.code, diff.stdout.as_str()), (Some(0), ""));
    }
    assert_eq!(extlint(one.path(), ["check", "--diff", "--exit-zero", "src"]).code, Some(0));
}

#[test]
fn unsafe_edits_are_counted_and_made_when_asked_for() {
    let place = folder();
    let path = place.path().join("spam.c");
    let twice = mended("x").replace("    Py_VISIT(((Thing", "    Py_VISIT(Py_TYPE(self));\n    Py_VISIT(((Thing");
    write(&path, &twice);
    let output = fix(place.path(), &["."]);
    assert_eq!(output.code, Some(1), "{}", output.stderr);
    assert!(output.stderr.contains("extlint: fixed nothing; 1 more with --unsafe-fixes\n"), "{}", output.stderr);
    assert_eq!(fs::read_to_string(&path).expect("text"), twice);
    assert_eq!(fix(place.path(), &[".", "--unsafe-fixes"]).code, Some(0));
    assert_eq!(fs::read_to_string(&path).expect("text"), mended("x"));
    let alone = extlint(place.path(), ["check", "--unsafe-fixes", "."]);
    assert!(alone.code == Some(2) && alone.stderr.contains("--fix"), "{}", alone.stderr);
}

#[test]
fn standard_input_is_shown_and_never_changed() {
    use std::io::Write as _;
    let place = folder();
    let run = |option: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_extlint"))
            .args(["check", option, "-", "--stdin-filename", "spam.c"])
            .current_dir(place.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("extlint starts");
        // It may end before it reads.
        let _ = child.stdin.take().expect("a pipe").write_all(spam("x").as_bytes());
        let output = child.wait_with_output().expect("extlint ends");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let (code, diff) = run("--diff");
    assert!(code == Some(1) && diff.starts_with("--- spam.c\n+++ spam.c\n"), "{diff}");
    assert_eq!(run("--fix").0, Some(2));
    assert!(texts(place.path()).is_empty());
}

#[test]
fn edits_in_each_others_way_are_made_in_rounds() {
    let place = folder();
    let path = place.path().join("spam.c");
    // The untracking and the local that keeps the type both want the place before the first statement.
    let both = spam("x")
        .replace("    PyTypeObject *tp = Py_TYPE(self);\n", "")
        .replace("    Py_DECREF(tp);\n    tp->tp_free(self);\n", "    Py_TYPE(self)->tp_free(self);\n");
    write(&path, both);
    let output = fix(place.path(), &["."]);
    assert_eq!(output.code, Some(0), "{}{}", output.stdout, output.stderr);
    assert!(output.stderr.contains("fixed 3 findings in 1 file\n"), "{}", output.stderr);
    let text = fs::read_to_string(&path).expect("text");
    assert_eq!(text, mended("x").replace("    tp->tp_free", "    Py_TYPE(self)->tp_free"));
}
