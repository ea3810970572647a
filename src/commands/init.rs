//! `extlint init`.

use std::{fs::OpenOptions, io::Write as _, path::Path};

use super::{CommandError, Exit, Streams};
use crate::config::{ConfigError, commented, is_configured};

/// The file that is written.
const NAME: &str = "extlint.toml";

/// Where settings may be already. The new file would come before them, and hide them.
const OTHERS: [&str; 2] = [".extlint.toml", "pyproject.toml"];

/// Writes a configuration file with every key in a comment; never over one that is there, nor beside other settings.
pub(super) fn run(folder: Option<&Path>, streams: &mut Streams<'_>) -> Result<Exit, CommandError> {
    let folder = folder.unwrap_or(Path::new(""));
    for other in OTHERS.map(|name| folder.join(name)) {
        if is_configured(&other)? {
            let cause = format!(
                "the settings are here already, and {NAME} would hide them; `extlint config --default` prints every key"
            );
            return Err(ConfigError::Content { path: other, cause }.into());
        }
    }
    let path = folder.join(NAME);
    let failed = |cause| CommandError::Write { path: path.clone(), cause };
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(failed)?;
    file.write_all(commented().as_bytes()).map_err(failed)?;
    writeln!(streams.err, "extlint: note: {} written", path.display())?;
    Ok(Exit::Clean)
}
