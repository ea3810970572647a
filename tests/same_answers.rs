//! Compiles the modules of `tests/modules` and asks extlint about source and binary: rules that read both must say the
//! same about both.
//!
//! Wants a C compiler and the headers of the `python3` on PATH. Without them the tests are skipped with a notice;
//! `EXTLINT_REQUIRE_PYTHON=1` makes a failure of that.

// What it prints is its report.
#![allow(clippy::print_stdout)]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use extlint::abi::read_binary;
use extlint::capi::{exports, stable};
use extlint::facts::{FileFacts, FileId, Linkage, Scope, Slice, Storage, Targets};
use extlint::source::{SourceInput, read};
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

type Check = fn(&Python, &Path) -> Result<(), Failed>;

const TESTS: [(&str, Check); 5] = [
    ("rules", same_rules),
    ("symbols", same_symbols),
    ("imports", same_imports),
    ("unpromised", same_unpromised),
    ("together", reported_once),
];

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
        for (what, test) in TESTS {
            let (python, module) = (python.clone(), module.clone());
            trials.push(Trial::test(format!("{name}/{what}"), move || test(&python, &module)));
        }
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

/// What of the findings on a source a binary compiled with these flags can show: variables are seen in debug
/// information only.
fn seen(findings: &BTreeSet<(String, String)>, flags: &[&str]) -> BTreeSet<(String, String)> {
    let variables = [
        "ISO003", "ISO010", "ISO011", "ISO012", "ISO013", "ISO014", "ISO015", "ISO016", "ISO020", "ISO021", "ISO023",
        "ISO030",
    ];
    let debug = flags.contains(&"-g");
    findings.iter().filter(|(code, _)| debug || !variables.contains(&code.as_str())).cloned().collect()
}

fn same_rules(python: &Python, module: &Path) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let source = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::copy(module, place.path().join(&source))?;
    let whole = said(python, place.path(), &source)?;
    for flags in [&["-g"][..], &[], &["-Wl,-z,now", "-Wl,--gc-sections"]] {
        let binary = compile(python, module, place.path(), flags)?;
        let from_binary = said(python, place.path(), &binary)?;
        let from_source = seen(&whole, flags);
        same(&format!("compiled with {flags:?}"), &from_source, &from_binary)?;
    }
    Ok(())
}

/// Source and binary in one run: the rules that read both report at the source, and say that the binary confirms it.
fn reported_once(python: &Python, module: &Path) -> Result<(), Failed> {
    let place = tempfile::tempdir()?;
    let source = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    fs::copy(module, place.path().join(&source))?;
    let whole = said(python, place.path(), &source)?;
    for flags in [&["-g"][..], &["-s"]] {
        together(python, module, place.path(), flags, &seen(&whole, flags))?;
    }
    Ok(())
}

fn together(
    python: &Python,
    module: &Path,
    place: &Path,
    flags: &[&str],
    expected: &BTreeSet<(String, String)>,
) -> Result<(), Failed> {
    let source = module.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let binary = compile(python, module, place, flags)?;
    let version = python.version.as_str();
    let args = ["check", &source, &binary, "--no-config", "--select", "ALL", "--output-format", "json-lines"];
    let output = extlint(place, args.into_iter().chain(["--min-python", version, "--max-python", version]));
    let mut confirmed = BTreeSet::new();
    for line in output.stdout.lines() {
        let row: serde_json::Value = serde_json::from_str(line)?;
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        if row["notes"]
            .as_array()
            .is_some_and(|notes| notes.iter().any(|n| n == &format!("confirmed in the compiled file `{binary}`")))
        {
            confirmed.insert((text("code"), text("symbol")));
        }
        if text("path") == binary && expected.iter().any(|(code, _)| *code == text("code")) {
            return Err(format!("reported twice: {line}").into());
        }
    }
    same(&format!("confirmed with {flags:?}"), expected, &confirmed)
}

/// Source and binary facts of a module, compiled with these flags.
fn facts(python: &Python, module: &Path, flags: &[&str]) -> Result<(FileFacts, Slice), Failed> {
    let place = tempfile::tempdir()?;
    let binary = place.path().join(compile(python, module, place.path(), flags)?);
    let text = fs::read(module)?;
    let path = module.to_string_lossy();
    let input = SourceInput { file: FileId(0), path: &path, text: &text };
    let source = read(&[input], &Targets::default()).remove(0);
    let binary = read_binary(FileId(1), &binary.to_string_lossy(), &fs::read(&binary)?)?;
    Ok((source, binary.slices.into_iter().next().ok_or("no slice")?))
}

fn same<T: Ord + std::fmt::Debug>(what: &str, source: &BTreeSet<T>, binary: &BTreeSet<T>) -> Result<(), Failed> {
    if source == binary {
        return Ok(());
    }
    let only = |a: &BTreeSet<T>, b: &BTreeSet<T>| format!("{:?}", a.difference(b).collect::<Vec<_>>());
    let (first, second) = (only(source, binary), only(binary, source));
    Err(format!("{what}\nonly the source: {first}\nonly the binary: {second}").into())
}

/// What the source defines with external linkage is what a stripped binary exports, the init hook with it.
fn same_symbols(python: &Python, module: &Path) -> Result<(), Failed> {
    let (source, binary) = facts(python, module, &["-s"])?;
    let funcs = source.funcs.iter().filter(|f| f.body.is_some() && f.linkage == Linkage::External);
    let vars = source
        .vars
        .iter()
        .filter(|v| v.scope == Scope::File && v.is_static_definition() && v.storage != Storage::Static);
    let mut defined: BTreeSet<String> =
        funcs.map(|f| f.name.to_string()).chain(vars.map(|v| v.name.to_string())).collect();
    // The facts of a binary hold the names that look like the C API's, hooks apart.
    defined.retain(|name| name.starts_with("Py") || name.starts_with("_Py"));
    let hooks = binary.hooks.iter().filter(|h| h.exported).map(|h| &h.name);
    let exported = binary.exports.iter().chain(hooks).cloned().collect();
    same("defined symbols", &defined, &exported)?;
    let hook = format!("PyInit_{}", module.file_stem().unwrap_or_default().to_string_lossy());
    let hooks: Vec<&str> = binary.hooks.iter().map(|h| h.name.as_str()).collect();
    if hooks == [hook.as_str()] { Ok(()) } else { Err(format!("hooks: {hooks:?}").into()) }
}

/// Functions of the C API that the source calls by name, as far as this Python exports them.
fn calls(source: &FileFacts, minor: u8) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for body in source.funcs.iter().filter_map(|f| f.body) {
        source.each_body_expr(body, &mut |expr| {
            found.extend(source.ast.callee_name(expr).map(|name| name.to_string()));
        });
    }
    found.retain(|name| exports::lookup(name).by(minor));
    found
}

/// What the source calls by name, the binary imports; what the table of exports lacks, it does not import.
fn same_imports(python: &Python, module: &Path) -> Result<(), Failed> {
    let minor = python.version.strip_prefix("3.").and_then(|m| m.parse().ok()).ok_or("no Python 3")?;
    let (source, binary) = facts(python, module, &[])?;
    let imported: BTreeSet<String> =
        binary.imports.iter().map(|i| i.name.clone()).filter(|n| n.starts_with("Py") || n.starts_with("_Py")).collect();
    let called = calls(&source, minor);
    if called.is_empty() {
        return Err("no call of the C API was seen in the source".into());
    }
    let both = called.intersection(&imported).cloned().collect();
    same("calls", &called, &both)?;
    let known = imported.iter().filter(|name| exports::lookup(name).by(minor)).cloned().collect();
    same("exports", &known, &imported)
}

/// Behind an abi3 suffix, the names that source and binary use without a promise are the same.
fn same_unpromised(python: &Python, module: &Path) -> Result<(), Failed> {
    let minor = python.version.strip_prefix("3.").and_then(|m| m.parse().ok()).ok_or("no Python 3")?;
    let place = tempfile::tempdir()?;
    let abi3 = Python { suffix: ".abi3.so".to_owned(), ..python.clone() };
    let binary = compile(&abi3, module, place.path(), &[])?;
    let args = ["check", &binary, "--no-config", "--select", "WHL007", "--output-format", "json-lines"];
    let output = extlint(place.path(), args);
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    let reported: BTreeSet<String> = rows(&output.stdout)?.into_iter().filter_map(|row| row.symbol).collect();
    let (source, _) = facts(python, module, &[])?;
    let mut called = calls(&source, minor);
    called.retain(|name| stable::lookup(name).is_none());
    let unstable = module.file_stem().is_some_and(|stem| stem == "unstable");
    if called.is_empty() == unstable {
        return Err(format!("calls without a promise: {called:?}").into());
    }
    // Macros and inline functions import names that the source does not write.
    let written = fs::read_to_string(module)?;
    let reported: BTreeSet<String> = reported.into_iter().filter(|name| written.contains(name.as_str())).collect();
    same("unpromised", &called, &reported)
}
