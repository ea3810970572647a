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
    assert!(code == Some(1) && diff.starts_with("--- a/spam.c\n+++ b/spam.c\n"), "{diff}");
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

/// The folder as git knows it, with `git apply` from a place in it.
fn git(folder: &Path, arguments: &[&str], input: &str) -> bool {
    use std::io::Write as _;
    let mut command = Command::new("git");
    let command = command.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let Ok(mut child) = command.stdin(Stdio::piped()).spawn() else { return false };
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("git reads");
    assert!(child.wait().expect("git ends").success(), "{arguments:?}: {input}");
    true
}

#[test]
fn git_applies_a_diff_in_the_root_and_in_a_folder() {
    for (start, given) in [("", "."), ("", "./src"), ("src", "."), ("src", "spam.c"), ("src", "../src")] {
        let (one, other) = (folder(), folder());
        for place in [&one, &other] {
            write(&place.path().join("src/spam.c"), spam("x"));
            write(&place.path().join("src/deep/spam.c"), spam("y").replace("thing", "other"));
            write(&place.path().join("src/t\u{fc}r auf.c"), spam("z").replace("thing", "third"));
        }
        if !git(one.path(), &["init", "--quiet"], "") {
            return;
        }
        let diff = extlint(&one.path().join(start), ["check", "--diff", given]);
        assert_eq!(diff.code, Some(1), "{start} {given}: {}", diff.stderr);
        assert!(diff.stdout.starts_with("--- a/"), "{}", diff.stdout);
        git(&one.path().join(start), &["apply"], &diff.stdout);
        fix(&other.path().join(start), &[given]);
        let held = |place: &Path| {
            let texts = texts(place).into_iter().filter(|(path, _)| !path.starts_with(place.join(".git")));
            texts.map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(held(one.path()), held(other.path()), "{start} {given}");
    }
}

#[test]
fn the_safe_edits_of_a_function_are_made_without_the_others() {
    let place = folder();
    let path = place.path().join("spam.c");
    write(
        &path,
        "#include <Python.h>
static int
spam_exec(PyObject *module)
{
    PyObject *one = PyList_New(0);
    PyObject *two = PyList_New(0);
    if (PyModule_AddObject(module, \"one\", one) < 0) {
        return -1;
    }
    PyModule_AddObject(module, \"two\", two);
    return 0;
}
static PyModuleDef_Slot spam_slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = \"spam\", .m_slots = spam_slots};
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&spam_module); }
",
    );
    let output = fix(place.path(), &[".", "--select", "INIT016"]);
    let text = fs::read_to_string(&path).expect("text");
    assert!(text.contains("Py_XDECREF(one);") && !text.contains("two);\n        Py"), "{text}{}", output.stderr);
    assert!(output.code == Some(1) && output.stderr.contains("1 more with --unsafe-fixes"), "{}", output.stderr);
    assert_eq!(fix(place.path(), &[".", "--select", "INIT016", "--unsafe-fixes"]).code, Some(0));
    assert!(fs::read_to_string(&path).expect("text").contains("Py_CLEAR(two);"));
}

/// What a failed call of `PyModule_AddObject` leaves the function by, where it is left elsewhere by `leave`.
fn left_by(define: &str, leave: &str) -> String {
    let place = folder();
    let path = place.path().join("spam.c");
    let text = format!(
        "#include <Python.h>\n{define}\nstatic PyModuleDef spam_module = {{PyModuleDef_HEAD_INIT, .m_name = \"spam\"}};\n\
         PyMODINIT_FUNC\nPyInit_spam(void)\n{{\n    PyObject *m = PyModule_Create(&spam_module);\n    \
         if (!m) {{\n        {leave}\n    }}\n    PyObject *list = PyList_New(0);\n    \
         PyModule_AddObject(m, \"list\", list);\n    return m;\n}}\n"
    );
    write(&path, text);
    fix(place.path(), &[".", "--select", "INIT016", "--unsafe-fixes"]);
    let text = fs::read_to_string(&path).expect("text");
    text.split_once("Py_CLEAR(list);").map_or("", |(_, rest)| rest.split('}').next().unwrap_or("")).trim().to_owned()
}

#[test]
fn a_function_is_left_as_it_is_left_elsewhere() {
    assert_eq!(left_by("", "return NULL;").lines().last().map(str::trim), Some("return NULL;"));
    let by_macro = left_by("#define MOD_ERROR_VAL NULL", "return MOD_ERROR_VAL;");
    assert_eq!(by_macro.lines().last().map(str::trim), Some("return MOD_ERROR_VAL;"), "{by_macro}");
    assert_eq!(left_by("#define MOD_RETURN(x) return (x)", "MOD_RETURN(NULL);"), "", "nobody knows what else it does");
}
