//! Writes files: each as a whole or not at all, where its links lead, with the rights that it has. Only a file with
//! several names (hard links) is written in place, so that it stays one file.

use std::{
    fs::{self, File, Metadata, OpenOptions},
    io::{self, Seek as _, Write},
    path::{Path, PathBuf},
};

use super::Change;
use crate::input::InputError;

/// Writes the changes; what cannot be written is an error, the others are.
pub fn write(changes: &[Change]) -> Vec<InputError> {
    let failed = |change: &Change| {
        let cause = replace(change).err()?;
        Some(InputError { path: change.name.clone(), cause: format!("was not changed: {cause}") })
    };
    changes.iter().filter_map(failed).collect()
}

/// Writes the changes, all or none: everything is written beside its file before the first file is replaced, and what
/// was replaced is put back where a later one cannot be.
///
/// # Errors
/// The first file that cannot be written, and why.
pub fn write_together(changes: &[Change]) -> Result<(), InputError> {
    let mut staged: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut result = Ok(());
    for change in changes {
        match staged_for(change) {
            Ok(pair) => staged.push(pair),
            Err(cause) => {
                result = Err(InputError { path: change.name.clone(), cause: format!("nothing was changed: {cause}") });
                break;
            }
        }
    }
    let mut done = 0;
    while result.is_ok()
        && let Some((part, path)) = staged.get(done)
    {
        match fs::rename(part, path) {
            Ok(()) => done += 1,
            Err(cause) => result = Err(InputError::io(path, &cause)),
        }
    }
    if result.is_err() {
        staged[done..].iter().for_each(|(part, _)| drop(fs::remove_file(part)));
        for change in &changes[..done] {
            let back = Change { before: change.after.clone(), after: change.before.clone(), ..change.clone() };
            let _ = replace(&back);
        }
    }
    result
}

/// What is to be renamed for a change, and to what.
fn staged_for(change: &Change) -> Result<(PathBuf, PathBuf), String> {
    let Ready { path, metadata, .. } = Ready::of(change)?;
    if has_several_names(&metadata) {
        return Err("it has several names (hard links)".to_owned());
    }
    let part = stage(change, &path, &metadata).map_err(|error| InputError::io(&change.path, &error).cause)?;
    Ok((part, path))
}

/// A file that may be changed.
struct Ready {
    /// Where its links lead.
    path: PathBuf,
    file: File,
    metadata: Metadata,
}

impl Ready {
    /// Looks at the file of a change; an error says why it may not be changed.
    fn of(change: &Change) -> Result<Ready, String> {
        let said = |error: io::Error| InputError::io(&change.path, &error).cause;
        let path = fs::canonicalize(&change.path).map_err(said)?;
        let metadata = fs::metadata(&path).map_err(said)?;
        // To rename over a file asks for no right to write it.
        if metadata.permissions().readonly() {
            return Err("it is read-only".to_owned());
        }
        let file = OpenOptions::new().write(true).open(&path).map_err(said)?;
        if fs::read(&path).map_err(said)? != change.before {
            return Err("it has been modified in the meantime".to_owned());
        }
        Ok(Ready { path, file, metadata })
    }
}

fn replace(change: &Change) -> Result<(), String> {
    let Ready { path, file, metadata } = Ready::of(change)?;
    let written = if has_several_names(&metadata) {
        in_place(&file, &change.after).inspect_err(|_| drop(in_place(&file, &change.before)))
    } else {
        stage(change, &path, &metadata)
            .and_then(|part| fs::rename(&part, &path).inspect_err(|_| drop(fs::remove_file(&part))))
    };
    written.map_err(|error| InputError::io(&change.path, &error).cause)
}

/// Writes what a file is to hold beside it; gives that place.
fn stage(change: &Change, path: &Path, metadata: &Metadata) -> io::Result<PathBuf> {
    let (file, part) = beside(path)?;
    match fill(file, &part, &change.after, metadata) {
        Ok(()) => Ok(part),
        Err(error) => {
            let _ = fs::remove_file(&part);
            Err(error)
        }
    }
}

/// Puts `bytes` in the place of what a file holds.
fn in_place(mut file: &File, bytes: &[u8]) -> io::Result<()> {
    file.rewind()?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()
}

/// Whether other names lead to the same file: a rename would part them.
#[cfg(unix)]
fn has_several_names(file: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
fn has_several_names(_file: &Metadata) -> bool {
    false
}

/// A new file in the same folder.
fn beside(path: &Path) -> io::Result<(File, PathBuf)> {
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    Ok((OpenOptions::new().write(true).create_new(true).open(&part)?, part))
}

fn fill(mut file: File, part: &Path, bytes: &[u8], old: &Metadata) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()?;
    own(part, old);
    fs::set_permissions(part, old.permissions())
}

/// Gives the file to the owner of the old one, where that is another and the system lets us.
#[cfg(unix)]
fn own(part: &Path, old: &Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    if fs::metadata(part).is_ok_and(|new| (new.uid(), new.gid()) != (old.uid(), old.gid())) {
        let _ = std::os::unix::fs::chown(part, Some(old.uid()), Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn own(_part: &Path, _old: &Metadata) {}
