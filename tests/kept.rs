//! What is kept between runs: a run that reads less says the same, byte for byte.

mod support;

use std::fs;
use std::path::Path;

use extlint::check::{Kept, Outcome, Progress, check};
use extlint::config::{Overrides, Settings};
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
