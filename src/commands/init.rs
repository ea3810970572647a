//! `extlint init`.

use std::{fs::OpenOptions, io::Write as _, path::Path};

use super::{CommandError, Exit, Streams};
use crate::config::commented;

/// The file that is written.
const NAME: &str = "extlint.toml";

/// Writes a configuration file with every key in a comment; never over one that is there.
pub(super) fn run(folder: Option<&Path>, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let path = folder.unwrap_or(Path::new("")).join(NAME);
    let failed = |cause| CommandError::Write { path: path.clone(), cause };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(commented().as_bytes()).map_err(failed)?;
    writeln!(streams.err, "extlint: note: {} written", path.display())?;
    Ok(Exit::Clean)
}
