//! The commands, each a function from arguments to written bytes and an exit status. They print only to what they are
//! given.

mod bar;
mod changed;
mod check;
mod config;
mod convert;
mod facts;
mod files;
mod fix;
mod generate;
mod init;
mod known;
mod report;
mod rule;
#[cfg(feature = "server")]
mod server;
mod stream;
#[cfg(feature = "survey")]
mod survey;
#[cfg(feature = "watch")]
mod watch;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

pub use stream::Stream;

use crate::{
    cli::{Cli, Command, InputArgs, SettingArgs},
    config::{ConfigError, Settings},
    input::{self, InputError, Overlay, Request, normal},
    report::plain,
};

/// Where a command writes.
pub struct Streams<'a> {
    /// Results.
    pub out: &'a mut dyn Write,
    /// Errors and notes.
    pub err: &'a mut dyn Write,
    /// Whether results go to a terminal.
    pub terminal: bool,
    /// Whether messages go to one.
    pub watched: bool,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Findings.
    Findings,
    /// Could not run, or did not read something.
    Failed,
}

/// Why a command could not run.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Settings are wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No such rule.
    #[error("there is no rule `{0}`{1}; `extlint rule --all` lists all rules")]
    UnknownRule(String, String),
    /// Writing failed.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A file could not be written.
    #[error("{}: {cause}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// A file could not be read, or holds something else.
    #[error("{}: {cause}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: io::Error,
    },
    /// `--prune-baseline` without one.
    #[error("`--prune-baseline` needs a baseline: use `--baseline`, or the key `baseline` in the configuration")]
    NoBaseline,
    /// git cannot tell what changed.
    #[error("git: {0}")]
    Git(String),
    /// Files cannot be watched.
    #[error("files cannot be watched: {0}")]
    Watch(String),
    /// There is no current folder: it was removed, or cannot be entered.
    #[error("the current folder: {0}")]
    Folder(io::Error),
}

/// Runs a command.
///
/// # Errors
/// Where it could not run at all.
pub fn run(cli: &Cli, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    match &cli.command {
        Command::Check(args) => check::run(args, streams),
        Command::Rule(args) => rule::run(args, streams),
        Command::Report(args) => report::run(args, streams),
        Command::Facts(args) => facts::run(args, streams),
        Command::Config(args) => config::run(args, streams),
        Command::Convert(args) => convert::run(args, streams),
        #[cfg(feature = "server")]
        Command::Server(args) => server::run(args, streams),
        #[cfg(feature = "survey")]
        Command::Survey(args) => survey::run(args, streams),
        Command::Init { folder } => init::run(folder.as_deref(), streams),
        Command::Version => {
            writeln!(streams.out, "extlint {}", env!("CARGO_PKG_VERSION"))?;
            Ok(Exit::Clean)
        }
        Command::GenerateShellCompletion { shell } => generate::completions(*shell, streams),
        Command::GenerateMan { folder } => generate::manual(folder),
    }
}

/// The request and the settings that arguments describe.
fn prepare(inputs: &InputArgs, settings: &SettingArgs) -> Result<(Request, Settings), CommandError> {
    let cwd = std::env::current_dir().map_err(CommandError::Folder)?;
    let paths = if inputs.paths.is_empty() { vec![PathBuf::from(".")] } else { inputs.paths.clone() };
    let named = |path: &PathBuf| match &inputs.stdin_filename {
        Some(name) if path == Path::new("-") => normal(&cwd, name),
        _ => normal(&cwd, path),
    };
    let first = settled_from(paths.iter().map(named));
    // Files that count as found have the settings of the folder that they were found from.
    let first = if inputs.force_exclude && first.starts_with(&cwd) { cwd.clone() } else { first };
    let settings = Settings::settle(&settings.overrides(&inputs.exclude), &first, &cwd)?;
    let request = Request {
        paths,
        cwd,
        exclude: Arc::clone(&settings.exclude),
        force_exclude: inputs.force_exclude,
        gitignore: !inputs.no_ignore,
        stdin_name: inputs.stdin_filename.clone(),
        overlay: Overlay::default(),
    };
    Ok((request, settings))
}

/// The path whose project settles a run over absolute paths: the folder that all of them have in common, where a project is
/// around it, else the first of them by name. Never the first as given: fingerprints are of paths below the project's
/// root, and must not hang on the order of arguments.
fn settled_from(paths: impl Iterator<Item = PathBuf>) -> PathBuf {
    let mut paths: Vec<PathBuf> = paths.collect();
    paths.sort();
    let Some((first, last)) = paths.first().zip(paths.last()) else { return PathBuf::new() };
    // What the first and the last of sorted paths begin with, all begin with.
    let both = first.components().zip(last.components()).take_while(|(a, b)| a == b);
    let common: PathBuf = both.map(|(part, _)| part).collect();
    if input::Project::of(&common).root.is_some() { common } else { first.clone() }
}

/// Writes notes.
fn write_notes(notes: &[String], err: &mut dyn Write) -> io::Result<()> {
    notes.iter().try_for_each(|note| writeln!(err, "extlint: note: {}", plain(note)))
}

/// Writes the errors about inputs.
fn write_errors(errors: &[InputError], err: &mut dyn Write) -> io::Result<()> {
    errors.iter().try_for_each(|error| writeln!(err, "extlint: error: {}", plain(&error.to_string())))
}
