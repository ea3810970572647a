//! Applies the edits of every finding of `tests/corpus`, one finding at a time, and checks the case again: that finding
//! must be gone, no other may have come, and the parser must understand as much as before.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use support::{all_rules_on, extlint, files_below, root};

const SOURCES: [&str; 7] = ["c", "h", "cc", "cpp", "cxx", "hpp", "hh"];

/// How often a finding of this code, path and message occurs. Lines move.
type Findings = BTreeMap<(String, String, String), usize>;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = vec![Trial::test("spans_are_bytes", spans_are_bytes)];
    for folder in sorted(&root().join("tests/corpus")).into_iter().filter(|p| p.is_dir()) {
        for case in sorted(&folder).into_iter().filter(|p| p.is_dir() || is_source(p)) {
            let name = format!("{}/{}", name_of(&folder), name_of(&case));
            let home = name_of(&folder);
            trials.push(Trial::test(name, move || check_case(&case, &home)));
        }
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

fn check_case(case: &Path, home: &str) -> Result<(), Failed> {
    let before = run(case, home, &[])?;
    let (known, gaps) = (count(&before), gaps(&before));
    let mut problems = String::new();
    for finding in rows(&before) {
        let edits = edits(finding)?;
        if edits.is_empty() {
            continue;
        }
        let after = run(case, home, &edits)?;
        let now = count(&after);
        let this = key(finding);
        for (key, &times) in &now {
            // What is left of a finding about several places is about fewer of them.
            if rows(&after).iter().any(|row| self::key(row) == *key && is_rest(row, finding)) {
                continue;
            }
            let allowed = known.get(key).copied().unwrap_or(0) - usize::from(*key == this);
            if times > allowed {
                let word = if *key == this { "is still there" } else { "came" };
                let _ = writeln!(problems, "edits of {} {}:\n  {word}: {} {}", this.0, this.2, key.0, key.2);
            }
        }
        if self::gaps(&after) > gaps {
            let _ = writeln!(problems, "edits of {} {}: no longer understood", this.0, this.2);
        }
        if !problems.is_empty() {
            let _ = writeln!(problems, "{}", applied_text(case, &edits)?);
            return Err(problems.into());
        }
    }
    Ok(())
}

/// Whether a finding is about some of the places that another one of the same rule and function is about.
fn is_rest(row: &Value, of: &Value) -> bool {
    let labels = |row: &Value| row["labels"].as_array().map_or(0, Vec::len);
    row["code"] == of["code"] && row["symbol"] == of["symbol"] && labels(row) < labels(of)
}

/// One replacement of bytes.
#[derive(Clone, Debug)]
struct Edit {
    path: String,
    start: usize,
    end: usize,
    text: String,
}

fn edits(finding: &Value) -> Result<Vec<Edit>, Failed> {
    let items = finding["edits"].as_array().ok_or("`edits` is missing")?;
    let edit = |item: &Value| {
        let number = |key: &str| item[key].as_u64().and_then(|n| usize::try_from(n).ok());
        let text = |key: &str| item[key].as_str().map(str::to_owned);
        Some(Edit { path: text("path")?, start: number("start")?, end: number("end")?, text: text("text")? })
    };
    items.iter().map(|item| edit(item).ok_or_else(|| format!("not an edit: {item}").into())).collect()
}

/// The text with the edits for `path` made; those behind come first, so that places stay right.
fn apply(text: &str, path: &str, edits: &[Edit]) -> Result<String, Failed> {
    let mut here: Vec<(usize, &Edit)> = edits.iter().filter(|e| e.path == path).enumerate().collect();
    here.sort_by_key(|(i, e)| (e.start, e.end, *i));
    let mut text = text.to_owned();
    if let Some(pair) = here.windows(2).find(|pair| pair[0].1.end > pair[1].1.start) {
        return Err(format!("edits overlap: {pair:?}").into());
    }
    for (_, edit) in here.into_iter().rev() {
        if !text.is_char_boundary(edit.start) || !text.is_char_boundary(edit.end) || edit.end < edit.start {
            return Err(format!("not a place in {path}: {edit:?}").into());
        }
        text.replace_range(edit.start..edit.end, &edit.text);
    }
    Ok(text)
}

/// Every rule over a copy of the case with the edits made.
fn run(case: &Path, home: &str, edits: &[Edit]) -> Result<Value, Failed> {
    let place = tempfile::tempdir()?;
    let name = name_of(case);
    for path in if case.is_dir() { files_below(case) } else { vec![case.to_path_buf()] } {
        let inside = path.strip_prefix(case.parent().unwrap_or(case)).unwrap_or(&path);
        let target = place.path().join(inside);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        let bytes = fs::read(&path)?;
        let shown = inside.to_string_lossy().replace('\\', "/");
        match String::from_utf8(bytes) {
            Ok(text) => fs::write(&target, apply(&text, &shown, edits)?)?,
            Err(error) => fs::write(&target, error.into_bytes())?,
        }
    }
    let config = if case.is_dir() { format!("{name}/extlint.toml") } else { "extlint.toml".to_owned() };
    let own = fs::read_to_string(place.path().join(&config)).unwrap_or_default();
    fs::write(place.path().join(&config), all_rules_on(&own, home))?;
    let args = ["check", &name, "--select", "ALL", "--config", &config, "--output-format", "json"];
    let output = extlint(place.path(), args);
    if !matches!(output.code, Some(0 | 1)) {
        return Err(format!("exit code {:?}\n{}", output.code, output.stderr).into());
    }
    Ok(serde_json::from_str(&output.stdout)?)
}

fn rows(document: &Value) -> &[Value] {
    document["findings"].as_array().map_or(&[], Vec::as_slice)
}

fn gaps(document: &Value) -> u64 {
    document["summary"]["gaps"].as_u64().unwrap_or(0)
}

fn key(row: &Value) -> (String, String, String) {
    let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
    (text("code"), text("path"), text("message"))
}

fn count(document: &Value) -> Findings {
    let mut found = Findings::new();
    for row in rows(document) {
        *found.entry(key(row)).or_default() += 1;
    }
    found
}

/// The lines that the edits change, for a message.
fn applied_text(case: &Path, edits: &[Edit]) -> Result<String, Failed> {
    let mut out = String::new();
    for path in if case.is_dir() { files_below(case) } else { vec![case.to_path_buf()] } {
        let shown = path.strip_prefix(case.parent().unwrap_or(case)).unwrap_or(&path).to_string_lossy().into_owned();
        if edits.iter().any(|e| e.path == shown) {
            let text = fs::read_to_string(&path)?;
            for line in support::diff(&text, &apply(&text, &shown, edits)?).lines().filter(|l| !l.starts_with("  ")) {
                let _ = writeln!(out, "{line}");
            }
        }
    }
    Ok(out)
}

fn spans_are_bytes() -> Result<(), Failed> {
    let edit = |start, end, text: &str| Edit { path: "a".to_owned(), start, end, text: text.to_owned() };
    let text = apply("aé c", "a", &[edit(4, 5, "d"), edit(0, 1, ""), edit(4, 4, "x")])?;
    if text == "é xd" { Ok(()) } else { Err(text.into()) }
}
