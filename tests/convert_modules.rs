//! Converts small modules, compares what they become with the text kept beside them, and lets real Pythons import that.
//!
//! A case is `tests/convert_modules/NAME.c` (or `.cpp`), or a folder of files, the module `NAME`; those of `isolated` and the
//! like stand in folders named after their goal, the others are converted to multi-phase initialization. `NAME.txt` keeps the plan and
//! the text; `EXTLINT_BLESS=1` rewrites it. Where `NAME.py` stands beside it, the text is compiled without a warning and
//! imported by every Python at hand: the script finds the module as `m`, in the first import and after twenty others.
//! The module is then one of several phases, as `extlint` itself sees it.
//!
//! Without a Python the texts are compared all the same.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};
use support::pythons::{Python, pythons};
use support::{bless, diff, extlint, files_below, root, rows, skipped};

/// What is run before the script of a case, and around it.
const IMPORTS: &str = "\
import importlib, sys
def uses(m):
    exec(compile(open(sys.argv[2]).read(), sys.argv[2], 'exec'), {'m': m})
name = sys.argv[1]
uses(importlib.import_module(name))
for _ in range(20):
    del sys.modules[name]
    again = importlib.import_module(name)
uses(again)
";

fn main() {
    let arguments = Arguments::from_args();
    let folder = root().join("tests/convert_modules");
    let pythons = pythons(10);
    if pythons.is_empty() {
        skipped("no module is compiled, for there is no Python with headers, or no C compiler");
    }
    let required = std::env::var_os("EXTLINT_REQUIRE_PYTHON").is_some_and(|v| v != "0");
    let mut trials = vec![Trial::test("python", {
        let missing = required && pythons.is_empty();
        move || if missing { Err("no Python with headers, or no C compiler".into()) } else { Ok(()) }
    })];
    for case in cases(&folder) {
        let shown = case.strip_prefix(&folder).unwrap_or(&case).to_string_lossy().replace('\\', "/");
        trials.push(Trial::test(format!("text/{shown}"), {
            let case = case.clone();
            move || text(&case)
        }));
        if !case.with_extension("py").is_file() {
            continue;
        }
        for python in &pythons {
            let (case, python) = (case.clone(), python.clone());
            let name = format!("runs/{shown}/{}", python.version);
            trials.push(Trial::test(name, move || runs(&case, &python)));
        }
    }
    trials.push(Trial::test("nothing_is_stray", move || nothing_is_stray(&folder)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// Folders of cases, named after their goal.
const GOALS: [&str; 3] = ["heap-types", "module-state", "isolated"];

/// The cases below a folder: sources, and folders of files.
fn cases(folder: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match path.is_dir() {
            true if GOALS.iter().any(|goal| path.ends_with(goal)) => out.extend(cases(&path)),
            true => out.push(path),
            false if is_source(&path) => out.push(path),
            false => {}
        }
    }
    out.sort();
    out
}

fn is_source(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "c" || e == "cpp")
}

/// The files of a case.
fn files(case: &Path) -> Vec<PathBuf> {
    if case.is_dir() { files_below(case) } else { vec![case.to_path_buf()] }
}

/// The goal of a case: the name of its folder.
fn goal(case: &Path) -> &'static str {
    let folder = case.parent().and_then(Path::file_name).unwrap_or_default();
    GOALS.into_iter().find(|goal| folder == *goal).unwrap_or("multi-phase")
}

/// Converts a case in a folder of its own; gives the plan and the texts.
fn converted(place: &Path, case: &Path, min_python: &str) -> Result<(String, String), Failed> {
    let files = files(case);
    let name = |file: &Path| file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for file in &files {
        fs::copy(file, place.join(name(file)))?;
    }
    let named = if case.is_dir() { ".".to_owned() } else { name(case) };
    let targets = ["--no-config", "--min-python", min_python];
    let output = extlint(place, ["convert", named.as_str(), "--to", goal(case), "--write"].into_iter().chain(targets));
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    Ok((output.stdout + &output.stderr, together(&files, place)?))
}

/// The texts of files, those of several with their names.
fn together(files: &[PathBuf], place: &Path) -> Result<String, Failed> {
    let mut out = String::new();
    for file in files {
        let name = file.file_name().unwrap_or_default();
        if files.len() > 1 {
            out += &format!("---- {}\n", name.to_string_lossy());
        }
        out += &read(&place.join(name))?;
    }
    Ok(out)
}

/// The text of a file, which may have another encoding than UTF-8.
fn read(path: &Path) -> Result<String, Failed> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}

fn text(case: &Path) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let (plan, text) = converted(place.path(), case, min_python(case))?;
    let whole = files(case);
    let folder = if case.is_dir() { case } else { case.parent().unwrap_or(case) };
    let same = together(&whole, folder)? == text;
    let after = if same { "The text stays as it is.\n".to_owned() } else { text };
    let found = format!("{}\n----\n{after}", plan.replace('\\', "/").trim_end());
    let kept = case.with_extension("txt");
    if bless() {
        fs::write(&kept, &found)?;
        return Ok(());
    }
    match fs::read_to_string(&kept) {
        Ok(old) if old == found => Ok(()),
        Ok(old) => Err(format!("{} differs (- kept, + found):\n{}", kept.display(), diff(&old, &found)).into()),
        Err(_) => Err(format!("{} is not there; EXTLINT_BLESS=1 writes it:\n{found}", kept.display()).into()),
    }
}

/// The lowest Python of a case: access to the state of a module from methods needs a new one.
fn min_python(case: &Path) -> &'static str {
    if matches!(goal(case), "module-state" | "isolated") { "3.11" } else { "3.10" }
}

fn runs(case: &Path, python: &Python) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    // What older Pythons need beside is written where they are supported.
    let min_python = if python.minor < 11 { "3.10" } else { min_python(case) };
    converted(place.path(), case, min_python)?;
    let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let args = ["check", ".", "--no-config", "--select", "INIT001,INIT002", "--output-format", "json-lines"];
    let left = rows(&extlint(place.path(), args).stdout)?;
    if let Some(row) = left.first() {
        return Err(format!("{}: {}", row.code, row.message).into());
    }
    let cpp = case.extension().is_some_and(|e| e == "cpp");
    let mut command = Command::new(if cpp { "c++" } else { "cc" });
    // Headers of old Pythons are not without warnings in C++.
    command.args(["-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-isystem"]).arg(&python.include);
    if python.minor < 9 || cpp {
        command.arg("-Wno-deprecated-declarations").arg("-Wno-register");
    }
    if cpp {
        command.arg("-Wno-missing-field-initializers");
    }
    let binary = place.path().join(format!("{name}{}", python.suffix));
    let names = files(case).into_iter().filter(|file| is_source(file));
    command.args(names.map(|file| place.path().join(file.file_name().unwrap_or_default())));
    let output = command.arg("-o").arg(&binary).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut command = Command::new(&python.program);
    command.args(["-c", IMPORTS, &name]).arg(case.with_extension("py")).current_dir(place.path());
    command.env("PYTHONMALLOC", "debug").env("PYTHONPATH", place.path()).env("PYTHONDONTWRITEBYTECODE", "1");
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr)).into())
}

/// Every text and script belongs to a case, and what is refused stays as it is.
fn nothing_is_stray(folder: &Path) -> Result<(), Failed> {
    let all = files_below(folder);
    let is = |p: &Path, end: &str| p.extension().is_some_and(|e| e == end);
    let cases: BTreeSet<PathBuf> = cases(folder).iter().map(|p| p.with_extension("")).collect();
    let inside = |path: &Path| path.parent().is_some_and(|folder| cases.contains(folder));
    for path in &all {
        if !cases.contains(&path.with_extension("")) && !inside(path) {
            return Err(format!("{} belongs to no case", path.display()).into());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("refused")
            && is(path, "txt")
            && !fs::read_to_string(path)?.contains("The text stays as it is.")
        {
            return Err(format!("{} is not refused", path.display()).into());
        }
    }
    Ok(())
}
