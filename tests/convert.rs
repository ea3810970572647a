//! Converts the modules of `tests/convert/modules` and compares plan and diff with the text beside each. What is
//! converted is compiled and run as well, before and after, where a Python with headers is at hand.
//!
//! A module is a C file, or a folder of files whose sources are compiled together. `NAME.py` beside it is run with the
//! module on the path: `CONVERTED` says which of both it sees, `FIXED` whether this Python keeps the attributes of heap
//! types, `counts(T, make)` fails where instances leak references to their type. `EXTLINT_BLESS=1` rewrites the texts.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};
use support::pythons::{Python, pythons};
use support::{bless, diff, extlint, files_below, root, skipped};

/// What the scripts of modules stand behind.
const PRELUDE: &str = r#"
import gc, sys
FIXED = not CONVERTED or sys.version_info >= (3, 10)
def counts(T, make, many=100):
    before = sys.getrefcount(T)
    kept = [make() for _ in range(many)]
    del kept
    gc.collect()
    after = sys.getrefcount(T)
    assert abs(after - before) < 5, (T, before, after)
    for _ in range(many):
        make()
    gc.collect()
    assert abs(sys.getrefcount(T) - before) < 5, (T, before, sys.getrefcount(T))
"#;

fn main() {
    let arguments = Arguments::from_args();
    let pythons = pythons(9);
    if pythons.is_empty() {
        skipped("no Python with headers, or no C compiler: converted modules are not run");
    }
    let mut trials = Vec::new();
    for case in cases() {
        let name = name_of(&case);
        let at = case.clone();
        trials.push(Trial::test(format!("text/{name}"), move || text(&at)));
        // One that stays as it is has no script: nothing of it is to be seen at run time.
        for python in pythons.iter().filter(|_| case.with_extension("py").is_file()) {
            let (case, python) = (case.clone(), python.clone());
            trials.push(Trial::test(format!("runs/{name}/{}", python.version), move || runs(&case, &python)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/convert/modules")).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir() || path.extension().is_some_and(|e| e == "c" || e == "cpp"))
        .collect();
    found.sort();
    found
}

fn name_of(case: &Path) -> String {
    case.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A copy of a case in a folder of its own.
fn copied(case: &Path) -> Result<tempfile::TempDir, Failed> {
    let place = tempfile::tempdir()?;
    let files = if case.is_dir() { files_below(case) } else { vec![case.to_path_buf()] };
    for file in files {
        fs::copy(&file, place.path().join(file.file_name().unwrap_or_default()))?;
    }
    Ok(place)
}

fn convert(place: &Path, more: &[&str]) -> Result<String, Failed> {
    let fixed = ["convert", ".", "--to", "heap-types"];
    let output = extlint(place, fixed.iter().chain(more));
    if !matches!(output.code, Some(0 | 1)) || !output.stderr.is_empty() {
        return Err(format!("exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    Ok(output.stdout)
}

fn text(case: &Path) -> Result<(), Failed> {
    let place = copied(case)?;
    let found = convert(place.path(), &[])?;
    let expected_at = case.with_extension("txt");
    if bless() {
        fs::write(&expected_at, &found)?;
    }
    let expected = fs::read_to_string(&expected_at).unwrap_or_default();
    if expected != found {
        return Err(format!("the plan is another one:\n{}", diff(&expected, &found)).into());
    }
    // What was converted is converted: nothing is found to do in it.
    convert(place.path(), &["--write"])?;
    let again = convert(place.path(), &[])?;
    match again.contains("Would be done:\n  nothing\n") {
        true => Ok(()),
        false => Err(format!("there is more to do in what was converted:\n{again}").into()),
    }
}

fn runs(case: &Path, python: &Python) -> Result<(), Failed> {
    let place = copied(case)?;
    run(case, place.path(), python, false).map_err(|why| format!("before: {why}"))?;
    let old = python.version.clone();
    // Older versions get what they understand.
    let more = if python.minor < 10 { vec!["--write", "--min-python", &old] } else { vec!["--write"] };
    convert(place.path(), &more)?;
    run(case, place.path(), python, true).map_err(|why| format!("after: {why}").into())
}

fn run(case: &Path, place: &Path, python: &Python, converted: bool) -> Result<(), String> {
    let name = name_of(case);
    let is_source = |path: &PathBuf| path.extension().is_some_and(|e| e == "c" || e == "cpp");
    let sources: Vec<PathBuf> = files_below(place).into_iter().filter(is_source).collect();
    let cpp = sources.iter().any(|path| path.extension().is_some_and(|e| e == "cpp"));
    let mut command = Command::new(if cpp { "c++" } else { "cc" });
    command.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wno-cast-function-type"]);
    if converted {
        // What the conversion writes raises no warning, nor what it leaves.
        command.arg("-Werror");
    }
    let binary = place.join(format!("{name}{}", python.suffix));
    let said = |error: std::io::Error| error.to_string();
    let output = command.arg("-I").arg(&python.include).args(&sources).arg("-o").arg(&binary).output().map_err(said)?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let script = fs::read_to_string(case.with_extension("py")).map_err(said)?;
    let script = format!("CONVERTED = {}\n{PRELUDE}\n{script}", if converted { "True" } else { "False" });
    let mut command = Command::new(&python.program);
    command.arg("-c").arg(script).env("PYTHONPATH", place).env("PYTHONMALLOC", "debug");
    let output = command.env("PYTHONWARNINGS", "error::DeprecationWarning").output().map_err(said)?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{:?}\n{}", output.status.code(), String::from_utf8_lossy(&output.stderr)))
}
