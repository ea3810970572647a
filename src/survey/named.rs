//! What an input is: its kind, the name and the version that its file's name says, and the hash of its bytes.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

use sha2::{Digest, Sha256};

use super::unpack;
use crate::input::{BINARY_LIMIT, InputError};

/// Files of a folder that are hashed.
const FOLDER_FILES: usize = 200_000;
/// Bytes of them.
const FOLDER_BYTES: u64 = 8 << 30;

/// Folders in which a check reads nothing, and that change by themselves.
const OTHER: &[&str] = &[".git", ".hg", ".svn", ".jj"];

/// What a distribution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Wheel,
    Sdist,
    Folder,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Kind::Wheel => "wheel",
            Kind::Sdist => "sdist",
            Kind::Folder => "folder",
        }
    }

    /// By the name of a file; None for that of no distribution.
    pub(super) fn of_file(name: &str) -> Option<Kind> {
        if name.ends_with(".whl") { Some(Kind::Wheel) } else { unpack::stem(name).map(|_| Kind::Sdist) }
    }
}

/// A distribution as its rows name it.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) version: String,
    /// The archive's or folder's name.
    pub(super) file: String,
    /// Of its bytes; None where they could not be read.
    pub(super) sha256: Option<String>,
    pub(super) bytes: u64,
}

impl Named {
    /// Reads an input as far as to name it; an error in words where that cannot be done.
    pub(super) fn of(input: &Path) -> Result<Named, String> {
        let io = |error: io::Error| InputError::io(input, &error).cause;
        let metadata = fs::metadata(input).map_err(io)?;
        let absolute = fs::canonicalize(input).map_err(io)?;
        // A link to a folder is called as the link is; of `.` the folder itself says its name.
        let last = input.file_name().or_else(|| absolute.file_name()).unwrap_or_default();
        let file = last.to_string_lossy().into_owned();
        let (name, version) = names(&file);
        let (kind, (sha256, bytes)) = if metadata.is_dir() {
            (Kind::Folder, hash_folder(input)?)
        } else {
            let Some(kind) = Kind::of_file(&file) else {
                return Err("is no wheel, source distribution (.tar.gz, .zip) or folder".to_owned());
            };
            if !metadata.is_file() {
                return Err("is not a regular file".to_owned());
            }
            if metadata.len() > BINARY_LIMIT {
                return Err(format!("is too large: {} bytes, the limit is {BINARY_LIMIT}", metadata.len()));
            }
            let mut hasher = Sha256::new();
            let bytes = File::open(input).and_then(|file| hash(file.take(BINARY_LIMIT), &mut hasher)).map_err(io)?;
            (kind, (hex(hasher), bytes))
        };
        Ok(Named { kind, name, version, file, sha256: Some(sha256), bytes })
    }

    /// What can be said of an input that cannot be read, by its name alone.
    pub(super) fn lost(input: &Path) -> Named {
        let file = input.file_name().unwrap_or(input.as_os_str()).to_string_lossy().into_owned();
        let (name, version) = names(&file);
        Named { kind: Kind::of_file(&file).unwrap_or(Kind::Folder), name, version, file, sha256: None, bytes: 0 }
    }

    /// The same of a requirement.
    pub(super) fn required(line: &str) -> Named {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let name = line.split(|c| !is_name(c)).next().unwrap_or_default();
        Named {
            kind: Kind::Wheel,
            name: normalised(name),
            version: String::new(),
            file: line.to_owned(),
            sha256: None,
            bytes: 0,
        }
    }
}

/// The name and the version in the name of a file.
fn names(file: &str) -> (String, String) {
    let wheel = file.strip_suffix(".whl").and_then(|stem| {
        let (name, rest) = stem.split_once('-')?;
        Some((name, rest.split('-').next()?))
    });
    let plain = unpack::stem(file).unwrap_or(file);
    let sdist = || plain.rsplit_once('-').filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()));
    let (name, version) = wheel.or_else(sdist).unwrap_or((plain, ""));
    (normalised(name), version.to_owned())
}

/// A name as an index compares it: the wheel of a distribution spells it with `_` what its source spells with `.`.
fn normalised(name: &str) -> String {
    let parts = name.split(['-', '_', '.']).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-").to_lowercase()
}

fn hash(mut from: impl Read, to: &mut Sha256) -> io::Result<u64> {
    let mut buffer = vec![0; 1 << 16];
    let mut sum = 0;
    loop {
        let count = from.read(&mut buffer)?;
        if count == 0 {
            return Ok(sum);
        }
        to.update(&buffer[..count]);
        sum += count as u64;
    }
}

/// Paths and contents of the files of a folder, in order. What cannot be read has its path hashed: the check says why.
fn hash_folder(folder: &Path) -> Result<(String, u64), String> {
    fs::read_dir(folder).map_err(|error| InputError::io(folder, &error).cause)?;
    let mut hasher = Sha256::new();
    let mut bytes = 0;
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.standard_filters(false).sort_by_file_path(Path::cmp);
    walk.filter_entry(|entry| !OTHER.iter().any(|name| entry.file_name() == *name));
    let files = walk.build().flatten().filter(|entry| entry.file_type().is_some_and(|kind| !kind.is_dir()));
    for (count, entry) in files.enumerate() {
        if count >= FOLDER_FILES {
            return Err(format!("has more than {FOLDER_FILES} files"));
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        hasher.update(below.to_string_lossy().as_bytes());
        hasher.update([0]);
        // A link to a file counts as the file; one that leads nowhere, and what is no file, by its name.
        if fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_file()) {
            let read = File::open(entry.path()).and_then(|file| hash(file.take(BINARY_LIMIT), &mut hasher));
            bytes += read.unwrap_or_default();
        }
        if bytes > FOLDER_BYTES {
            return Err(format!("holds more than {FOLDER_BYTES} bytes"));
        }
        hasher.update([0]);
    }
    Ok((hex(hasher), bytes))
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_say_distribution_and_version() {
        let pair = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        assert_eq!(names("spam-1.0-cp312-cp312-linux_x86_64.whl"), pair("spam", "1.0"));
        assert_eq!(names("zope.interface-7.2.tar.gz"), pair("zope-interface", "7.2"));
        assert_eq!(names("zope_interface-7.2-cp313-cp313-win_amd64.whl"), pair("zope-interface", "7.2"));
        assert_eq!(names("a-b-2.0rc1.zip"), pair("a-b", "2.0rc1"));
        assert_eq!(names("Spam"), pair("spam", ""));
        assert_eq!(names("a-folder"), pair("a-folder", ""));
        assert_eq!(Named::required("Some_Name[x]>=2; python_version > '3'").name, "some-name");
    }

    #[test]
    fn a_folder_has_the_hash_of_its_files_and_of_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("src/.git")).expect("a folder");
        fs::write(at("src/a.c"), "int a;").expect("a file");
        let of = || Named::of(&at("src")).expect("it is read").sha256.expect("it has a hash");
        let first = of();
        fs::write(at("src/.git/index"), "x").expect("a file");
        assert_eq!(of(), first);
        fs::rename(at("src/a.c"), at("src/b.c")).expect("a file");
        let second = of();
        assert_ne!(second, first);
        fs::write(at("src/b.c"), "int b;").expect("a file");
        assert_ne!(of(), second);
    }
}
