//! Compiles the corpus cases called `runs.c` and asks real Pythons whether each verdict is what happens.
//!
//! Such a case is a module `runs` of types without arguments to their constructor. A probe looks at one type in a
//! process of its own; it exits with 1, or the process crashes, where the type does what the rule warns of. The findings
//! must name these types and no others: a symbol starts with the type's name and `_`. A type that the interpreter refuses
//! to make is the string `refused` in the module; a name with another string is that of a module in the same library. Deprecation warnings are errors.
//!
//! Wants a C compiler and the headers of a `python3` or `python3.x` on PATH, or of the interpreters that
//! `EXTLINT_PYTHONS` lists. Without them the tests are skipped with a notice; `EXTLINT_REQUIRE_PYTHON=1` makes a failure
//! of that.

// What it prints is its report.
#![allow(clippy::print_stdout)]

#[path = "verdicts/probes.rs"]
mod probes;
mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};
use probes::{PROBES, Probe};
use support::pythons::{Python, pythons};
use support::{extlint, root, rows};

fn main() {
    let arguments = Arguments::from_args();
    let pythons = pythons(8);
    if pythons.is_empty() {
        let reason = "no Python with headers, or no C compiler";
        if std::env::var_os("EXTLINT_REQUIRE_PYTHON").is_some_and(|v| v != "0") {
            let trial = Trial::test("python", move || Err(reason.into()));
            libtest_mimic::run(&arguments, vec![trial]).exit();
        }
        println!("skipped: {reason}");
        libtest_mimic::run(&arguments, Vec::new()).exit();
    }
    let mut trials = vec![Trial::test("every_case_has_a_probe", every_case_has_a_probe)];
    for probe in PROBES {
        for python in pythons.iter().filter(|p| probe.pythons.contains(&p.minor)) {
            let python = python.clone();
            let name = format!("{}/{}", probe.rule, python.version);
            trials.push(Trial::test(name, move || check(&python, probe)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn every_case_has_a_probe() -> Result<(), Failed> {
    for folder in fs::read_dir(root().join("tests/corpus"))?.flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        if folder.path().join("runs.c").is_file() != PROBES.iter().any(|p| p.rule == name) {
            return Err(format!("tests/corpus/{name}: a case that runs and a probe belong together").into());
        }
    }
    Ok(())
}

fn check(python: &Python, probe: &Probe) -> Result<(), Failed> {
    let rule = probe.rule;
    let place = tempfile::tempdir()?;
    let source = place.path().join("runs.c");
    fs::copy(root().join("tests/corpus").join(rule).join("runs.c"), &source)?;
    let binary = place.path().join(format!("runs{}", python.suffix));
    let mut command = Command::new("cc");
    command.args(["-shared", "-fPIC", "-O1", "-w", "-I"]).arg(&python.include);
    let output = command.arg(&source).arg("-o").arg(&binary).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let said = said(python, place.path(), rule)?;
    let happens = happens(python, place.path(), probe)?;
    if said != happens {
        return Err(format!("the findings name {said:?}, Python shows {happens:?}").into());
    }
    // A probe that never shows anything proves nothing.
    if happens.is_empty() { Err("no type does what the rule warns of".into()) } else { Ok(()) }
}

/// The types that the rule's findings name.
fn said(python: &Python, place: &Path, rule: &str) -> Result<BTreeSet<String>, Failed> {
    let version = python.version.as_str();
    let fixed = ["check", "runs.c", "--no-config", "--select", rule, "--output-format", "json-lines"];
    let targets = ["--min-python", version, "--max-python", version];
    let output = extlint(place, fixed.into_iter().chain(targets));
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    let symbols = rows(&output.stdout)?.into_iter().filter_map(|row| row.symbol);
    Ok(symbols.map(|s| s.split('_').next().unwrap_or(&s).to_owned()).collect())
}

/// The types of the module that do it, as Python shows.
fn happens(python: &Python, place: &Path, probe: &Probe) -> Result<BTreeSet<String>, Failed> {
    let run = |script: &str| {
        let mut command = Command::new(&python.program);
        command.arg("-c").arg(script).current_dir(place).env("PYTHONMALLOC", "debug").env("PYTHONPATH", place);
        command.env("PYTHONWARNINGS", "error::DeprecationWarning").output()
    };
    let names = run(
        "import runs; print('\\n'.join(n for n, v in vars(runs).items() if isinstance(v, type) or isinstance(v, str) and n[0] != '_'))",
    )?;
    if !names.status.success() {
        return Err(String::from_utf8_lossy(&names.stderr).into_owned().into());
    }
    let mut found = BTreeSet::new();
    for name in String::from_utf8_lossy(&names.stdout).lines() {
        let script = format!(
            "import gc, os, sys, runs\nt = runs.{name}\n{}os._exit(1 if {} else 0)\n",
            probe.steps, probe.observed
        );
        let output = run(&script)?;
        match output.status.code() {
            Some(0) => {}
            // The probe says so, or a signal ended the process.
            Some(1) if output.stderr.is_empty() => _ = found.insert(name.to_owned()),
            None => _ = found.insert(name.to_owned()),
            Some(code) => {
                return Err(format!("{name}: exit code {code}: {}", String::from_utf8_lossy(&output.stderr)).into());
            }
        }
    }
    Ok(found)
}
