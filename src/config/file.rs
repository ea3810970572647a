//! One configuration file: `extlint.toml`, or `[tool.extlint]` of pyproject.toml. Names the key of everything wrong.

use std::path::PathBuf;

use toml::{Table, Value};

use super::{Clang, FailOn, LimitedApi, Selector, did_you_mean};
use crate::{
    facts::{Isolation, Python, Targets, Truth},
    finding::Severity,
    rules::RULES,
};

/// What one file says; what it does not say is None or empty.
#[derive(Clone, Debug, Default)]
pub struct FileConfig {
    /// `min-python`
    pub min_python: Option<Python>,
    /// `max-python`
    pub max_python: Option<Python>,
    /// `limited-api`
    pub limited_api: Option<LimitedApi>,
    /// `isolation`; the inner None is `auto`.
    pub isolation: Option<Option<Isolation>>,
    /// `free-threading`; `Maybe` is `auto`.
    pub free_threading: Option<Truth>,
    /// `select`
    pub select: Option<Vec<Selector>>,
    /// `ignore`
    pub ignore: Vec<Selector>,
    /// `severity`
    pub severity: Vec<(Selector, Severity)>,
    /// `per-file-ignores`
    pub per_file_ignores: Vec<(String, Vec<Selector>)>,
    /// `exclude`
    pub exclude: Vec<String>,
    /// `fail-on`
    pub fail_on: Option<FailOn>,
    /// `baseline`
    pub baseline: Option<PathBuf>,
    /// `clang`
    pub clang: Option<Clang>,
    /// `python`
    pub python: Option<PathBuf>,
    /// `compile-commands`
    pub compile_commands: Option<PathBuf>,
}

/// Reads a value into its place; the error is the cause alone.
type Reader = fn(&mut FileConfig, &Value) -> Result<(), String>;

/// Every key of a configuration.
const KEYS: &[(&str, Reader)] = &[
    ("min-python", |c, v| python(v).map(|p| c.min_python = Some(p))),
    ("max-python", |c, v| python(v).map(|p| c.max_python = Some(p))),
    ("limited-api", |c, v| limited_api(v).map(|l| c.limited_api = Some(l))),
    ("isolation", |c, v| parse_isolation(string(v)?).map(|i| c.isolation = Some(i))),
    ("free-threading", |c, v| free_threading(v).map(|f| c.free_threading = Some(f))),
    ("select", |c, v| selectors(v).map(|s| c.select = Some(s))),
    ("ignore", |c, v| selectors(v).map(|s| c.ignore = s)),
    ("severity", |c, v| severities(v).map(|s| c.severity = s)),
    ("per-file-ignores", |c, v| per_file_ignores(v).map(|p| c.per_file_ignores = p)),
    ("exclude", |c, v| strings(v).map(|s| c.exclude = s)),
    ("fail-on", |c, v| FailOn::parse(string(v)?).map(|f| c.fail_on = Some(f))),
    ("baseline", |c, v| string(v).map(|p| c.baseline = Some(p.into()))),
    ("clang", |c, v| Clang::read(v).map(|l| c.clang = Some(l))),
    ("python", |c, v| string(v).map(|p| c.python = Some(p.into()))),
    ("compile-commands", |c, v| string(v).map(|p| c.compile_commands = Some(p.into()))),
];

impl FileConfig {
    /// Reads a table of settings.
    ///
    /// # Errors
    /// `key: cause` of the first thing that is wrong.
    pub fn read(table: &Table) -> Result<FileConfig, String> {
        let mut config = FileConfig::default();
        for (key, value) in table {
            let Some((_, reader)) = KEYS.iter().find(|(name, _)| name == key) else {
                let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
                let near = did_you_mean(key, known.iter().copied());
                return Err(format!("unknown key `{key}`{near}; the keys are {}", known.join(", ")));
            };
            reader(&mut config, value).map_err(|cause| format!("`{key}`: {cause}"))?;
        }
        Ok(config)
    }
}

/// A Python version as settings write it: `3.9`.
///
/// # Errors
/// The cause in words.
pub fn parse_python(text: &str) -> Result<Python, String> {
    let minor = text.strip_prefix("3.").and_then(|minor| minor.parse::<u8>().ok());
    match minor {
        Some(minor) if minor <= Targets::NEWEST.0 => Ok(Python(minor)),
        Some(_) => Err(format!("Python {text} is not known; the newest known version is {}", Targets::NEWEST)),
        None => Err(format!("`{text}` is not a Python version like `3.9`")),
    }
}

/// `isolation`: `auto` (None), `process`, `subinterpreter`, `per-interpreter-gil`.
///
/// # Errors
/// The cause in words.
pub fn parse_isolation(word: &str) -> Result<Option<Isolation>, String> {
    let known = Isolation::WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| Some(*value));
    let wrong = || format!("`{word}` is not one of auto, process, subinterpreter, per-interpreter-gil");
    known.or((word == "auto").then_some(None)).ok_or_else(wrong)
}

/// `free-threading`: `auto`, `true`, `false`.
///
/// # Errors
/// The cause in words.
pub fn parse_free_threading(word: &str) -> Result<Truth, String> {
    match word {
        "auto" => Ok(Truth::Maybe),
        "true" => Ok(Truth::True),
        "false" => Ok(Truth::False),
        _ => Err(format!("`{word}` is not one of auto, true, false")),
    }
}

fn free_threading(value: &Value) -> Result<Truth, String> {
    match value {
        Value::Boolean(value) => Ok(Truth::from(*value)),
        value => parse_free_threading(string(value)?),
    }
}

fn python(value: &Value) -> Result<Python, String> {
    match value {
        Value::Float(number) => Err(in_quotes(*number)),
        value => parse_python(string(value)?),
    }
}

/// What to write for a version that stands there as a number: of `3.10` a number keeps 3.1.
fn in_quotes(number: f64) -> String {
    let text = number.to_string();
    let longer = format!("{text}0");
    let lost = number.fract() != 0.0 && parse_python(&longer).is_ok();
    let (version, why) = if lost { (longer, ", because a number loses a trailing 0") } else { (text, "") };
    format!("write the version in quotes{why}: \"{version}\"")
}

fn limited_api(value: &Value) -> Result<LimitedApi, String> {
    match value {
        Value::Boolean(false) => Ok(LimitedApi::No),
        Value::Boolean(true) => Ok(LimitedApi::Yes(None)),
        Value::String(text) if text == "auto" => Ok(LimitedApi::Auto),
        Value::String(text) => Ok(LimitedApi::Yes(Some(parse_python(text)?))),
        Value::Float(number) => Err(in_quotes(*number)),
        other => Err(format!("expected true, false, \"auto\" or a version like \"3.11\", found {}", other.type_str())),
    }
}

fn string(value: &Value) -> Result<&str, String> {
    value.as_str().ok_or_else(|| format!("expected a string, found {}", value.type_str()))
}

fn strings(value: &Value) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or_else(|| format!("expected a list of strings, found {}", value.type_str()))?;
    list.iter().map(|item| string(item).map(str::to_owned)).collect()
}

fn table(value: &Value) -> Result<&Table, String> {
    value.as_table().ok_or_else(|| format!("expected a table, found {}", value.type_str()))
}

fn selectors(value: &Value) -> Result<Vec<Selector>, String> {
    strings(value)?.iter().map(|word| parse_selector(word)).collect()
}

/// A selector, or the error that no rule is meant.
///
/// # Errors
/// The cause in words.
pub fn parse_selector(word: &str) -> Result<Selector, String> {
    let wrong = || {
        format!(
            "`{word}` is not the code or name of a rule, the beginning of a code, or a category{}",
            near_rules(word)
        )
    };
    Selector::parse(word).ok_or_else(wrong)
}

/// The rule, code or category that a word may mean.
pub fn near_rules(word: &str) -> String {
    did_you_mean(word, RULES.iter().flat_map(|rule| [rule.name, rule.code, rule.category]))
}

fn severities(value: &Value) -> Result<Vec<(Selector, Severity)>, String> {
    let one = |(word, level): (&String, &Value)| {
        let level = string(level).map_err(|cause| format!("`{word}`: {cause}"))?;
        let level = [Severity::Off, Severity::Note, Severity::Warning, Severity::Error]
            .into_iter()
            .find(|severity| severity.as_str() == level)
            .ok_or_else(|| format!("`{word}`: `{level}` is not one of off, note, warning, error"))?;
        Ok((parse_selector(word)?, level))
    };
    table(value)?.iter().map(one).collect()
}

fn per_file_ignores(value: &Value) -> Result<Vec<(String, Vec<Selector>)>, String> {
    let one = |(pattern, words): (&String, &Value)| {
        Ok((pattern.clone(), selectors(words).map_err(|cause| format!("`{pattern}`: {cause}"))?))
    };
    table(value)?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FileConfig, String> {
        FileConfig::read(&text.parse().expect("toml"))
    }

    #[test]
    fn every_key_is_read() {
        let config = read(
            "min-python = '3.9'\nmax-python = '3.14'\nlimited-api = '3.11'\nisolation = 'process'\n\
             free-threading = true\nselect = ['ABI']\nignore = ['ABI003']\n\
             exclude = ['build/']\nfail-on = 'error'\nclang = 'auto'\npython = 'python3.13'\ncompile-commands = 'build'\n[severity]\nbuild-core-macro = 'note'\n[per-file-ignores]\n'a.c' = ['abi']",
        )
        .expect("config");
        assert_eq!((config.min_python, config.max_python), (Some(Python(9)), Some(Python(14))));
        assert_eq!(config.limited_api, Some(LimitedApi::Yes(Some(Python(11)))));
        assert_eq!(config.isolation, Some(Some(Isolation::Process)));
        assert_eq!(config.free_threading, Some(Truth::True));
        assert_eq!(config.severity[0].1, Severity::Note);
        assert_eq!(config.per_file_ignores[0].0, "a.c");
        assert_eq!(config.fail_on, Some(FailOn::Error));
        assert_eq!(config.clang, Some(Clang::Auto));
        assert_eq!(config.python.zip(config.compile_commands), Some(("python3.13".into(), "build".into())));
        assert_eq!((config.select.map(|s| s.len()), config.ignore.len(), config.exclude.len()), (Some(1), 1, 1));
    }

    #[test]
    fn every_key_is_described() {
        let (mut read, mut described): (Vec<&str>, Vec<&str>) = (
            KEYS.iter().map(|(name, _)| *name).collect(),
            super::super::keys::KEYS.iter().map(|key| key.name).collect(),
        );
        read.sort_unstable();
        described.sort_unstable();
        assert_eq!(read, described);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let error = |text: &str| read(text).expect_err("an error");
        assert!(error("min-pyton = '3.9'").starts_with("unknown key `min-pyton`"));
        assert_eq!(error("min-python = 3.9"), "`min-python`: write the version in quotes: \"3.9\"");
        let lost = "write the version in quotes, because a number loses a trailing 0: \"3.10\"";
        assert_eq!(error("min-python = 3.10"), format!("`min-python`: {lost}"));
        assert_eq!(error("max-python = 3.10"), format!("`max-python`: {lost}"));
        assert_eq!(error("limited-api = 3.10"), format!("`limited-api`: {lost}"));
        assert!(error("limited-api = 3.12").ends_with("in quotes: \"3.12\""));
        assert!(error("min-python = 3.2").ends_with("in quotes: \"3.2\""));
        assert_eq!(error("select = 'GC'"), "`select`: expected a list of strings, found string");
        assert!(error("ignore = ['NOPE1']").contains("`NOPE1` is not the code"));
        assert!(error("severity = {ABI003 = 'bad'}").contains("`bad` is not one of"));
        assert!(error("max-python = '3.99'").contains("newest known version is 3.15"));
        assert!(error("isolation = 'none'").contains("not one of auto, process"));
        assert!(error("free-threading = 'on'").contains("not one of auto, true"));
        assert!(error("fail-on = 'x'").starts_with("`fail-on`"));
    }
}
