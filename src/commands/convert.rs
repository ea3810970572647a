//! `extlint convert`.

use std::{io, path::Path};

use super::{CommandError, Exit, Streams, prepare, write_errors};
use crate::{
    cli::{ConvertArgs, TextOrJson},
    config::ConfigError,
    convert::{self, Conversion},
    fix,
};

/// Prints what is done and what is left, and the diff; changes the files where that is asked for.
pub(super) fn run(args: &ConvertArgs, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let (request, settings) = prepare(&args.inputs, &args.settings)?;
    if request.paths.iter().any(|path| path == Path::new("-")) {
        let words = "`convert` reads the files of a project, and cannot read standard input";
        return Err(ConfigError::Contradiction(words.to_owned()).into());
    }
    let Conversion { plan, changes, errors } = convert::convert(&request, &settings, args.to);
    write_errors(&errors, streams.err)?;
    if !errors.is_empty() {
        return Ok(Exit::Failed);
    }
    if args.write
        && let Err(error) = fix::write_together(&changes)
    {
        write_errors(&[error], streams.err)?;
        return Ok(Exit::Failed);
    }
    match args.output_format {
        TextOrJson::Json => {
            serde_json::to_writer_pretty(&mut *streams.out, &plan).map_err(io::Error::from)?;
            writeln!(streams.out)?;
        }
        TextOrJson::Text => {
            plan.print(streams.out, !args.write)?;
            for change in changes.iter().filter(|_| !args.write) {
                writeln!(streams.out)?;
                fix::unified(change, &request.cwd, streams.out)?;
            }
        }
    }
    streams.out.flush()?;
    Ok(if plan.left.is_empty() { Exit::Clean } else { Exit::Findings })
}
