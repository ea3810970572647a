//! What is kept between runs: a run that reads less says the same, byte for byte.

mod support;

use std::fs;
use std::path::Path;

use extlint::check::{Kept, Near, Outcome, Progress, check};
use extlint::config::{Overrides, Settings};
use extlint::facts::FileId;
use extlint::finding::Finding;
use extlint::input::{Overlay, Request};
use extlint::report::{self, Format, Look, Sort};
use support::{extlint, root};

fn request(folder: &Path) -> (Request, Settings) {
    let settings = Settings::settle(&Overrides::default(), folder, folder).expect("settings");
    let request = Request {
        paths: vec![".".into()],
        cwd: folder.to_owned(),
        exclude: settings.exclude.clone(),
        force_exclude: false,
        gitignore: true,
        stdin_name: None,
        overlay: Overlay::default(),
    };
    (request, settings)
}

fn said(outcome: &Outcome) -> String {
    let look = Look { color: false, links: false, quiet: false, statistics: false, sort: Sort::default() };
    let mut out = Vec::new();
    report::write(Format::JsonLines, outcome, look, &mut out).expect("memory can be written");
    let errors = outcome.errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    format!("{}\n{}\n{errors}", String::from_utf8_lossy(&out), outcome.notes.join("\n"))
}

/// Writes the sources of a few examples below a folder.
fn sources(folder: &Path) {
    for entry in fs::read_dir(root().join("examples/sources")).expect("examples").flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), folder.join(entry.file_name())).expect("a copy");
        }
    }
    fs::write(folder.join("own.h"), "#define WANTED 1\n#define MAKE(x) static PyObject *x\n").expect("a file");
    let text =
        "#include <Python.h>\n#include \"own.h\"\n#if WANTED\nMAKE(first);\n#endif\nvoid f(void) { first = 0; }\n";
    fs::write(folder.join("user.c"), text).expect("a file");
    fs::write(folder.join("alone.c"), "#include <Python.h>\nstatic PyObject *alone;\nvoid g(void) { alone = 0; }\n")
        .expect("a file");
}

#[test]
fn a_run_that_reads_less_says_the_same() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = fs::canonicalize(place.path()).expect("it is there");
    sources(&folder);
    let mut kept = Kept::default();
    let mut read = Vec::new();
    let mut compare = |what: &str| {
        let (request, settings) = request(&folder);
        let before = kept.read();
        let again = kept.check(&request, &settings, &Progress::default()).expect("nobody stops it");
        assert_eq!(said(&again), said(&check(&request, &settings)), "{what}");
        read.push(kept.read() - before);
    };
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    let user = fs::read_to_string(folder.join("user.c")).expect("it is there");
    let header = fs::read_to_string(folder.join("own.h")).expect("it is there");
    compare("at first");
    compare("nothing changed");
    write("user.c", &user.replace("first = 0;", "first = 0; first = 0;"));
    compare("a function changed");
    write("own.h", &header.replace("WANTED 1", "WANTED 0"));
    compare("a condition changed");
    let other = header.replace("static PyObject *x", "static int x");
    write("own.h", &other);
    compare("a macro changed");
    write("own.h", &format!("/* only words */\n\n{other}"));
    compare("a comment in a header changed");
    fs::remove_file(folder.join("own.h")).expect("it is there");
    compare("a header went");
    write("own.h", &header);
    compare("it came back");
    write("0new.c", "#include <Python.h>\n#define NEW 1\nstatic PyObject *added;\nvoid h(void) { added = 0; }\n");
    compare("a file came, and all others have other numbers");
    write("user.c", "#include <Python.h>\n#include \"own.h\"\nvoid f(void) {\n");
    compare("a text breaks off");
    write("extlint.toml", "ignore = ['ISO010']\nmin-python = '3.12'\n");
    compare("the targets changed");
    let all = read[0];
    assert!(all >= 4, "{read:?}");
    assert_eq!(read[1..3], [0, 1], "{read:?}");
    // The header itself, and who includes it; nobody else.
    assert_eq!(read[3..6], [2, 2, 1], "{read:?}");
    assert_eq!((read[6], read[7]), (1, 2), "{read:?}");
    assert_eq!(read[8], 1, "{read:?}");
    assert_eq!(read[10], all + 1, "{read:?}");
}

/// Writes two extensions that share a source, a header and its configuration.
fn two_extensions(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    write(
        "setup.py",
        "from setuptools import Extension, setup\nsetup(ext_modules=[\n    Extension('one', ['one.c', 'help.c']),\n    \
         Extension('two', ['two.c', 'help.c']),\n])\n",
    );
    write("extlint.toml", "min-python = '3.10'\n");
    write("config.h", "#define WITH_EXTRA 1\n");
    write(
        "common.h",
        "#include <Python.h>\n#include \"config.h\"\n#define KEEP(x) static PyObject *x\ntypedef struct { PyObject_HEAD \
         PyObject *held; } Shared;\nKEEP(in_header);\nint help(PyObject *o);\nstatic inline void drop(Shared *s) \
         { Py_CLEAR(s->held); in_header = NULL; }\n",
    );
    write(
        "help.c",
        "#include \"common.h\"\nstatic PyObject *helped;\nint help(PyObject *o)\n{\n    helped = o;\n    return 0;\n}\n",
    );
    for name in ["one", "two"] {
        write(&format!("{name}.h"), &format!("static int only_{name};\nstatic PyObject *beside_{name};\n"));
        write(
            &format!("{name}.c"),
            &format!(
                "#include \"common.h\"\n#include \"{name}.h\"\nKEEP(cache);\nstatic int count;\n\
                 static void unused(void)\n{{\n    count = 2;\n}}\n\
                 #if WITH_EXTRA\nstatic PyObject *extra;\n#endif\n#ifdef NOBODY_DEFINES_{name}\nstatic int never;\n#endif\n\
                 static void dealloc(PyObject *self)\n{{\n    drop((Shared *)self);\n    Py_TYPE(self)->tp_free(self);\n}}\n\
                 static PyObject *work(PyObject *self, PyObject *o)\n{{\n    beside_{name} = o;\n    only_{name}++;\n    \
                 /* here */\n    return Py_NewRef(o);\n}}\n\
                 static PyMethodDef methods[] = {{{{\"work\", work, METH_O, NULL}}, {{NULL, NULL, 0, NULL}}}};\n\
                 static PyType_Slot slots[] = {{{{Py_tp_dealloc, dealloc}}, {{0, NULL}}}};\n\
                 static PyType_Spec spec = {{\"{name}.T\", sizeof(Shared), 0, Py_TPFLAGS_DEFAULT, slots}};\n\
                 static int exec(PyObject *m)\n{{\n    help(m);\n    cache = PyType_FromSpec(&spec);\n    return cache ? 0 : -1;\n}}\n\
                 static PyModuleDef_Slot module_slots[] = {{{{Py_mod_exec, exec}}, {{0, NULL}}}};\n\
                 static struct PyModuleDef def = {{PyModuleDef_HEAD_INIT, .m_name = \"{name}\", .m_methods = methods, \
                 .m_slots = module_slots}};\nPyMODINIT_FUNC PyInit_{name}(void)\n{{\n    return PyModuleDef_Init(&def);\n}}\n"
            ),
        );
    }
}

/// The next number of a fixed series.
fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) as usize % below
}

/// What may be typed into a function that changes nothing for other files.
const STATEMENTS: [&str; 8] = [
    "cache = NULL;",
    "count++;",
    "Py_INCREF(o);",
    "PyObject *value = PyLong_FromLong(1);",
    "if (PyObject_IsTrue(o)) { return NULL; }",
    "static PyObject *kept; kept = o;",
    "(void)help(o);",
    "/* extlint: ignore[ISO010] no reason */",
];

/// What changes more: the file, what to look for, and what to put in its place. Each is taken back by the next one of
/// its file.
const REPLACED: [(&str, &str, &str); 12] = [
    ("config.h", "WITH_EXTRA 1", "WITH_EXTRA 0"),
    ("config.h", "#define WITH_EXTRA 1", "#define WITH_EXTRA 1\n#define NOBODY_DEFINES_one 1"),
    ("common.h", "static PyObject *x", "static int x"),
    ("common.h", "in_header = NULL;", ""),
    ("common.h", "KEEP(in_header);", "KEEP(in_header);\nstatic PyObject *another;\n"),
    ("help.c", "static PyObject *helped;", "static PyObject *helped;\nint more(void) { return 1; }\n"),
    ("one.c", "/* here */", "unused(); /* here */"),
    ("two.c", "static void unused(void)", "static int first(void) { return 3; }\nstatic void unused(void)"),
    ("two.c", "PyInit_two", "PyInit_other"),
    ("setup.py", "'one.c', 'help.c'", "'one.c'"),
    ("setup.py", "    Extension('two', ['two.c', 'help.c']),\n", ""),
    ("extlint.toml", "3.10", "3.12"),
];

/// What is found in some files.
fn found<'f>(findings: &'f [Finding], files: &std::collections::BTreeSet<FileId>) -> Vec<&'f Finding> {
    findings.iter().filter(|finding| files.contains(&finding.file())).collect()
}

/// The same in short.
fn lines(findings: &[&Finding]) -> String {
    let line = |finding: &&Finding| format!("{} {:?} {}\n", finding.rule.code, finding.primary(), finding.message);
    findings.iter().map(line).collect()
}

#[test]
fn after_any_edit_the_answers_are_those_of_a_run() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = fs::canonicalize(place.path()).expect("it is there");
    two_extensions(&folder);
    let (asked, settings) = request(&folder);
    let mut kept = Kept::default();
    let mut outcome = kept.check(&asked, &settings, &Progress::default()).expect("nobody stops it");
    let codes: Vec<&str> = outcome.findings.iter().map(|finding| finding.rule.code).collect();
    assert!(codes.contains(&"ISO010") && codes.contains(&"GC021") && codes.contains(&"ISO012"), "{codes:?}");
    let original = |name: &str| {
        let other = tempfile::tempdir().expect("a temporary folder");
        two_extensions(other.path());
        fs::read_to_string(other.path().join(name)).expect("it is there")
    };
    let (mut state, mut near, mut beside) = (7, 0, 0);
    // Files that say something else to others than they did at first.
    let mut other = std::collections::BTreeSet::new();
    for round in 0..60 {
        let kind = next(&mut state, 10);
        let (name, text, quiet) = match kind {
            // A key stroke in a function, or beside all of them.
            0..6 => {
                let name = ["one.c", "two.c"][next(&mut state, 2)];
                let typed = format!("{} /* here */", STATEMENTS[next(&mut state, STATEMENTS.len())]);
                (name, original(name).replace("/* here */", &typed), !other.remove(name))
            }
            6..9 => {
                let (name, from, to) = REPLACED[next(&mut state, REPLACED.len())];
                let text = original(name);
                assert!(text.contains(from), "{name}: {from}");
                let now = fs::read_to_string(folder.join(name)).expect("it is there");
                let changed = text.replace(from, to);
                let back = now == changed;
                _ = if back { other.remove(name) } else { other.insert(name) };
                (name, if back { text } else { changed }, false)
            }
            _ => (
                "0extra.c",
                "#include \"common.h\"\nKEEP(extra_file);\nvoid fill(void) { extra_file = NULL; }\n".to_owned(),
                false,
            ),
        };
        let path = folder.join(name);
        let before = fs::read_to_string(&path).ok();
        let (asked, settings) = request(&folder);
        let sources = std::mem::take(&mut outcome.sources);
        let first = kept.check_near(sources, (&path, text.as_bytes()), &asked, &settings, &Progress::default());
        match (name == "0extra.c" && before.is_some(), &before) {
            (true, _) => fs::remove_file(&path).expect("it is there"),
            _ => fs::write(&path, &text).expect("a file"),
        }
        let (asked, settings) = request(&folder);
        // Now and then nobody waits for the answer, and asks again.
        if next(&mut state, 3) == 0 {
            let stopped = Progress::default();
            stopped.stop();
            assert!(kept.check(&asked, &settings, &stopped).is_none());
        }
        outcome = kept.check(&asked, &settings, &Progress::default()).expect("nobody stops it");
        let fresh = check(&asked, &settings);
        assert_eq!(said(&outcome), said(&fresh), "{round}: {name}");
        if let Ok(Near { outcome: first, files }) = first.as_ref()
            && quiet
        {
            let (first, whole) = (found(&first.findings, files), found(&outcome.findings, files));
            let same = format!("{first:?}") == format!("{whole:?}");
            assert!(same, "{round}: {text}\n{}\nand not\n{}", lines(&first), lines(&whole));
            (near, beside) = (near + 1, beside + usize::from(files.len() > 1));
        }
    }
    assert!(near > 20 && beside == near, "{near} first answers, {beside} about more than one file");
}

#[test]
fn a_stopped_run_says_nothing_and_loses_nothing() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let folder = fs::canonicalize(place.path()).expect("it is there");
    sources(&folder);
    let (request, settings) = request(&folder);
    let mut kept = Kept::default();
    let stopped = Progress::default();
    stopped.stop();
    assert!(kept.check(&request, &settings, &stopped).is_none());
    let outcome = kept.check(&request, &settings, &Progress::default()).expect("nobody stops it");
    assert_eq!(said(&outcome), said(&check(&request, &settings)));
    assert!(kept.check(&request, &settings, &stopped).is_none());
    let before = kept.read();
    assert!(kept.check(&request, &settings, &Progress::default()).is_some());
    assert_eq!(kept.read(), before, "what was kept is still there");
}

#[test]
fn a_second_run_finds_what_the_first_one_did() {
    let place = tempfile::tempdir().expect("a temporary folder");
    let (folder, cache) = (place.path().join("sources"), place.path().join("cache"));
    fs::create_dir(&folder).expect("a folder");
    sources(&folder);
    let cache_dir = format!("--cache-dir={}", cache.display());
    let entries = || fs::read_dir(&cache).map_or(0, |entries| entries.count());
    let untimed = |text: &str| {
        text.lines().map(|line| line.rsplit_once(", ").map_or(line, |(start, _)| start).to_owned()).collect::<Vec<_>>()
    };
    let compare = |what: &str| {
        for format in ["full", "concise", "json", "json-lines", "sarif", "github", "gitlab", "junit", "html"] {
            let plain = extlint(&folder, ["check", ".", "--output-format", format, "--no-cache"]);
            for round in 0..2 {
                let other = extlint(&folder, ["check", ".", "--output-format", format, &cache_dir]);
                assert_eq!((other.code, other.stdout), (plain.code, plain.stdout.clone()), "{what}, {format}, {round}");
                assert_eq!(untimed(&other.stderr), untimed(&plain.stderr), "{what}, {format}, {round}");
            }
        }
    };
    compare("at first");
    let first = entries();
    assert_eq!(first, 1, "one run is kept, whatever it is written as");
    fs::write(folder.join("setup.py"), "from setuptools import Extension\nExtension('user', ['user.c'])\n")
        .expect("a file");
    compare("a build file came");
    fs::write(folder.join("setup.cfg"), "[x]\ndefine = WANTED\n").expect("a file");
    compare("a build file speaks of a macro");
    fs::remove_file(folder.join("own.h")).expect("it is there");
    compare("a header went");
    fs::write(folder.join("extlint.toml"), "ignore = ['ISO010']\n").expect("a file");
    compare("the settings changed");
    assert!(entries() >= 4, "{}", entries());
    for entry in fs::read_dir(&cache).expect("it is there").flatten() {
        fs::write(entry.path(), b"extlint run 1\nrubbish").expect("it is ours");
    }
    compare("all entries are damaged");
}

#[cfg(unix)]
#[test]
fn without_a_place_for_it_a_run_goes_on() {
    let place = tempfile::tempdir().expect("a temporary folder");
    sources(place.path());
    fs::write(place.path().join("file"), "").expect("a file");
    let plain = extlint(place.path(), ["check", ".", "--no-cache"]);
    let other = extlint(place.path(), ["check", ".", "--cache-dir", "file/below"]);
    assert_eq!((plain.code, &plain.stdout), (other.code, &other.stdout));
    assert!(other.stderr.contains("nothing is kept for the next run"), "{}", other.stderr);
    // No HOME, and nothing else that names a folder for caches: in silence.
    let silent = extlint(place.path(), ["check", "."]);
    assert_eq!(plain.stdout, silent.stdout);
    assert!(!silent.stderr.contains("kept for the next run"), "{}", silent.stderr);
}
