//! `extlint survey` over small inputs of its own: what is in the tables, what a second run does, and what becomes of inputs
//! that cannot be read.

#[path = "../abi/images.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod images;
#[path = "../support/mod.rs"]
mod support;
mod tables;

use std::{
    fs,
    io::{Cursor, Write as _},
    path::{Path, PathBuf},
};

use support::{Output, extlint, files_below};
use tables::{Row, rows};
use zip::{ZipWriter, write::SimpleFileOptions};

/// A module with a static type, which no limited API has.
const MODULE: &str = r#"
#include <Python.h>
static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "spam.Spam"};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_size = -1};
PyMODINIT_FUNC PyInit_spam(void)
{
    if (PyType_Ready(&Spam_Type) < 0) return NULL;
    return PyModule_Create(&def);
}
"#;
const SETUP: &str =
    "from setuptools import setup, Extension\nsetup(name='spam', ext_modules=[Extension('spam', ['src/spam.c'])])\n";
const WHEEL: &str = "spam-1.0-cp312-cp312-win_amd64.whl";

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in members {
        zip.start_file(*path, SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("a member");
    }
    zip.finish().expect("an archive").into_inner()
}

/// A wheel with one module, compiled for Windows.
fn wheel() -> Vec<u8> {
    let imports: &[&str] = &["PyModule_Create2", "PyType_Ready", "PyUnicode_New"];
    let module = images::pe(images::AMD64, &[("python312.dll", imports)], &["PyInit_spam"]);
    zip(&[
        ("spam/_spam.cp312-win_amd64.pyd", &module),
        ("spam-1.0.dist-info/WHEEL", b"Wheel-Version: 1.0\nRoot-Is-Purelib: false\nTag: cp312-cp312-win_amd64\n"),
        ("spam-1.0.dist-info/METADATA", b"Name: spam\nVersion: 1.0\nRequires-Python: >=3.12\n"),
    ])
}

/// A source distribution as a zip and as a tar.
fn sdists(folder: &Path) {
    let members =
        [("spam-1.0/PKG-INFO", "Name: spam\n"), ("spam-1.0/setup.py", SETUP), ("spam-1.0/src/spam.c", MODULE)];
    let bytes: Vec<(&str, &[u8])> = members.iter().map(|(path, text)| (*path, text.as_bytes())).collect();
    fs::write(folder.join("spam-1.0.zip"), zip(&bytes)).expect("a file");
    let file = fs::File::create(folder.join("spam-1.0.tar.gz")).expect("a file");
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
    for (path, bytes) in bytes {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, path, bytes).expect("a member");
    }
    tar.into_inner().and_then(flate2::write::GzEncoder::finish).expect("an archive");
}

fn project(folder: &Path) {
    fs::create_dir_all(folder.join("src")).expect("a folder");
    fs::write(folder.join("setup.py"), SETUP).expect("a file");
    fs::write(folder.join("src/spam.c"), MODULE).expect("a file");
}

fn survey(folder: &Path, args: &[&str]) -> Output {
    extlint(folder, [&["survey", "--output", "out"], args].concat())
}

/// The rows of a table of the survey in a folder, without those of the build.
fn table(folder: &Path, name: &str) -> Vec<Row> {
    rows(&folder.join("out"), name)
}

#[test]
fn a_folder_a_wheel_and_sdists_have_rows_in_every_table() {
    let here = tempfile::tempdir().expect("a folder");
    let here = here.path();
    fs::create_dir(here.join("in")).expect("a folder");
    project(&here.join("in/Spam_X-2.0"));
    fs::write(here.join("in").join(WHEEL), wheel()).expect("a file");
    sdists(&here.join("in"));
    let run = survey(here, &["in"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
    assert_eq!(run.stderr, "out: 4 distributions checked; 0 done before, 0 failed\n");

    let found = table(here, "distributions");
    let of = |row: &Row| {
        ["distribution", "version", "kind", "file", "pythons", "sources", "binaries", "modules", "gaps", "status"]
            .map(|column| row[column].clone())
            .join(" ")
    };
    assert_eq!(
        found.iter().map(of).collect::<Vec<_>>(),
        [
            "spam-x 2.0 folder Spam_X-2.0 - 1 0 1 0 read",
            "spam 1.0 wheel spam-1.0-cp312-cp312-win_amd64.whl cp312 0 1 1 0 read",
            "spam 1.0 sdist spam-1.0.tar.gz - 1 0 1 0 read",
            "spam 1.0 sdist spam-1.0.zip - 1 0 1 0 read",
        ]
    );
    for row in &found {
        assert_eq!(row["sha256"].len(), 64, "{row:?}");
        assert_eq!(row["extlint"], env!("CARGO_PKG_VERSION"));
    }
    assert!(found[1]["bytes"].parse::<u64>().is_ok_and(|bytes| bytes == wheel().len() as u64));

    let modules = table(here, "modules");
    let of =
        |row: &Row| ["file", "module", "path", "input", "phase", "gil"].map(|column| row[column].clone()).join(" ");
    assert_eq!(
        modules.iter().map(of).collect::<Vec<_>>(),
        [
            "Spam_X-2.0 spam src/spam.c source single undeclared",
            "spam-1.0-cp312-cp312-win_amd64.whl spam spam/_spam.cp312-win_amd64.pyd binary single undeclared",
            "spam-1.0.tar.gz spam src/spam.c source single undeclared",
            "spam-1.0.zip spam src/spam.c source single undeclared",
        ]
    );
    assert!(modules[0]["to_abi3"].parse::<u64>().is_ok_and(|count| count > 0), "{:?}", modules[0]);

    // The same sources say the same, whatever they came in.
    let findings = table(here, "findings");
    let of = |file: &str| {
        let rows = findings.iter().filter(|row| row["file"] == file);
        let columns = ["code", "severity", "path", "line", "symbol", "fingerprint"];
        rows.map(|row| columns.map(|column| row[column].clone())).collect::<Vec<_>>()
    };
    let [in_folder, in_tar, in_zip] = ["Spam_X-2.0", "spam-1.0.tar.gz", "spam-1.0.zip"].map(of);
    assert!(in_folder.iter().any(|row| row[0] == "ISO001" || row[4] == "Spam_Type"), "{in_folder:?}");
    assert!(in_folder.iter().all(|row| row[2] == "src/spam.c" || row[2] == "setup.py"), "{in_folder:?}");
    assert_eq!(in_folder, in_tar);
    assert_eq!(in_folder, in_zip);

    let uses = table(here, "uses");
    let of = |name: &str, input: &str| {
        let row =
            uses.iter().find(|row| row["name"] == name && row["input"] == input && !row["file"].contains("1.0.z"));
        row.map(|row| ["path", "count", "stable_since"].map(|column| row[column].clone()).join(" "))
    };
    assert_eq!(of("PyType_Ready", "source").as_deref(), Some("src/spam.c 1 2"));
    assert_eq!(of("PyType_Ready", "binary").as_deref(), Some("spam/_spam.cp312-win_amd64.pyd 1 2"));
    assert_eq!(of("PyUnicode_New", "binary").as_deref(), Some("spam/_spam.cp312-win_amd64.pyd 1 -"));

    let symbols = table(here, "symbols");
    let of = |row: &Row| ["direction", "machine", "name", "library"].map(|column| row[column].clone()).join(" ");
    assert_eq!(
        symbols.iter().map(of).collect::<Vec<_>>(),
        [
            "hook x86_64 PyInit_spam -",
            "import x86_64 PyModule_Create2 python312.dll",
            "import x86_64 PyType_Ready python312.dll",
            "import x86_64 PyUnicode_New python312.dll",
        ]
    );
    assert_eq!(table(here, "effort").len(), 4);
    assert_eq!(table(here, "gaps"), []);
}

#[test]
fn what_cannot_be_read_is_a_row_and_the_others_are_checked() {
    let here = tempfile::tempdir().expect("a folder");
    let here = here.path();
    let whole = wheel();
    fs::write(here.join("cut-1.0-cp312-cp312-win_amd64.whl"), &whole[..whole.len() / 2]).expect("a file");
    fs::write(here.join("torn-1.0.tar.gz"), b"no archive").expect("a file");
    fs::write(here.join("notes.txt"), "x").expect("a file");
    project(&here.join("spam-1"));
    fs::write(here.join("spam-1/src/huge.c"), b"\0binary").expect("a file");
    fs::write(here.join("list.txt"), "# what there is\nspam-1\n\ngone-1.tar.gz\nnotes.txt\n").expect("a file");
    let run =
        survey(here, &["@list.txt", "torn-1.0.tar.gz", "--from", "none.txt", "cut-1.0-cp312-cp312-win_amd64.whl"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let lines: Vec<&str> = run.stderr.lines().map(|line| line.trim_start_matches("extlint: error: ")).collect();
    let said = [
        ("cut-1.0-cp312-cp312-win_amd64.whl: ", ""),
        ("gone-1.tar.gz: ", "no such file or directory"),
        ("none.txt: ", "no such file or directory"),
        ("notes.txt: ", "is no wheel, source distribution (.tar.gz, .zip) or folder"),
        ("torn-1.0.tar.gz: ", "is damaged, or ends too early"),
        ("out: ", "1 distribution checked, 1 of them with gaps; 0 done before, 4 failed"),
    ];
    assert_eq!(lines.len(), said.len(), "{}", run.stderr);
    for (line, (path, cause)) in lines.iter().zip(said) {
        assert!(line.starts_with(path) && line.contains(cause), "{line}");
    }

    let of = |row: &Row| ["file", "stage", "path"].map(|column| row[column].clone()).join(" ");
    let gaps = table(here, "gaps");
    assert_eq!(
        gaps.iter().map(of).collect::<Vec<_>>(),
        [
            "cut-1.0-cp312-cp312-win_amd64.whl check -",
            "gone-1.tar.gz input -",
            "notes.txt input -",
            "spam-1 check src/huge.c",
            "torn-1.0.tar.gz unpack -",
        ]
    );
    let statuses = table(here, "distributions").into_iter().map(|row| (row["file"].clone(), row["status"].clone()));
    let expected =
        [("cut-1.0-cp312-cp312-win_amd64.whl", "failed"), ("spam-1", "partial"), ("torn-1.0.tar.gz", "failed")];
    assert_eq!(statuses.collect::<Vec<_>>(), expected.map(|(file, status)| (file.to_owned(), status.to_owned())));

    // What comes later is found, and no longer missed.
    sdists(here);
    fs::rename(here.join("spam-1.0.tar.gz"), here.join("gone-1.tar.gz")).expect("a file");
    let run = survey(here, &["gone-1.tar.gz", "spam-1"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "out: 1 distribution checked; 1 done before, 0 failed\n"));
    assert!(table(here, "gaps").iter().all(|row| row["file"] != "gone-1.tar.gz"));
}

/// The tables of a survey but for those that say how long it took, as bytes.
fn bytes(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = files_below(folder).into_iter().filter(|path| !path.starts_with(folder.join("effort")));
    let bytes =
        |path: PathBuf| (path.strip_prefix(folder).expect("below").to_owned(), fs::read(&path).expect("a file"));
    files.map(bytes).collect()
}

#[test]
fn a_survey_goes_on_where_it_stopped_and_says_the_same_each_time() {
    let here = tempfile::tempdir().expect("a folder");
    let here = here.path();
    fs::create_dir(here.join("in")).expect("a folder");
    fs::write(here.join("in").join(WHEEL), wheel()).expect("a file");
    sdists(&here.join("in"));
    let first = survey(here, &["in/spam-1.0.zip"]);
    assert_eq!(first.stderr, "out: 1 distribution checked; 0 done before, 0 failed\n");
    // As a run leaves it that was killed before it wrote the last table, and while it wrote one.
    let done = files_below(&here.join("out/distributions"));
    assert_eq!(done.len(), 1);
    fs::remove_file(&done[0]).expect("a file");
    fs::write(here.join("out/findings/.half.part"), "PAR1").expect("a file");
    let second = survey(here, &["in"]);
    assert_eq!(second.stderr, "out: 3 distributions checked; 0 done before, 0 failed\n");
    let times = files_below(&here.join("out/effort"));
    let third = survey(here, &["in", "in/spam-1.0.zip"]);
    assert_eq!(third.stderr, "out: 0 distributions checked; 3 done before, 0 failed\n");
    assert_eq!(files_below(&here.join("out/effort")), times);
    fs::remove_file(here.join("out/findings/.half.part")).expect("a file");
    let other = extlint(here, ["survey", "in", "--output", "other", "--jobs", "1"]);
    assert_eq!(other.code, Some(0), "{}", other.stderr);
    assert_eq!(bytes(&here.join("out")), bytes(&here.join("other")));
}

#[test]
fn where_nothing_can_be_written_the_survey_ends() {
    let here = tempfile::tempdir().expect("a folder");
    let here = here.path();
    project(&here.join("spam-1"));
    sdists(here);
    fs::create_dir(here.join("out")).expect("a folder");
    // Nobody can make a folder of that name.
    fs::write(here.join("out/modules"), "").expect("a file");
    let run = survey(here, &["--jobs", "1", "spam-1", "spam-1.0.zip", "spam-1.0.tar.gz"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let lines: Vec<&str> = run.stderr.lines().collect();
    assert!(lines[0].starts_with("extlint: error: out: "), "{}", run.stderr);
    assert!(lines[2].contains("not looked at; the same command goes on from here"), "{}", run.stderr);
    assert_eq!(table(here, "distributions"), []);
    fs::write(here.join("file"), "").expect("a file");
    let run = extlint(here, ["survey", "spam-1", "--output", "file"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.starts_with("extlint: error: file: "), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn requirements_are_fetched_once() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = tempfile::tempdir().expect("a folder");
    let here = here.path();
    fs::write(here.join(WHEEL), wheel()).expect("a file");
    // A pip of one wheel, which counts how often it is asked.
    let script = r#"#!/bin/sh
echo "$*" >> asked
while [ "$1" != --dest ]; do shift; done
case "$4" in
    spam*) cp spam-1.0-*.whl "$2" ;;
    *) echo "ERROR: No matching distribution found for $4" >&2; exit 1 ;;
esac
"#;
    fs::write(here.join("python"), script).expect("a file");
    fs::set_permissions(here.join("python"), fs::Permissions::from_mode(0o755)).expect("a file");
    fs::write(here.join("list"), "spam==1.0  # the one\nnone>=2\n\n-r more.txt\n").expect("a file");
    let args = ["--requirements", "list", "--python", "./python"];
    let run = survey(here, &args);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let expected = [
        "extlint: error: -r more.txt: is no requirement that is fetched: options of pip are set by its environment variables and configuration",
        "extlint: error: none>=2: pip fetches no wheel of it: No matching distribution found for none>=2",
        "out: 1 distribution checked; 0 done before, 2 failed",
    ];
    assert_eq!(run.stderr.lines().collect::<Vec<_>>(), expected);
    let [row] = &table(here, "requirements")[..] else { panic!("one requirement is there") };
    assert_eq!((row["requirement"].as_str(), row["file"].as_str()), ("spam==1.0", WHEEL));
    let gaps = table(here, "gaps");
    let of = |row: &Row| ["distribution", "file", "stage"].map(|column| row[column].clone()).join(" ");
    assert_eq!(gaps.iter().map(of).collect::<Vec<_>>(), ["r -r more.txt fetch", "none none>=2 fetch"]);
    survey(here, &args);
    let asked = fs::read_to_string(here.join("asked")).expect("a file");
    let mut asked: Vec<&str> = asked.lines().filter_map(|line| line.rsplit(' ').next()).collect();
    // Two may be fetched at one time.
    asked.sort_unstable();
    assert_eq!(asked, ["none>=2", "none>=2", "spam==1.0"]);
    let run = survey(here, &["--requirements", "list", "--python", "./none"]);
    assert!(run.stderr.contains("there is no program `./none` to run pip with"), "{}", run.stderr);
}
