//! The command line's types. Understands arguments; runs nothing.

mod converts;
mod known;
mod reports;
#[cfg(feature = "survey")]
mod survey;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
pub use converts::ConvertArgs;
pub use known::{CacheArgs, ChangeArgs, KnownArgs};
pub use reports::ReportArgs;
#[cfg(feature = "survey")]
pub use survey::SurveyArgs;

use crate::{
    config::{
        Clang, FailOn, Overrides, Profile, Selector, parse_free_threading, parse_isolation, parse_python,
        parse_selector,
    },
    facts::{Isolation, Python, Truth},
    finding::Severity,
    report::{Format, Sort},
};

/// A static ABI and isolation linter for CPython C extensions
#[derive(Debug, Parser)]
#[command(name = "extlint", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check C and C++ files, extension modules and wheels
    #[command(after_help = "Exit code: 0 no finding at or above --fail-on, 1 findings, \
                            2 could not run, or could not read an input.")]
    Check(Box<CheckArgs>),
    /// Explain a rule, or list those of a family (`ISO`, `isolation`) or all
    Rule(RuleArgs),
    /// Compare JSON reports: what was fixed, what is new, and how the counts change over releases
    #[command(after_help = "Exit code: 0, or 2 if a report could not be read.")]
    Report(ReportArgs),
    /// Print what extlint knows about C and C++ files, one JSON object per file
    Facts(Box<FactsArgs>),
    /// Print the settings in effect and where they come from
    Config(Box<ConfigArgs>),
    /// Turn modules that are not isolated into ones that are: heap types, multi-phase initialization, module state
    #[command(after_help = "Exit code: 0 nothing is left, 1 something is left for a person, 2 could not run.")]
    Convert(Box<ConvertArgs>),
    /// Serve an editor: the language server protocol on standard input and output
    #[cfg(feature = "server")]
    Server(Box<ServerArgs>),
    /// Check many distributions, and write what is found to tables of Parquet
    #[cfg(feature = "survey")]
    #[command(
        after_help = "Exit code: 0, or 2 if an input could not be read or a table not be written. Findings do not matter."
    )]
    Survey(SurveyArgs),
    /// Write a configuration file with every key commented out
    Init {
        /// The folder to write it to [default: the current folder]
        folder: Option<PathBuf>,
    },
    /// Print the version
    Version,
    /// Print the completion script for a shell
    #[command(hide = true)]
    GenerateShellCompletion {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder
    #[command(hide = true)]
    GenerateMan {
        /// The folder, created if it does not exist
        folder: PathBuf,
    },
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What to check.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// How to report.
    #[command(flatten)]
    pub output: OutputArgs,
    /// What is known already.
    #[command(flatten)]
    pub known: KnownArgs,
    /// What changed.
    #[command(flatten)]
    pub changes: ChangeArgs,
    /// Settings.
    #[command(flatten)]
    pub settings: SettingArgs,
    /// What to change.
    #[command(flatten)]
    pub fixes: FixArgs,
    /// What is kept from run to run.
    #[command(flatten)]
    pub cache: CacheArgs,
    /// Check again whenever a file changes, until interrupted
    #[cfg(feature = "watch")]
    #[arg(long, conflicts_with_all = ["fix", "diff", "write_baseline", "prune_baseline", "add_suppressions"])]
    pub watch: bool,
    /// Number of threads [default: the number of processors]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Exit with 0 even if there are findings; errors still exit with 2
    #[arg(long)]
    pub exit_zero: bool,
}

/// Arguments of `server`.
#[cfg(feature = "server")]
#[derive(Debug, Args)]
pub struct ServerArgs {
    /// Settings.
    #[command(flatten)]
    pub settings: SettingArgs,
    /// Speak on standard input and output; there is no other way, and it need not be given
    #[arg(long, hide = true)]
    pub stdio: bool,
}

/// Which files.
#[derive(Debug, Args)]
#[command(next_help_heading = "Inputs")]
pub struct InputArgs {
    /// Files and folders, `-` for standard input [default: .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// File name for standard input: decides the language, the configuration and the project
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Leave out paths that match a pattern, written as in .gitignore
    #[arg(long, value_name = "GLOB", value_delimiter = ',')]
    pub exclude: Vec<String>,
    /// Treat named paths like files found in the current folder: excluded, folded, with its settings (for pre-commit)
    #[arg(long)]
    pub force_exclude: bool,
    /// Also read files that .gitignore excludes
    #[arg(long)]
    pub no_ignore: bool,
}

/// How to report.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// Format of the report
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: Format,
    /// Write the report to this file instead of standard output
    #[arg(long, value_name = "PATH")]
    pub output_file: Option<PathBuf>,
    /// Write another report to a file; may be given several times
    #[arg(long, value_name = "FORMAT=PATH", value_parser = report)]
    pub report: Vec<(Format, PathBuf)>,
    /// When to use colors
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
    /// Print only findings and errors: no messages, no tables, no closing line
    #[arg(long, short)]
    pub quiet: bool,
    /// Report only findings of this level and above; others do not affect the exit code either
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t)]
    pub min_severity: MinSeverity,
    /// Order of findings in the formats full and concise
    #[arg(long, value_enum, value_name = "ORDER", default_value_t)]
    pub sort: Sort,
    /// Show the tables by module and by rule instead of the findings
    #[arg(long)]
    pub statistics: bool,
    /// Fold nothing: show and count findings in vendored, test, generated and unused files, copies, and all of wheels
    #[arg(long)]
    pub all: bool,
}

/// The lowest level that is reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MinSeverity {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Every finding
    #[default]
    Note,
}

impl MinSeverity {
    /// The level.
    pub fn severity(self) -> Severity {
        match self {
            MinSeverity::Error => Severity::Error,
            MinSeverity::Warning => Severity::Warning,
            MinSeverity::Note => Severity::Note,
        }
    }
}

/// What to change.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fixes")]
pub struct FixArgs {
    /// Make the edits that do not change what the code does, and report what is left
    #[arg(long, group = "mending")]
    pub fix: bool,
    /// With --fix or --diff: also make edits that may change what the code does
    #[arg(long, requires = "mending")]
    pub unsafe_fixes: bool,
    /// Print what --fix would change as a diff for `git apply`, without changing files; exits with 1 if there is a change
    #[arg(long, group = "mending")]
    pub diff: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal; NO_COLOR and FORCE_COLOR are respected
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Settings that replace those of a configuration file.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
pub struct SettingArgs {
    /// Run only these rules: codes, names, categories or beginnings of codes
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = parse_selector)]
    pub select: Vec<Selector>,
    /// Run only the rules for one topic, in wheels too
    #[arg(long, value_enum, value_name = "WHICH", conflicts_with = "select")]
    pub profile: Option<Profile>,
    /// Leave these rules out
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = parse_selector)]
    pub ignore: Vec<Selector>,
    /// Also run the rules that are in preview
    #[arg(long)]
    pub preview: bool,
    /// Lowest level of findings that leads to exit code 1 [default: warning]
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub fail_on: Option<FailOn>,
    /// Oldest Python version supported, like 3.9 [default: requires-python, or 3.10]
    #[arg(long, value_name = "VERSION", value_parser = parse_python)]
    pub min_python: Option<Python>,
    /// Newest Python version to check for [default: 3.15]
    #[arg(long, value_name = "VERSION", value_parser = parse_python)]
    pub max_python: Option<Python>,
    /// Interpreters to support: auto, process, subinterpreter, per-interpreter-gil [default: what each module declares]
    #[arg(long, value_name = "WHICH", value_parser = isolation)]
    pub isolation: Option<OptionalIsolation>,
    /// Whether to support running without the GIL: auto, true, false [default: what each module declares]
    #[arg(long, value_name = "BOOL", value_parser = parse_free_threading)]
    pub free_threading: Option<Truth>,
    /// Also read sources with libclang, for exact types and values; `auto` continues without it [default: off]
    #[arg(long, value_name = "auto|on|off|PATH", num_args = 0..=1, require_equals = true, default_missing_value = "on",
          value_parser = clang)]
    pub clang: Option<Clang>,
    /// The Python interpreter whose headers libclang reads [default: the one in use]
    #[arg(long, value_name = "PROGRAM")]
    pub python: Option<PathBuf>,
    /// The compile_commands.json, or its folder, from which libclang takes compiler flags [default: the project's]
    #[arg(long, value_name = "PATH")]
    pub compile_commands: Option<PathBuf>,
    /// Read settings from this file
    #[arg(long, value_name = "PATH", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Read no configuration file
    #[arg(long)]
    pub no_config: bool,
}

/// `--isolation`: None is `auto`.
#[derive(Clone, Copy, Debug)]
pub struct OptionalIsolation(pub Option<Isolation>);

fn isolation(word: &str) -> Result<OptionalIsolation, String> {
    parse_isolation(word).map(OptionalIsolation)
}

/// `--report`: a format and where it goes.
fn report(word: &str) -> Result<(Format, PathBuf), String> {
    let (format, path) = word.split_once('=').ok_or("expected FORMAT=PATH, like sarif=extlint.sarif")?;
    if path.is_empty() {
        return Err("the path is empty".to_owned());
    }
    Ok((<Format as ValueEnum>::from_str(format, false)?, PathBuf::from(path)))
}

fn clang(word: &str) -> Result<Clang, String> {
    Ok(Clang::parse(word))
}

/// Which front end reads sources for `facts`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FrontEnd {
    /// What `check` uses with the same settings: tree-sitter, refined by libclang if `--clang` is given
    #[default]
    Settings,
    /// tree-sitter alone
    TreeSitter,
    /// libclang alone
    Clang,
}

/// Arguments of `rule`.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// A rule's code or name; of the beginning of a code, and of a category, the rules are listed
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub rule: Option<String>,
    /// List all rules
    #[arg(long)]
    pub all: bool,
    /// Output format
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t)]
    pub output_format: TextOrJson,
}

/// Text or JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// Text
    #[default]
    Text,
    /// JSON
    Json,
}

/// Arguments of `facts`.
#[derive(Debug, Args)]
pub struct FactsArgs {
    /// What to read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// Settings.
    #[command(flatten)]
    pub settings: SettingArgs,
    /// Which front end reads the sources
    #[arg(long, value_enum, value_name = "WHICH", default_value_t)]
    pub front_end: FrontEnd,
    /// Print how much of each file was understood instead of the facts
    #[arg(long)]
    pub stats: bool,
}

/// Arguments of `config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// The path whose settings are printed [default: .]
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Print the JSON schema of the configuration file
    #[arg(long, conflicts_with = "default")]
    pub schema: bool,
    /// Print a configuration file with every key commented out
    #[arg(long)]
    pub default: bool,
    /// Settings.
    #[command(flatten)]
    pub settings: SettingArgs,
}

impl SettingArgs {
    /// What they say about settings; `exclude` are the patterns of the inputs.
    pub fn overrides(&self, exclude: &[String]) -> Overrides {
        Overrides {
            config: self.config.clone(),
            no_config: self.no_config,
            min_python: self.min_python,
            max_python: self.max_python,
            isolation: self.isolation.map(|i| i.0),
            free_threading: self.free_threading,
            select: self.select.clone(),
            profile: self.profile,
            ignore: self.ignore.clone(),
            preview: self.preview,
            exclude: exclude.to_vec(),
            fail_on: self.fail_on,
            clang: self.clang.clone(),
            python: self.python.clone(),
            compile_commands: self.compile_commands.clone(),
        }
    }
}
