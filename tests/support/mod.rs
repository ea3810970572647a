//! What the test targets share: running the binary in a clean environment and reading its JSON lines. Not a test.
#![allow(dead_code)]

pub(crate) mod pythons;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// True where the run is asked to rewrite what it would compare (`EXTLINT_BLESS=1`).
pub(crate) fn bless() -> bool {
    std::env::var_os("EXTLINT_BLESS").is_some_and(|v| v != "0" && !v.is_empty())
}

/// Says that a test, or a part of it, cannot run here. The test harness does not capture it: a test that passes because
/// it did nothing must not look like one that passed.
pub(crate) fn skipped(reason: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "skipped: {reason}");
}

/// What a run of the binary gave.
#[derive(Debug)]
pub(crate) struct Output {
    /// The exit code; None where a signal ended the process.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// One line of `--output-format json-lines`, as far as the tests need it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) severity: String,
    pub(crate) path: String,
    pub(crate) member: Option<String>,
    pub(crate) line: Option<u64>,
    pub(crate) symbol: Option<String>,
}

/// Runs `extlint` in `folder`, with nothing of the caller's environment but what a process needs to start.
pub(crate) fn extlint<A: AsRef<OsStr>>(folder: &Path, args: impl IntoIterator<Item = A>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_extlint"));
    command.args(args).current_dir(folder).env_clear();
    for keep in ["PATH", "SystemRoot", "TMPDIR", "LLVM_PROFILE_FILE"] {
        if let Some(value) = std::env::var_os(keep) {
            command.env(keep, value);
        }
    }
    let output = command.output().expect("the extlint binary starts");
    Output {
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
    }
}

/// The findings of a `json-lines` output; an Err holds the line that is not one.
pub(crate) fn rows(stdout: &str) -> Result<Vec<Row>, String> {
    stdout.lines().filter(|line| !line.trim().is_empty()).map(row).collect()
}

fn row(line: &str) -> Result<Row, String> {
    let value: serde_json::Value =
        serde_json::from_str(line).map_err(|error| format!("not a JSON line ({error}): {line}"))?;
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let need = |key: &str| text(key).ok_or_else(|| format!("`{key}` is missing: {line}"));
    Ok(Row {
        code: need("code")?,
        message: need("message")?,
        severity: need("severity")?,
        path: need("path")?.replace('\\', "/"),
        member: text("member"),
        line: value["line"].as_u64(),
        symbol: text("symbol"),
    })
}

/// The files below a folder, sorted by path.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() { open.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// The lines of two texts: `-` only expected, `+` only found.
pub(crate) fn diff(expected: &str, found: &str) -> String {
    use std::fmt::Write as _;
    let (old, new): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let mut out = String::new();
    let table = common_lengths(&old, &new);
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            let _ = writeln!(out, "  {}", old[i]);
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && table[i + 1][j] >= table[i][j + 1]) {
            let _ = writeln!(out, "- {}", old[i]);
            i += 1;
        } else {
            let _ = writeln!(out, "+ {}", new[j]);
            j += 1;
        }
    }
    out
}

/// `table[i][j]`: length of the longest common run of lines of `old[i..]` and `new[j..]`.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut table = vec![vec![0; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            table[i][j] = if old[i] == new[j] {
                table[i + 1][j + 1] + 1
            } else {
                std::cmp::max(table[i + 1][j], table[i][j + 1])
            };
        }
    }
    table
}

/// Rules that would speak about most cases of other rules: on for cases and examples of their own only, as those in preview
/// are.
const AT_HOME: [&str; 10] = ["FT001", "FT002", "FT004", "FT007", "FT008", "FT009", "FT010", "FT011", "HT005", "MUT007"];

/// The configuration `own` with every rule on, those that are off or in preview where nothing is said included; of the
/// rules that speak about nearly every case the one called `home` only.
///
/// # Panics
/// Where `own` is no TOML.
pub(crate) fn all_rules_on(own: &str, home: &str) -> String {
    let mut config: toml::Table = own.parse().expect("the case's configuration is TOML");
    let severity = config.entry("severity").or_insert_with(|| toml::Value::Table(toml::Table::new()));
    let severity = severity.as_table_mut().expect("`severity` is a table");
    for rule in extlint::rules::RULES.iter().filter(|r| r.status != "stable" || r.severity.as_str() == "off") {
        let away = AT_HOME.contains(&rule.code) || rule.status == "preview";
        if away && rule.name != home {
            continue;
        }
        let level = if rule.severity.as_str() == "off" { "note" } else { rule.severity.as_str() };
        severity.entry(rule.code).or_insert_with(|| level.into());
    }
    toml::to_string(&config).expect("TOML is written")
}

/// Drops the time from the closing line, the only thing in the output that differs from run to run.
pub(crate) fn without_time(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let seconds = |tail: &str| tail.strip_suffix(" s").is_some_and(|number| number.parse::<f64>().is_ok());
        let cut = line.rsplit_once(", ").filter(|(_, tail)| seconds(tail)).map(|(kept, _)| kept);
        out.push_str(cut.unwrap_or(line).trim_end());
        out.push('\n');
    }
    out
}
