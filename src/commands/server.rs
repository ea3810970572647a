//! `extlint server`.

use super::{CommandError, Exit, Streams};
use crate::{cli::ServerArgs, server};

/// Serves an editor on standard input and output. Who leaves without a word gets the exit code 1, as the protocol has it.
pub(super) fn run(args: &ServerArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let overrides = args.settings.overrides(&[]);
    let orderly = server::run(overrides, std::io::stdin(), streams.out)?;
    Ok(if orderly { Exit::Clean } else { Exit::Findings })
}
