//! Runs every rule over every case of `tests/corpus` and compares the findings with the comments in the case, and the
//! rendered output with the text beside it.
//!
//! A case is a C or C++ file, or a folder of files (with its own `extlint.toml` where it needs one). `//~ GC001` at the
//! end of a line names the findings whose primary label starts on that line, several codes one after the other; inside
//! a macro `/*~ GC001 */` does the same; each `^` behind the tilde points one line up. `EXTLINT_BLESS=1` rewrites the
//! rendered output, never the expectations.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use support::{all_rules_on, bless, diff, extlint, files_below, root, rows, without_time};

const SOURCES: [&str; 7] = ["c", "h", "cc", "cpp", "cxx", "hpp", "hh"];

/// Path inside the case, line, code → how many.
type Marks = BTreeMap<(String, u64, String), usize>;

fn main() {
    let arguments = Arguments::from_args();
    let corpus = root().join("tests/corpus");
    let mut trials = vec![Trial::test("folders", {
        let corpus = corpus.clone();
        move || folders_are_rules(&corpus)
    })];
    for folder in sorted(&corpus).into_iter().filter(|p| p.is_dir()) {
        for case in sorted(&folder).into_iter().filter(|p| p.is_dir() || is_source(p)) {
            let name = format!("{}/{}", name_of(&folder), name_of(&case));
            trials.push(Trial::test(name, move || check_case(&case)));
        }
    }
    for rule in extlint::rules::RULES.iter().filter(|r| r.inputs.contains(&"source")) {
        let folder = corpus.join(rule.name);
        trials.push(Trial::test(format!("covered/{}", rule.name), move || covered(rule.code, &folder)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn is_source(path: &Path) -> bool {
    path.extension().and_then(|e| e.to_str()).is_some_and(|e| SOURCES.contains(&e))
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn sorted(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    found.sort();
    found
}

/// Where the rendered output of a case is kept: `fires.c` has `fires.txt`.
fn rendered_path(case: &Path) -> PathBuf {
    if case.is_dir() { case.with_file_name(format!("{}.txt", name_of(case))) } else { case.with_extension("txt") }
}

/// No folder without a rule, no rendered output without a case, no two cases with one rendered output.
fn folders_are_rules(corpus: &Path) -> Result<(), Failed> {
    let mut problems = String::new();
    for folder in sorted(corpus).into_iter().filter(|p| p.is_dir()) {
        if !extlint::rules::RULES.iter().any(|r| r.name == name_of(&folder)) {
            let _ = writeln!(problems, "tests/corpus/{} is no rule's name", name_of(&folder));
        }
        let mut outputs = BTreeSet::new();
        for case in sorted(&folder).into_iter().filter(|p| p.is_dir() || is_source(p)) {
            let output = rendered_path(&case);
            if !outputs.insert(output.clone()) {
                let _ = writeln!(problems, "{} belongs to two cases", output.display());
            }
        }
        for stray in sorted(&folder).into_iter().filter(|p| p.is_file() && !is_source(p) && !outputs.contains(p)) {
            let _ = writeln!(problems, "{} belongs to no case", stray.display());
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

/// A rule that reads sources has a case where it fires and one where it is silent.
fn covered(code: &str, folder: &Path) -> Result<(), Failed> {
    let (mut fires, mut silent) = (false, false);
    for case in sorted(folder).into_iter().filter(|p| p.is_dir() || is_source(p)) {
        let marks = expected(&case)?;
        if marks.keys().any(|(_, _, c)| c == code) { fires = true } else { silent = true }
    }
    match (fires, silent) {
        (true, true) => Ok(()),
        (false, _) => Err(format!("{}: no case where {code} fires", folder.display()).into()),
        (_, false) => Err(format!("{}: no case where {code} is silent", folder.display()).into()),
    }
}

fn check_case(case: &Path) -> Result<(), Failed> {
    // A copy outside the repository: single files are read together with the project around them.
    let place = tempfile::tempdir()?;
    let name = name_of(case);
    let home = case.parent().map(name_of).unwrap_or_default();
    copy(case, &place.path().join(&name))?;
    let config = if case.is_dir() { format!("{name}/extlint.toml") } else { "extlint.toml".to_owned() };
    let own = fs::read_to_string(place.path().join(&config)).unwrap_or_default();
    fs::write(place.path().join(&config), all_rules_on(&own, &home))?;
    let args = ["check", &name, "--select", "ALL", "--config", &config, "--sort", "place"];
    let json = extlint(place.path(), args.into_iter().chain(["--output-format", "json-lines"]));
    if !matches!(json.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}{}", json.code, json.stdout, json.stderr).into());
    }
    let mut found = Marks::new();
    let mut messages = BTreeMap::new();
    for row in rows(&json.stdout)? {
        let key = (row.path, row.line.unwrap_or(0), row.code);
        messages.insert(key.clone(), format!("{}: {}", row.severity, row.message));
        *found.entry(key).or_default() += 1;
    }
    let mut problems = compare(&expected(case)?, &found, &messages);
    let full = extlint(place.path(), args.into_iter().chain(["--output-format", "full"]));
    let text = without_time(&(full.stdout + &full.stderr)).replace('\\', "/");
    let kept = rendered_path(case);
    if bless() {
        fs::write(&kept, &text)?;
    } else {
        match fs::read_to_string(&kept) {
            Ok(old) if old == text => {}
            Ok(old) => {
                let _ = writeln!(problems, "{} differs (- kept, + found):\n{}", kept.display(), diff(&old, &text));
            }
            Err(_) => {
                let _ = writeln!(problems, "{} is not there; EXTLINT_BLESS=1 writes it:\n{text}", kept.display());
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}

fn compare(expected: &Marks, found: &Marks, messages: &BTreeMap<(String, u64, String), String>) -> String {
    let mut out = String::new();
    let keys: BTreeSet<_> = expected.keys().chain(found.keys()).collect();
    for key in keys {
        let (path, line, code) = key;
        let (want, have) = (expected.get(key).copied().unwrap_or(0), found.get(key).copied().unwrap_or(0));
        for _ in have..want {
            let _ = writeln!(out, "missing    {path}:{line}: {code}");
        }
        for _ in want..have {
            let message = messages.get(key).map_or("", String::as_str);
            let _ = writeln!(out, "unexpected {path}:{line}: {code} {message}");
        }
    }
    out
}

/// The marks of a case; paths begin with the case's own name, as in the output.
fn expected(case: &Path) -> Result<Marks, Failed> {
    let mut marks = Marks::new();
    let files = if case.is_dir() { files_below(case) } else { vec![case.to_path_buf()] };
    let above = case.parent().unwrap_or(case);
    for path in files {
        let shown = path.strip_prefix(above).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let text = String::from_utf8_lossy(&fs::read(&path)?).into_owned();
        for (number, line) in (1u64..).zip(text.lines()) {
            for opener in ["//~", "/*~", "#~"] {
                let Some((_, rest)) = line.split_once(opener) else { continue };
                let rest = rest.split("*/").next().unwrap_or(rest);
                let codes = rest.trim_start_matches('^');
                let at = number - (rest.len() - codes.len()) as u64;
                let codes: Vec<&str> = codes.split_whitespace().collect();
                if codes.is_empty() || codes.iter().any(|c| extlint::rules::find(c).is_none_or(|r| r.code != *c)) {
                    return Err(format!("{shown}:{number}: not codes of rules: {rest}").into());
                }
                for code in codes {
                    *marks.entry((shown.clone(), at, code.to_owned())).or_default() += 1;
                }
            }
        }
    }
    Ok(marks)
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    if from.is_file() {
        return fs::copy(from, to).map(drop);
    }
    fs::create_dir_all(to)?;
    for path in files_below(from) {
        let target = to.join(path.strip_prefix(from).unwrap_or(&path));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&path, target)?;
    }
    Ok(())
}
