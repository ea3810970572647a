//! Settings of a run: from the command line, a configuration file, the project's metadata, and defaults, in this order.

mod accept;
mod discover;
mod exact;
mod file;
mod keys;
mod near;
mod profile;
mod select;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

pub use accept::{Accept, Accepted};
pub use discover::{configured, speaks_of_limited_api};
pub use exact::{Clang, Exact};
pub use file::{FileConfig, near_rules, parse_free_threading, parse_isolation, parse_python, parse_selector};
pub use keys::{commented, schema};
pub use near::did_you_mean;
pub use profile::Profile;
pub use select::{Levels, Selector};

use crate::{
    facts::{Isolation, Python, Targets, Truth},
    finding::Severity,
    input::{Matcher, Project},
    rules::RULES,
};

/// What is wrong with the settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A configuration file cannot be read, or says something wrong: each thing on a line.
    #[error("{path}: {cause}", path = path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// Key and cause.
        cause: String,
    },
    /// The command line says something wrong, or settings contradict each other.
    #[error("{0}")]
    Contradiction(String),
}

/// From which level on findings make a run fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum FailOn {
    /// Errors.
    Error,
    /// Warnings and errors.
    #[default]
    Warning,
    /// Every finding.
    Note,
    /// No finding.
    Never,
}

impl FailOn {
    /// From its word.
    ///
    /// # Errors
    /// The cause in words.
    pub fn parse(word: &str) -> Result<Self, String> {
        <Self as clap::ValueEnum>::from_str(word, false)
            .map_err(|_| format!("`{word}` is not one of error, warning, note, never"))
    }

    /// Its word.
    pub fn as_str(self) -> &'static str {
        match self {
            FailOn::Error => "error",
            FailOn::Warning => "warning",
            FailOn::Note => "note",
            FailOn::Never => "never",
        }
    }

    /// Whether a finding of this level makes the run fail.
    pub fn fails(self, severity: Severity) -> bool {
        match self {
            FailOn::Error => severity >= Severity::Error,
            FailOn::Warning => severity >= Severity::Warning,
            FailOn::Note => severity >= Severity::Note,
            FailOn::Never => false,
        }
    }
}

/// `limited-api`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LimitedApi {
    /// Open where the build files or a source speak of it, else no.
    #[default]
    Auto,
    /// Not built with it.
    No,
    /// Built with it, for this Python and newer where known.
    Yes(Option<Python>),
}

/// What the command line says about settings.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--no-config`
    pub no_config: bool,
    /// `--min-python`
    pub min_python: Option<Python>,
    /// `--max-python`
    pub max_python: Option<Python>,
    /// `--isolation`; the inner None is `auto`.
    pub isolation: Option<Option<Isolation>>,
    /// `--free-threading`; `Maybe` is `auto`.
    pub free_threading: Option<Truth>,
    /// `--select`; empty: not given.
    pub select: Vec<Selector>,
    /// `--profile`
    pub profile: Option<Profile>,
    /// `--ignore`
    pub ignore: Vec<Selector>,
    /// `--preview`
    pub preview: bool,
    /// `--exclude`
    pub exclude: Vec<String>,
    /// `--fail-on`
    pub fail_on: Option<FailOn>,
    /// `--clang`
    pub clang: Option<Clang>,
    /// `--python`
    pub python: Option<PathBuf>,
    /// `--compile-commands`
    pub compile_commands: Option<PathBuf>,
}

/// A value with the words that say where it comes from.
#[derive(Clone, Debug)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// `command line`, `default`, or a file.
    pub from: String,
}

impl<T> Sourced<T> {
    fn new(value: T, from: impl Into<String>) -> Self {
        Sourced { value, from: from.into() }
    }
}

/// The settings of a run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The configuration file used.
    pub file: Option<PathBuf>,
    /// What that file says.
    pub config: FileConfig,
    /// The project around the first path.
    pub project: Project,
    /// Lowest Python supported.
    pub min_python: Sourced<Python>,
    /// Highest Python checked.
    pub max_python: Sourced<Python>,
    /// Whether the code is built for the limited API.
    pub limited_api: Sourced<LimitedApi>,
    /// Which interpreters the modules are to support; None: what each says.
    pub isolation: Sourced<Option<Isolation>>,
    /// Whether the modules are to run without the GIL; `Maybe`: what each says.
    pub free_threading: Sourced<Truth>,
    /// Rules selected; empty: every one.
    pub select: Sourced<Vec<Selector>>,
    /// Rules left out.
    pub ignore: Sourced<Vec<Selector>>,
    /// Whether rules on trial are on.
    pub preview: Sourced<bool>,
    /// Rules were chosen on the command line: what is said of a wheel besides its packaging does not stand aside.
    pub wide: bool,
    /// Nothing stands aside.
    pub all: bool,
    /// Threads that read and check, where nobody started some before; None: as many as there are processors.
    pub threads: Option<u16>,
    /// From which level on findings make the run fail.
    pub fail_on: Sourced<FailOn>,
    /// Findings that are known; the file is one of the configuration.
    pub baseline: Sourced<Option<PathBuf>>,
    /// The exact front end.
    pub exact: Exact,
    /// Paths left out.
    pub exclude: Arc<Vec<Matcher>>,
    /// Rules left out in some files.
    pub per_file_ignores: Vec<(Matcher, Vec<Selector>)>,
    /// Uses that the project has on purpose.
    pub accept: Vec<Accepted>,
}

impl Settings {
    /// Settles what holds for a run whose first path is `first` (absolute), started in `cwd`.
    ///
    /// # Errors
    /// Where a configuration file is unreadable or wrong, or the settings contradict each other.
    pub fn settle(overrides: &Overrides, first: &Path, cwd: &Path) -> Result<Settings, ConfigError> {
        let found = match &overrides.config {
            _ if overrides.no_config => None,
            Some(path) => {
                let path = crate::input::normal(cwd, path);
                let config = discover::read(&path)?.ok_or_else(|| ConfigError::Content {
                    path: path.clone(),
                    cause: "there is no table `tool.extlint`".to_owned(),
                })?;
                Some(discover::Discovered { path, config })
            }
            None => discover::find(first)?,
        };
        let (file, config) = found.map_or((None, FileConfig::default()), |f| (Some(f.path), f.config));
        let project = Project::of(first);
        let shown = |path: &Path| crate::input::display(cwd, path).display().to_string();
        let from_file = file.as_deref().map(shown).unwrap_or_default();
        let cli = "command line";

        let checkout = project.cpython.as_deref().and_then(discover::checkout_version);
        let tree = || "Include/patchlevel.h of the CPython checkout";
        let min_python = match (overrides.min_python, checkout, config.min_python) {
            (Some(python), ..) => Sourced::new(python, cli),
            (_, Some(python), _) => Sourced::new(python, tree()),
            (.., Some(python)) => Sourced::new(python, &from_file),
            _ => match discover::requires_python(first)? {
                Some((python, path)) => Sourced::new(python, format!("requires-python of {}", shown(&path))),
                None => Sourced::new(Targets::DEFAULT_MIN, "default"),
            },
        };
        let max_python = match (overrides.max_python, checkout, config.max_python) {
            (Some(python), ..) => Sourced::new(python, cli),
            (_, Some(python), _) => Sourced::new(python, tree()),
            (.., Some(python)) => Sourced::new(python, &from_file),
            // Where only the lower end is named, newer than what is known, it is the upper end as well.
            _ => Sourced::new(Targets::NEWEST.max(min_python.value), "default"),
        };
        if min_python.value > max_python.value {
            return Err(ConfigError::Contradiction(format!(
                "`min-python` {} ({}) is newer than `max-python` {} ({})",
                min_python.value, min_python.from, max_python.value, max_python.from
            )));
        }
        let limited_api = config
            .limited_api
            .map_or_else(|| Sourced::new(LimitedApi::Auto, "default"), |value| Sourced::new(value, &from_file));
        let select = match (&overrides.select, &config.select) {
            (words, _) if words.is_empty() && overrides.profile.is_some() => {
                let profile = overrides.profile.unwrap_or_default();
                Sourced::new(profile.selectors(), format!("--profile {}", profile.as_str()))
            }
            (words, _) if !words.is_empty() => Sourced::new(words.clone(), cli),
            (_, Some(words)) => Sourced::new(words.clone(), &from_file),
            _ => Sourced::new(Vec::new(), "default"),
        };
        let ignore: Vec<Selector> = config.ignore.iter().chain(&overrides.ignore).cloned().collect();
        let origin = match (config.ignore.is_empty(), overrides.ignore.is_empty()) {
            (true, true) => "default".to_owned(),
            (false, true) => from_file.clone(),
            (true, false) => cli.to_owned(),
            (false, false) => format!("{from_file} and {cli}"),
        };
        let isolation = first_given(overrides.isolation, config.isolation, &from_file, None);
        let free_threading = match (overrides.free_threading, config.free_threading) {
            (None, None) => match discover::builds_without_gil(first) {
                Some(path) => Sourced::new(Truth::True, format!("free-threaded wheels of {}", shown(&path))),
                None => Sourced::new(Truth::Maybe, "default"),
            },
            (given, in_file) => first_given(given, in_file, &from_file, Truth::Maybe),
        };
        let preview = first_given(overrides.preview.then_some(true), config.preview, &from_file, false);
        let fail_on = match (overrides.fail_on, config.fail_on) {
            (Some(level), _) => Sourced::new(level, cli),
            (_, Some(level)) => Sourced::new(level, &from_file),
            _ => Sourced::new(FailOn::default(), "default"),
        };
        let base = file.as_deref().and_then(Path::parent).unwrap_or(cwd);
        let baseline = config.baseline.as_deref().map(|path| crate::input::normal(base, path));
        let baseline = first_given(None, baseline.map(Some), &from_file, None);
        let exact = Exact::settle(overrides, &config, file.as_deref(), &from_file);

        let root = file.as_deref().and_then(Path::parent).unwrap_or(cwd);
        let wrong = |key: &str, cause: String| match &file {
            Some(path) => ConfigError::Content { path: path.clone(), cause: format!("`{key}`: {cause}") },
            None => ConfigError::Contradiction(format!("`{key}`: {cause}")),
        };
        let mut exclude = Vec::new();
        if !config.exclude.is_empty() {
            let patterns = config.exclude.iter().map(String::as_str);
            exclude.push(Matcher::new(root, patterns).map_err(|cause| wrong("exclude", cause))?);
        }
        if !overrides.exclude.is_empty() {
            let patterns = overrides.exclude.iter().map(String::as_str);
            let matcher = Matcher::new(cwd, patterns);
            exclude.push(matcher.map_err(|cause| ConfigError::Contradiction(format!("--exclude: {cause}")))?);
        }
        let per_file_ignores = config
            .per_file_ignores
            .iter()
            .map(|(pattern, words)| Ok((Matcher::new(root, [pattern.as_str()])?, words.clone())))
            .collect::<Result<_, String>>()
            .map_err(|cause| wrong("per-file-ignores", cause))?;
        let accept = config.accept.iter().map(|entry| Accepted::new(entry, root)).collect::<Result<_, String>>();
        let accept = accept.map_err(|cause| wrong("accept", cause))?;
        Ok(Settings {
            file,
            project,
            min_python,
            max_python,
            limited_api,
            isolation,
            free_threading,
            select,
            ignore: Sourced::new(ignore, origin),
            preview,
            wide: overrides.profile.is_some() || !overrides.select.is_empty(),
            all: false,
            threads: None,
            fail_on,
            baseline,
            exact,
            exclude: Arc::new(exclude),
            per_file_ignores,
            accept,
            config,
        })
    }

    /// What is checked; `mentioned`: build files or sources speak of the limited API.
    pub fn targets(&self, mentioned: bool) -> Targets {
        let (limited_api, version) = match self.limited_api.value {
            LimitedApi::Auto => (if mentioned { Truth::Maybe } else { Truth::False }, None),
            LimitedApi::No => (Truth::False, None),
            LimitedApi::Yes(python) => (Truth::True, python.map(|p| 0x0300_0000 | u32::from(p.0) << 16)),
        };
        Targets {
            min_python: self.min_python.value,
            max_python: self.max_python.value,
            limited_api,
            limited_api_version: version,
            cpython: self.project.cpython.is_some(),
            isolation: self.isolation.value,
            free_threading: self.free_threading.value,
        }
    }

    /// Which rules are on, with their levels.
    pub fn levels(&self, targets: &Targets) -> Levels {
        Levels::new(&self.select.value, &self.ignore.value, &self.config.severity, self.preview.value, targets)
    }

    /// What `per-file-ignores` leaves out in the file `path` (absolute).
    pub fn ignores_in(&self, path: &Path) -> Vec<&Selector> {
        let matching = self.per_file_ignores.iter().filter(|(matcher, _)| matcher.matches(path, false));
        matching.flat_map(|(_, words)| words).collect()
    }

    /// What a user should know before the findings, in words: a CPython checkout is read as such.
    pub fn note(&self) -> Option<String> {
        let root = self.project.cpython.as_deref()?;
        let mut off = RULES.iter().filter(|rule| rule.off_in_cpython).map(|rule| rule.code);
        let first = off.next()?;
        Some(format!(
            "{} is a CPython checkout: checked for Python {} to {}, with rules {first} to {} off",
            root.display(),
            self.min_python.value,
            self.max_python.value,
            off.next_back().unwrap_or(first)
        ))
    }
}

/// The command line's value before the file's before the default.
fn first_given<T>(cli: Option<T>, file: Option<T>, from_file: &str, default: T) -> Sourced<T> {
    match (cli, file) {
        (Some(value), _) => Sourced::new(value, "command line"),
        (_, Some(value)) => Sourced::new(value, from_file),
        _ => Sourced::new(default, "default"),
    }
}
