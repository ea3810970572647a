//! What packages ship beside the binary: completions for shells and manual pages. Both come from the command line's types.

use std::{fs, path::Path};

use clap::CommandFactory as _;

use super::{CommandError, Exit, Streams};
use crate::cli::Cli;

/// Prints the completions of one shell.
pub(super) fn completions(shell: clap_complete::Shell, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "extlint", &mut script);
    streams.out.write_all(&script)?;
    Ok(Exit::Clean)
}

/// Writes `extlint.1` and a page a command into a folder.
pub(super) fn manual(folder: &Path) -> Result<Exit, CommandError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |cause| CommandError::Write { path, cause }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(failed(folder))?;
    Ok(Exit::Clean)
}
