//! `extlint init`.

use std::{fs::OpenOptions, io::Write as _, path::Path};

use super::{CommandError, Exit, Streams};
use crate::config::{ConfigError, commented, configured};

/// The file that is written.
const NAME: &str = "extlint.toml";

/// Writes a configuration file with every key in a comment; never over one that is there.
pub(super) fn run(folder: Option<&Path>, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let folder = folder.unwrap_or(Path::new(""));
    let path = folder.join(NAME);
    if let Some(there) = present(folder) {
        return Err(ConfigError::Contradiction(there).into());
    }
    let failed = |cause| CommandError::Write { path: path.clone(), cause };
    // What appeared meanwhile stays as well.
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(commented().as_bytes()).map_err(failed)?;
    writeln!(streams.err, "extlint: note: {} written", path.display())?;
    Ok(Exit::Clean)
}

/// Which configuration is in a folder already, in words.
fn present(folder: &Path) -> Option<String> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (name, table) = configured(here)?;
    let shown = folder.join(name).display().to_string();
    Some(if table {
        format!("{shown} has a table `tool.extlint` already")
    } else {
        format!("{shown} is there already")
    })
}
