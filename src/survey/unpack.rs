//! Archives of sources to a folder: what a check may read of them, within limits. Nothing of them is run, and no path of
//! theirs leads out of the folder.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use crate::{abi::Limits, input::SOURCE_LIMIT};

/// Endings of files that hold neither code of C nor what builds it.
const OTHER: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "ico", "svg", "pdf", "bmp", "tif", "tiff", "webp", "npy", "npz", "bin", "dat", "gz",
    "zip", "bz2", "xz", "zst", "whl", "json", "csv", "tsv", "ipynb", "pyc", "html", "htm", "js", "css", "rst", "md",
    "po", "mo", "ttf", "woff", "woff2", "wav", "mp3", "mp4", "parquet", "h5", "fits", "rs", "go", "java", "pem", "xml",
    "dll", "exe", "lib", "a", "jar", "out",
];

/// What was not unpacked: a path inside the archive, if it is about one, and why.
pub(crate) type Left = (Option<String>, String);

/// Whether a name is that of an archive of sources, and without its ending.
pub(crate) fn stem(name: &str) -> Option<&str> {
    [".tar.gz", ".tgz", ".zip"].iter().find_map(|ending| name.strip_suffix(ending))
}

/// Unpacks an archive into a folder; says what was left.
pub(crate) fn unpack(archive: &Path, folder: &Path) -> Result<(u64, Vec<Left>), String> {
    let file = File::open(archive).map_err(|error| said(&error))?;
    let size = file.metadata().map_err(|error| said(&error))?.len();
    let limits = Limits::default();
    let mut to =
        To { folder, left: Vec::new(), room: limits.of_archive(size), limit: limits.of_archive(size), bytes: 0 };
    let entries = limits.entries;
    let done = if archive.extension().is_some_and(|ending| ending == "zip") {
        from_zip(file, &mut to, entries)
    } else {
        from_tar(file, &mut to, entries)
    };
    match done {
        Ok(()) => {}
        // What was unpacked before the damage is checked.
        Err(cause) if to.bytes > 0 => to.left.push((None, cause)),
        Err(cause) => return Err(cause),
    }
    Ok((to.bytes, to.left))
}

struct To<'a> {
    folder: &'a Path,
    left: Vec<Left>,
    limit: u64,
    room: u64,
    bytes: u64,
}

fn from_tar(file: File, to: &mut To<'_>, limit: usize) -> Result<(), String> {
    // What is skipped is inflated as well: the limit counts all that comes out.
    let room = to.limit;
    let inflated = flate2::read::MultiGzDecoder::new(io::BufReader::new(file)).take(room.saturating_add(1));
    let mut archive = tar::Archive::new(inflated);
    let entries = archive.entries().map_err(|error| damaged(&error))?;
    for (count, entry) in entries.enumerate() {
        if count >= limit {
            return Err(format!("has more than {limit} members: the others were not read"));
        }
        let mut entry = entry.map_err(|error| damaged(&error))?;
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = entry.path().map_err(|error| damaged(&error))?.into_owned();
        let size = entry.size();
        to.member(&path, size, &mut entry)?;
    }
    Ok(())
}

fn from_zip(file: File, to: &mut To<'_>, limit: usize) -> Result<(), String> {
    let mut archive = zip::ZipArchive::new(io::BufReader::new(file)).map_err(|error| format!("is damaged: {error}"))?;
    if archive.len() > limit {
        return Err(format!("has more than {limit} members"));
    }
    for at in 0..archive.len() {
        let mut entry = match archive.by_index(at) {
            Ok(entry) => entry,
            Err(error) => {
                to.left.push((None, format!("member {at} is damaged: {error}")));
                continue;
            }
        };
        if entry.is_file() {
            let path = match entry.name() {
                Ok(name) => PathBuf::from(name.as_ref()),
                Err(error) => {
                    to.left.push((None, format!("member {at} is damaged: {error}")));
                    continue;
                }
            };
            let size = entry.size();
            to.member(&path, size, &mut entry)?;
        }
    }
    Ok(())
}

impl To<'_> {
    /// Writes a member, unless nobody would read it. An error where nothing more is to be read.
    fn member(&mut self, path: &Path, size: u64, content: &mut dyn Read) -> Result<(), String> {
        let name = path.to_string_lossy().into_owned();
        let Some(rest) = self.room.checked_sub(size) else {
            return Err(format!("inflates to more than {} bytes: {name} and what follows was not read", self.limit));
        };
        self.room = rest;
        if !is_wanted(path) {
            return Ok(());
        }
        if !path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
            self.left.push((Some(name), "leads out of the archive: it was not unpacked".to_owned()));
            return Ok(());
        }
        if size > SOURCE_LIMIT {
            let cause = format!("is too large: {size} bytes, the limit is {SOURCE_LIMIT}");
            self.left.push((Some(name), cause));
            return Ok(());
        }
        let place = self.folder.join(path);
        let made = place.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| File::create(&place));
        let mut file = match made {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::StorageFull => return Err(said(&error)),
            Err(error) => {
                self.left.push((Some(name), format!("cannot be unpacked: {}", said(&error))));
                return Ok(());
            }
        };
        // A zip may say less than it holds.
        match io::copy(&mut content.take(SOURCE_LIMIT), &mut file) {
            Ok(bytes) => self.bytes += bytes,
            Err(error) => return Err(format!("{name}: {}", damaged(&error))),
        }
        Ok(())
    }
}

/// Whether a check may read it.
fn is_wanted(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "py" => path.file_name().is_some_and(|name| name == "setup.py"),
        ending => !OTHER.contains(&ending),
    }
}

fn said(error: &io::Error) -> String {
    crate::input::InputError::io(Path::new(""), error).cause
}

fn damaged(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => said(error),
        _ => format!("is damaged, or ends too early: {}", said(error)),
    }
}
