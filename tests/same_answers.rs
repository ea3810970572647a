//! Compiles the modules of `tests/modules` and asks extlint about source and binary: rules that read both must say the
//! same about both.
//!
//! Wants a C compiler and the headers of the `python3` on PATH. Without them the tests are skipped with a notice;
//! `EXTLINT_REQUIRE_PYTHON=1` makes a failure of that.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use libtest_mimic::{Arguments, Failed, Trial};
use support::{extlint, root, rows};

/// What the headers at hand are: folder and file suffix of extension modules.
#[derive(Clone, Debug)]
struct Python {
    include: PathBuf,
    suffix: String,
    /// `3.11`.
    version: String,
}

fn main() {
    let arguments = Arguments::from_args();
    let python = match python() {
        Ok(python) => python,
        Err(reason) if std::env::var_os("EXTLINT_REQUIRE_PYTHON").is_some_and(|v| v != "0") => {
            let trial = Trial::test("python", move || Err(reason.into()));
            libtest_mimic::run(&arguments, vec![trial]).exit();
        }
        Err(reason) => {
            println!("skipped: {reason}");
            libtest_mimic::run(&arguments, Vec::new()).exit();
        }
    };
    let mut trials = Vec::new();
    for module in modules() {
        let name = module.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let both = (python.clone(), module);
        trials.push(Trial::test(format!("{name}/rules"), {
            let (python, module) = both.clone();
            move || same_rules(&python, &module)
        }));
        trials.push(Trial::test(format!("{name}/hooks"), move || same_hooks(&both.0, &both.1)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn modules() -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join("tests/modules")).expect("tests/modules is readable");
    let mut found: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    found.retain(|p| p.extension().is_some_and(|e| e == "c"));
    found.sort();
    found
}

/// The Python whose headers can be compiled against, or why there is none.
fn python() -> Result<Python, String> {
    if !cfg!(target_os = "linux") {
        return Err("the modules are built for Linux only".to_owned());
    }
    let script = "import sysconfig as s; print(s.get_path('include')); print(s.get_config_var('EXT_SUFFIX')); \
                  print(s.get_python_version())";
    let output = Command::new("python3").args(["-c", script]).output().map_err(|e| format!("no python3: {e}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut lines = text.lines().map(str::to_owned);
    let (Some(include), Some(suffix), Some(version)) = (lines.next(), lines.next(), lines.next()) else {
        return Err("python3 does not say where its headers are".to_owned());
    };
    let include = PathBuf::from(include);
    if !include.join("Python.h").is_file() {
        return Err(format!("no Python headers in {}", include.display()));
    }
    Command::new("cc").arg("--version").output().map_err(|e| format!("no C compiler: {e}"))?;
    Ok(Python { include, suffix, version })
}

/// Compiles a module into a folder; Err holds what the compiler said.
fn compile(python: &Python, module: &Path, folder: &Path, flags: &[&str]) -> Result<String, Failed> {
    let name = module.file_stem().unwrap_or_default().to_string_lossy();
    let file = format!("{name}{}", python.suffix);
    let mut command = Command::new("cc");
    command.args(["-shared", "-fPIC", "-O2", "-w", "-I"]).arg(&python.include).args(flags);
    let output = command.arg(module).arg("-o").arg(folder.join(&file)).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(file)
}

/// Code and symbol of what the rules that read both sources and binaries say about an input.
fn said(python: &Python, folder: &Path, file: &str) -> Result<BTreeSet<(String, String)>, Failed> {
    let both: Vec<&str> = extlint::rules::RULES
        .iter()
        .filter(|r| r.inputs.contains(&"source") && r.inputs.contains(&"binary"))
        .map(|r| r.code)
        .collect();
    let version = python.version.as_str();
    let targets = ["--min-python", version, "--max-python", version];
    let args = ["check", file, "--no-config", "--select", "ALL", "--output-format", "json-lines"];
    let output = extlint(folder, args.into_iter().chain(targets));
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("{file}: exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    let rows = rows(&output.stdout)?.into_iter().filter(|row| both.contains(&row.code.as_str()));
    Ok(rows.map(|row| (row.code, row.symbol.unwrap_or_default())).collect())
}

fn same_rules(python: &Python, module: &Path) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let source = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::copy(module, place.path().join(&source))?;
    let from_source = said(python, place.path(), &source)?;
    for flags in [&["-g"][..], &[], &["-Wl,-z,now", "-Wl,--gc-sections"]] {
        let binary = compile(python, module, place.path(), flags)?;
        let from_binary = said(python, place.path(), &binary)?;
        if from_source != from_binary {
            let only = |a: &BTreeSet<_>, b: &BTreeSet<_>| format!("{:?}", a.difference(b).collect::<Vec<_>>());
            return Err(format!(
                "compiled with {flags:?}\nonly the source: {}\nonly the binary: {}",
                only(&from_source, &from_binary),
                only(&from_binary, &from_source)
            )
            .into());
        }
    }
    Ok(())
}

/// The init hooks of the source are those of the binary, by `extlint facts`.
fn same_hooks(python: &Python, module: &Path) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let source = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::copy(module, place.path().join(&source))?;
    let binary = compile(python, module, place.path(), &["-s"])?;
    let hooks = |file: &str| -> Result<BTreeSet<String>, Failed> {
        let output = extlint(place.path(), ["facts", file]);
        if output.code != Some(0) {
            return Err(format!("{file}: exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
        }
        let mut found = BTreeSet::new();
        for line in output.stdout.lines() {
            collect_hooks(&serde_json::from_str(line)?, &mut found);
        }
        Ok(found)
    };
    let (from_source, from_binary) = (hooks(&source)?, hooks(&binary)?);
    let name = format!("PyInit_{}", module.file_stem().unwrap_or_default().to_string_lossy());
    if from_source != BTreeSet::from([name]) || from_source != from_binary {
        return Err(format!("source: {from_source:?}, binary: {from_binary:?}").into());
    }
    Ok(())
}

/// Every string value that is the name of an init hook, wherever it stands.
fn collect_hooks(value: &serde_json::Value, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(text) if text.starts_with("PyInit_") && !text.contains(char::is_whitespace) => {
            found.insert(text.clone());
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect_hooks(item, found)),
        serde_json::Value::Object(map) => map.values().for_each(|item| collect_hooks(item, found)),
        _ => {}
    }
}
