//! Files that commands write: beside them first, so that nobody reads half of one.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::CommandError;

/// Writes a file by a function.
pub(super) fn write(path: &Path, text: impl Fn(&mut dyn Write) -> io::Result<()>) -> Result<(), CommandError> {
    let written = |path: &Path| -> io::Result<()> {
        let mut out = BufWriter::new(File::create(path)?);
        text(&mut out)?;
        out.flush()
    };
    let failed = |cause| CommandError::Write { path: path.to_owned(), cause };
    // A device or a pipe is written as it is.
    if path.exists() && !path.is_file() {
        return written(path).map_err(failed);
    }
    let part = part(path);
    written(&part).and_then(|()| fs::rename(&part, path)).map_err(|cause| {
        let _ = fs::remove_file(&part);
        failed(cause)
    })
}

fn part(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}
