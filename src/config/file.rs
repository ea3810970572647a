//! One configuration file: `extlint.toml`, or `[tool.extlint]` of pyproject.toml. Names the key of everything wrong.

use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Accept, Clang, FailOn, LimitedApi, Selector, accept, did_you_mean};
use crate::{
    facts::{Isolation, Python, Targets, Truth},
    finding::{RuleMeta, Severity},
    input::Matcher,
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
    /// `preview`
    pub preview: Option<bool>,
    /// `severity`
    pub severity: Vec<(Selector, Severity)>,
    /// `per-file-ignores`
    pub per_file_ignores: Vec<(String, Vec<Selector>)>,
    /// `accept`
    pub accept: Vec<Accept>,
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

/// Something that is wrong in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The keys that lead to it, the outermost first.
    pub keys: Vec<String>,
    /// What, in words, with the key.
    pub cause: String,
}

/// What is wrong with a value: the key inside of it where it is a table, and the cause alone.
type Causes = Vec<(Option<String>, String)>;

/// Reads a value into its place.
type Reader = fn(&mut FileConfig, &Value) -> Result<(), Causes>;

/// Every key of a configuration.
const KEYS: &[(&str, Reader)] = &[
    ("min-python", |c, v| put(&mut c.min_python, python(v))),
    ("max-python", |c, v| put(&mut c.max_python, python(v))),
    ("limited-api", |c, v| put(&mut c.limited_api, limited_api(v))),
    ("isolation", |c, v| put(&mut c.isolation, string(v).and_then(parse_isolation))),
    ("free-threading", |c, v| put(&mut c.free_threading, free_threading(v))),
    ("select", |c, v| selectors(v).map(|s| c.select = Some(s)).map_err(at_once)),
    ("ignore", |c, v| selectors(v).map(|s| c.ignore = s).map_err(at_once)),
    ("preview", |c, v| put(&mut c.preview, boolean(v))),
    ("severity", |c, v| entries(v, level).map(|s| c.severity = s)),
    ("per-file-ignores", |c, v| entries(v, ignores).map(|p| c.per_file_ignores = p)),
    ("accept", |c, v| accept::read(v).map(|a| c.accept = a).map_err(at_once)),
    ("exclude", |c, v| patterns(v).map(|s| c.exclude = s).map_err(at_once)),
    ("fail-on", |c, v| put(&mut c.fail_on, string(v).and_then(FailOn::parse))),
    ("baseline", |c, v| put(&mut c.baseline, string(v).map(Into::into))),
    ("clang", |c, v| put(&mut c.clang, Clang::read(v))),
    ("python", |c, v| put(&mut c.python, string(v).map(Into::into))),
    ("compile-commands", |c, v| put(&mut c.compile_commands, string(v).map(Into::into))),
];

fn put<T>(place: &mut Option<T>, value: Result<T, String>) -> Result<(), Causes> {
    value.map(|value| *place = Some(value)).map_err(|cause| at_once(vec![cause]))
}

/// Causes that are about no key inside.
fn at_once(causes: Vec<String>) -> Causes {
    causes.into_iter().map(|cause| (None, cause)).collect()
}

impl FileConfig {
    /// Reads a table of settings.
    ///
    /// # Errors
    /// All that is wrong, in the order of the table.
    pub fn read(table: &Table) -> Result<FileConfig, Vec<Wrong>> {
        let (mut config, mut wrong) = (FileConfig::default(), Vec::new());
        for (key, value) in table {
            let Some((_, reader)) = KEYS.iter().find(|(name, _)| name == key) else {
                let known: Vec<&str> = KEYS.iter().map(|(name, _)| *name).collect();
                let near = did_you_mean(key, known.iter().copied());
                let cause = format!("unknown key `{key}`{near}; the keys are {}", known.join(", "));
                wrong.push(Wrong { keys: vec![key.clone()], cause });
                continue;
            };
            for (inner, cause) in reader(&mut config, value).err().into_iter().flatten() {
                let keys = std::iter::once(key.clone()).chain(inner).collect();
                wrong.push(Wrong { keys, cause: format!("`{key}`: {cause}") });
            }
        }
        if wrong.is_empty() { Ok(config) } else { Err(wrong) }
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

fn boolean(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| format!("expected true or false, found {}", value.type_str()))
}

fn strings(value: &Value) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or_else(|| format!("expected a list of strings, found {}", value.type_str()))?;
    list.iter().map(|item| string(item).map(str::to_owned)).collect()
}

/// A list of strings of which each means something; else the causes of all that do not.
fn each<T>(value: &Value, parse: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, Vec<String>> {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for word in strings(value).map_err(|cause| vec![cause])? {
        match parse(&word) {
            Ok(value) => good.push(value),
            Err(cause) => bad.push(cause),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

fn selectors(value: &Value) -> Result<Vec<Selector>, Vec<String>> {
    each(value, parse_selector)
}

fn patterns(value: &Value) -> Result<Vec<String>, Vec<String>> {
    each(value, |word| pattern(word).map(|()| word.to_owned()))
}

/// Whether a word is a pattern over paths.
fn pattern(word: &str) -> Result<(), String> {
    Matcher::new(Path::new("/"), [word]).map(|_| ())
}

/// A table of which each entry means something.
fn entries<T>(value: &Value, one: fn(&str, &Value) -> Result<T, Vec<String>>) -> Result<Vec<T>, Causes> {
    let wrong = || at_once(vec![format!("expected a table, found {}", value.type_str())]);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (word, value) in value.as_table().ok_or_else(wrong)? {
        match one(word, value) {
            Ok(entry) => good.push(entry),
            Err(causes) => bad.extend(causes.into_iter().map(|cause| (Some(word.clone()), cause))),
        }
    }
    if bad.is_empty() { Ok(good) } else { Err(bad) }
}

/// A selector, or the error that no rule is meant.
///
/// # Errors
/// The cause in words.
pub fn parse_selector(word: &str) -> Result<Selector, String> {
    let wrong = || {
        let near = match near_rules(word) {
            near if near.is_empty() => "; `extlint rule --all` lists them".to_owned(),
            near => near,
        };
        format!("`{word}` is not the code or name of a rule, the beginning of a code, or a category{near}")
    };
    Selector::parse(word).ok_or_else(wrong)
}

/// The rule, code or category that a word may mean. Codes that differ in their digits are about different things: of such a
/// word the family is named.
pub fn near_rules(word: &str) -> String {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let family =
        |rule: &&RuleMeta| rule.code.trim_end_matches(|c: char| c.is_ascii_digit()).eq_ignore_ascii_case(letters);
    if letters.len() < word.len() && RULES.iter().any(family) {
        return format!(" (`extlint rule {}` lists its family)", letters.to_ascii_uppercase());
    }
    did_you_mean(word, RULES.iter().flat_map(|rule| [rule.name, rule.code, rule.category]))
}

/// An entry of `severity`.
fn level(word: &str, value: &Value) -> Result<(Selector, Severity), Vec<String>> {
    let known = [Severity::Off, Severity::Note, Severity::Warning, Severity::Error];
    let level = string(value).and_then(|level| {
        let known = known.into_iter().find(|severity| severity.as_str() == level);
        known.ok_or_else(|| format!("`{level}` is not one of off, note, warning, error"))
    });
    match (parse_selector(word), level) {
        (Ok(rules), Ok(level)) => Ok((rules, level)),
        (rules, level) => {
            let level = level.err().map(|cause| format!("`{word}`: {cause}"));
            Err(rules.err().into_iter().chain(level).collect())
        }
    }
}

/// An entry of `per-file-ignores`.
fn ignores(word: &str, value: &Value) -> Result<(String, Vec<Selector>), Vec<String>> {
    let rules =
        selectors(value).map_err(|causes| causes.into_iter().map(|c| format!("`{word}`: {c}")).collect::<Vec<_>>());
    match (pattern(word), rules) {
        (Ok(()), Ok(rules)) => Ok((word.to_owned(), rules)),
        (pattern, rules) => Err(pattern.err().into_iter().chain(rules.err().into_iter().flatten()).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FileConfig, String> {
        FileConfig::read(&text.parse().expect("toml"))
            .map_err(|wrong| wrong.into_iter().map(|wrong| wrong.cause).collect::<Vec<_>>().join("\n"))
    }

    #[test]
    fn every_key_is_read() {
        let config = read(
            "min-python = '3.9'\nmax-python = '3.14'\nlimited-api = '3.11'\nisolation = 'process'\n\
             free-threading = true\npreview = true\nselect = ['ABI']\nignore = ['ABI003']\n\
             exclude = ['build/']\nfail-on = 'error'\nclang = 'auto'\npython = 'python3.13'\ncompile-commands = 'build'\n[severity]\nbuild-core-macro = 'note'\n[per-file-ignores]\n'a.c' = ['abi']",
        )
        .expect("config");
        assert_eq!((config.min_python, config.max_python), (Some(Python(9)), Some(Python(14))));
        assert_eq!(config.limited_api, Some(LimitedApi::Yes(Some(Python(11)))));
        assert_eq!(config.isolation, Some(Some(Isolation::Process)));
        assert_eq!(config.free_threading, Some(Truth::True));
        assert_eq!(config.severity[0].1, Severity::Note);
        assert_eq!(config.per_file_ignores[0].0, "a.c");
        assert_eq!(config.preview, Some(true));
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
        assert_eq!(error("preview = 'yes'"), "`preview`: expected true or false, found string");
        assert!(error("fail-on = 'x'").starts_with("`fail-on`"));
        let all = "fail-on = 'x'\nignore = ['NOPE1', 'ABI', 'NOPE2']\nseverity = {ABI003 = 'bad', NOPE3 = 'off'}";
        assert_eq!(error(all).lines().count(), 5, "{}", error(all));
        let wrong = FileConfig::read(&"severity = {ABI003 = 'bad'}".parse().expect("toml")).expect_err("an error");
        assert_eq!(wrong[0].keys, ["severity", "ABI003"]);
    }
}
