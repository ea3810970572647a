//! Holds each rule to the Pythons that `rules.toml` gives it: of the cases of its folder one fires for the first and for
//! the last of them, and none does one version outside.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use extlint::facts::{Python, Targets};
use extlint::finding::RuleMeta;
use libtest_mimic::{Arguments, Failed, Trial};
use support::{all_rules_on, extlint, root, rows};

/// Older ones cannot be asked for.
const OLDEST: Python = Python(6);

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for &rule in extlint::rules::RULES.iter().filter(|r| r.inputs.contains(&"source")) {
        if rule.since_python > OLDEST {
            trials.push(Trial::test(format!("{}/since", rule.name), move || {
                edge(rule, rule.since_python, Python(rule.since_python.0 - 1))
            }));
        }
        if rule.until_python < Targets::NEWEST {
            trials.push(Trial::test(format!("{}/until", rule.name), move || {
                edge(rule, rule.until_python, Python(rule.until_python.0 + 1))
            }));
        }
    }
    assert!(trials.len() > 10, "rules have floors");
    libtest_mimic::run(&arguments, trials).exit();
}

fn edge(rule: &RuleMeta, inside: Python, outside: Python) -> Result<(), Failed> {
    let folder = root().join("tests/corpus").join(rule.name);
    let mut fired = false;
    for entry in fs::read_dir(&folder)?.flatten() {
        let case = entry.path();
        if case.extension().is_some_and(|e| e == "txt") {
            continue;
        }
        fired |= fires(rule, &case, inside)?;
        if fires(rule, &case, outside)? {
            return Err(format!("{} fires for Python {outside} on {}", rule.code, case.display()).into());
        }
    }
    if fired { Ok(()) } else { Err(format!("{} fires on no case for Python {inside}", rule.code).into()) }
}

/// Whether the rule fires on a case where one Python is the only target.
fn fires(rule: &RuleMeta, case: &Path, python: Python) -> Result<bool, Failed> {
    let place = tempfile::tempdir()?;
    let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
    copy(case, &place.path().join(&name))?;
    let home = if case.is_dir() { format!("{name}/extlint.toml") } else { "extlint.toml".to_owned() };
    let own = fs::read_to_string(place.path().join(&home)).unwrap_or_default();
    let mut config: toml::Table = all_rules_on(&own, rule.name).parse()?;
    for key in ["min-python", "max-python"] {
        config.insert(key.to_owned(), python.to_string().into());
    }
    fs::write(place.path().join(&home), toml::to_string(&config)?)?;
    let args = ["check", &name, "--select", "ALL", "--config", &home, "--output-format", "json-lines"];
    let output = extlint(place.path(), args);
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}{}", output.code, output.stdout, output.stderr).into());
    }
    Ok(rows(&output.stdout)?.iter().any(|row| row.code == rule.code))
}

fn copy(from: &Path, to: &PathBuf) -> std::io::Result<()> {
    if !from.is_dir() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        copy(&entry.path(), &to.join(entry.file_name()))?;
    }
    Ok(())
}
