//! `extlint config`.

use std::path::PathBuf;

use super::{CommandError, Exit, Streams};
use crate::{
    cli::ConfigArgs,
    config::{LimitedApi, Selector, Settings, commented, schema, speaks_of_limited_api},
    facts::{Isolation, Truth},
    input::{display, normal},
    report::plain,
    rules::RULES,
};

/// Prints the effective settings, in the form of a configuration file, each with its origin.
pub(super) fn run(args: &ConfigArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    if args.schema || args.default {
        let text = if args.schema { schema() } else { commented() };
        streams.out.write_all(text.as_bytes())?;
        return Ok(Exit::Clean);
    }
    let cwd = std::env::current_dir().map_err(CommandError::Folder)?;
    let path = args.path.clone().unwrap_or_else(|| PathBuf::from("."));
    let settings = Settings::settle(&args.settings.overrides(&[]), &normal(&cwd, &path), &cwd)?;
    let shown = |path: &Option<PathBuf>| {
        let name = |path: &PathBuf| plain(&display(&cwd, path).display().to_string());
        // The current folder has no name as seen from itself.
        path.as_ref().map_or_else(|| "none".to_owned(), |path| if *path == cwd { ".".to_owned() } else { name(path) })
    };
    let list = |words: &[Selector]| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    let mentioned = settings.project.root.as_deref().is_some_and(speaks_of_limited_api);
    let limited = match settings.limited_api.value {
        LimitedApi::Auto => "\"auto\"".to_owned(),
        LimitedApi::No => "false".to_owned(),
        LimitedApi::Yes(None) => "true".to_owned(),
        LimitedApi::Yes(Some(python)) => format!("\"{python}\""),
    };
    let s = &settings;
    let out = &mut *streams.out;
    writeln!(out, "# configuration file: {}", shown(&s.file))?;
    if s.project.root.is_some() {
        writeln!(out, "# project: {}", shown(&s.project.root))?;
    }
    if let Some(note) = s.note() {
        writeln!(out, "# {}", plain(&note))?;
    }
    writeln!(out, "min-python = \"{}\" # {}", s.min_python.value, plain(&s.min_python.from))?;
    writeln!(out, "max-python = \"{}\" # {}", s.max_python.value, plain(&s.max_python.from))?;
    let found = if mentioned { ", mentioned in the build files" } else { "" };
    writeln!(out, "limited-api = {limited} # {}{found}", plain(&s.limited_api.from))?;
    let isolation = Isolation::WORDS.iter().find(|(_, value)| Some(*value) == s.isolation.value);
    writeln!(out, "isolation = \"{}\" # {}", isolation.map_or("auto", |(word, _)| word), plain(&s.isolation.from))?;
    let free_threading = match s.free_threading.value {
        Truth::Maybe => "\"auto\"",
        Truth::True => "true",
        Truth::False => "false",
    };
    writeln!(out, "free-threading = {free_threading} # {}", plain(&s.free_threading.from))?;
    if s.select.value.is_empty() {
        writeln!(out, "# select: every rule")?;
    } else {
        writeln!(out, "select = [{}] # {}", list(&s.select.value), plain(&s.select.from))?;
    }
    writeln!(out, "ignore = [{}] # {}", list(&s.ignore.value), plain(&s.ignore.from))?;
    writeln!(out, "preview = {} # {}", s.preview.value, plain(&s.preview.from))?;
    writeln!(out, "exclude = {}", toml::Value::from(s.config.exclude.clone()))?;
    writeln!(out, "clang = {} # {}", toml::Value::from(s.exact.clang.value.shown()), plain(&s.exact.clang.from))?;
    for (key, path) in [("python", &s.exact.python), ("compile-commands", &s.exact.compile_commands)] {
        if let Some(value) = &path.value {
            writeln!(out, "{key} = {} # {}", toml::Value::from(value.display().to_string()), plain(&path.from))?;
        }
    }
    if let Some(path) = &s.baseline.value {
        writeln!(out, "baseline = {} # {}", toml::Value::from(shown(&Some(path.clone()))), plain(&s.baseline.from))?;
    }
    writeln!(out, "fail-on = \"{}\" # {}", s.fail_on.value.as_str(), plain(&s.fail_on.from))?;
    if !s.config.per_file_ignores.is_empty() {
        writeln!(out, "\n[per-file-ignores]")?;
        for (pattern, words) in &s.config.per_file_ignores {
            writeln!(out, "{} = [{}]", toml::Value::from(pattern.as_str()), list(words))?;
        }
    }
    for entry in &s.config.accept {
        writeln!(out, "\n[[accept]]")?;
        for (key, words) in [("names", &entry.names), ("headers", &entry.headers), ("files", &entry.files)] {
            if !words.is_empty() {
                writeln!(out, "{key} = {}", toml::Value::from(words.clone()))?;
            }
        }
        if entry.cpython {
            writeln!(out, "profile = \"cpython\"")?;
        }
        writeln!(out, "reason = {}", toml::Value::from(entry.reason.as_str()))?;
    }
    writeln!(out, "\n[severity]")?;
    let levels = s.levels(&s.targets(mentioned));
    for rule in RULES {
        // A dot in a bare key would open a table.
        let key = if rule.name.contains('.') { format!("\"{}\"", rule.name) } else { rule.name.to_owned() };
        writeln!(out, "{key} = \"{}\" # {}", levels.of_rule(rule).as_str(), rule.code)?;
    }
    Ok(Exit::Clean)
}
