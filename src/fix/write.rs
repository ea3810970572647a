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
    let error = |change: &Change, cause: String| InputError { path: change.name.clone(), cause };
    changes.iter().filter_map(|change| replace(change).err().map(|cause| error(change, cause))).collect()
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
        let error = |cause: String| InputError { path: change.name.clone(), cause };
        match stage(change) {
            Ok(pair) => staged.push(pair),
            Err(cause) => {
                result = Err(error(cause));
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

/// Writes what a file is to hold beside it; gives that place, and the file itself.
fn stage(change: &Change) -> Result<(PathBuf, PathBuf), String> {
    let said = |error: &io::Error| format!("nothing was changed: {}", InputError::io(&change.path, error).cause);
    let path = fs::canonicalize(&change.path).map_err(|error| said(&error))?;
    let metadata = fs::metadata(&path).map_err(|error| said(&error))?;
    if metadata.permissions().readonly() {
        return Err("nothing was changed: it is read-only".to_owned());
    }
    if has_several_names(&metadata) {
        return Err("nothing was changed: it has several names (hard links)".to_owned());
    }
    if fs::read(&path).map_err(|error| said(&error))? != change.before {
        return Err("nothing was changed: it has been modified in the meantime".to_owned());
    }
    let (file, part) = beside(&path).map_err(|error| said(&error))?;
    match fill(file, &part, &change.after, &metadata) {
        Ok(()) => Ok((part, path)),
        Err(error) => {
            let _ = fs::remove_file(&part);
            Err(said(&error))
        }
    }
}

fn replace(change: &Change) -> Result<(), String> {
    let said = |error: &io::Error| format!("was not changed: {}", InputError::io(&change.path, error).cause);
    let path = fs::canonicalize(&change.path).map_err(|error| said(&error))?;
    let metadata = fs::metadata(&path).map_err(|error| said(&error))?;
    // To rename over a file asks for no right to write it.
    if metadata.permissions().readonly() {
        return Err("was not changed: it is read-only".to_owned());
    }
    let file = OpenOptions::new().write(true).open(&path).map_err(|error| said(&error))?;
    if fs::read(&path).map_err(|error| said(&error))? != change.before {
        return Err("was not changed: it has been modified in the meantime".to_owned());
    }
    if has_several_names(&metadata) {
        return in_place(&file, &change.after).map_err(|error| {
            let _ = in_place(&file, &change.before);
            said(&error)
        });
    }
    let (file, part) = beside(&path).map_err(|error| said(&error))?;
    let written = fill(file, &part, &change.after, &metadata).and_then(|()| fs::rename(&part, &path));
    written.map_err(|error| {
        let _ = fs::remove_file(&part);
        said(&error)
    })
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
