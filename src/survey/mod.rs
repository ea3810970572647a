//! A survey: one distribution after the other is checked, and what is found of each goes into tables of its own. Prints
//! nothing.
//!
//! The file of a distribution in `distributions` is written last: where it is, all others are. So a survey may be
//! interrupted at any point, and two may write to one folder.

mod rows;
mod table;
mod unpack;

use std::{
    fs::{self, File},
    io::{self, Read},
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use sha2::{Digest, Sha256};

use crate::{
    check,
    config::{Overrides, Settings},
    input::{BINARY_LIMIT, InputError, Overlay, Request},
};
use rows::Rows;

/// Files of a folder that are hashed.
const FOLDER_FILES: usize = 200_000;

/// Where a survey writes, and what tells its tables from those of others.
#[derive(Debug)]
pub struct Survey {
    output: PathBuf,
    build: String,
    count: AtomicUsize,
}

/// How it went with one input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// It was checked.
    Checked {
        /// Rows in `gaps`.
        gaps: usize,
    },
    /// An earlier run did it.
    Before,
}

/// What a distribution is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Wheel,
    Sdist,
    Folder,
}

impl Shape {
    fn as_str(self) -> &'static str {
        match self {
            Shape::Wheel => "wheel",
            Shape::Sdist => "sdist",
            Shape::Folder => "folder",
        }
    }
}

/// A distribution as its rows name it.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) shape: Shape,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) file: String,
    pub(crate) sha256: Option<String>,
    pub(crate) bytes: u64,
}

impl Survey {
    /// One that writes below a folder, which is made.
    ///
    /// # Errors
    /// Where it cannot be made, or the program cannot read itself.
    pub fn new(output: &Path) -> Result<Survey, InputError> {
        fs::create_dir_all(output.join("distributions")).map_err(|error| InputError::io(output, &error))?;
        Ok(Survey { output: output.to_owned(), build: build()?, count: AtomicUsize::new(0) })
    }

    /// Checks one input and writes its tables.
    ///
    /// # Errors
    /// Where it could not be read at all, which `gaps` says as well, or where tables cannot be written.
    pub fn add(&self, input: &Path) -> Result<Done, InputError> {
        let named =
            catch_unwind(AssertUnwindSafe(|| named(input))).unwrap_or_else(|_| Err("internal error".to_owned()));
        // What cannot be read has a row until it can.
        let lost = self.key(&["lost", &input.to_string_lossy()]);
        let named = match named {
            Ok(named) => named,
            Err(cause) => {
                self.write_lost(input, &lost, &cause)?;
                return Err(InputError::new(input, cause));
            }
        };
        let key = self.key(&[named.sha256.as_deref().unwrap_or_default(), &named.file]);
        if self.output.join("distributions").join(format!("{key}.parquet")).is_file() {
            return Ok(Done::Before);
        }
        let mut rows = Rows::new(&named, &self.build);
        let start = Instant::now();
        let checked = catch_unwind(AssertUnwindSafe(|| self.check(input, &named, &mut rows)));
        match checked {
            Ok(Ok(())) => {}
            Ok(Err(cause)) => rows.fail(&cause),
            Err(_) => rows.fail("internal error: it was not checked"),
        }
        rows.took(start.elapsed());
        let gaps = rows.gaps();
        rows.write(&self.output, &key).map_err(|error| InputError::io(&self.output, &error))?;
        let _ = fs::remove_file(self.output.join("gaps").join(format!("{lost}.parquet")));
        match rows.failed() {
            Some(cause) => Err(InputError::new(input, cause)),
            None => Ok(Done::Checked { gaps }),
        }
    }

    fn check(&self, input: &Path, named: &Named, rows: &mut Rows) -> Result<(), String> {
        let input = std::path::absolute(input).map_err(|error| error.to_string())?;
        let (folder, path) = match named.shape {
            Shape::Wheel => (input.parent().unwrap_or(&input).to_owned(), PathBuf::from(&named.file)),
            Shape::Folder => (input.clone(), PathBuf::from(".")),
            Shape::Sdist => {
                let number = self.count.fetch_add(1, Ordering::Relaxed);
                let place = std::env::temp_dir().join(format!("extlint-survey-{}-{number}", std::process::id()));
                let place = Temporary::new(place).map_err(|error| format!("a temporary folder: {error}"))?;
                let (bytes, left) = unpack::unpack(&input, &place.0)?;
                rows.unpacked(bytes);
                left.into_iter().for_each(|(path, cause)| rows.gap(path.as_deref(), &cause, "unpack"));
                return self.run(&place.0, PathBuf::from("."), rows);
            }
        };
        self.run(&folder, path, rows)
    }

    fn run(&self, folder: &Path, path: PathBuf, rows: &mut Rows) -> Result<(), String> {
        let overrides = Overrides { no_config: true, ..Overrides::default() };
        let mut settings =
            Settings::settle(&overrides, &folder.join(&path), folder).map_err(|error| error.to_string())?;
        settings.all = true;
        let request = Request {
            paths: vec![path],
            cwd: folder.to_owned(),
            exclude: Arc::clone(&settings.exclude),
            force_exclude: false,
            gitignore: false,
            stdin_name: None,
            overlay: Overlay::default(),
        };
        let (outcome, uses) = check::check_seen(&request, &settings, &mut |facts| rows.facts(facts));
        rows.outcome(&outcome, &uses);
        Ok(())
    }

    fn write_lost(&self, input: &Path, key: &str, cause: &str) -> Result<(), InputError> {
        let file = input.file_name().unwrap_or(input.as_os_str()).to_string_lossy().into_owned();
        let (name, version) = names(&file);
        let named = Named { shape: Shape::Folder, name, version, file, sha256: None, bytes: 0 };
        let mut rows = Rows::new(&named, &self.build);
        rows.gap(None, cause, "input");
        rows.write_gaps(&self.output, key).map_err(|error| InputError::io(&self.output, &error))
    }

    fn key(&self, parts: &[&str]) -> String {
        let mut hasher = blake3::Hasher::new();
        for part in parts.iter().chain(&[self.build.as_str()]) {
            hasher.update(part.as_bytes()).update(&[0]);
        }
        hasher.finalize().to_hex()[..32].to_owned()
    }
}

/// A folder that goes when it is no longer needed.
struct Temporary(PathBuf);

impl Temporary {
    fn new(path: PathBuf) -> io::Result<Temporary> {
        // One that a killed process of the same number left is nobody's.
        let _ = fs::remove_dir_all(&path);
        fs::create_dir(&path)?;
        Ok(Temporary(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The inputs below paths: a folder is a project itself where it says so, else each distribution in it is one.
pub fn inputs(paths: &[PathBuf]) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for path in paths {
        let project = ["PKG-INFO", "pyproject.toml", "setup.py"].iter().any(|mark| path.join(mark).exists());
        if project || !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let entries = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        let is_input = |entry: &PathBuf| {
            let name = entry.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.') && (entry.is_dir() || name.ends_with(".whl") || unpack::stem(&name).is_some())
        };
        let mut children: Vec<PathBuf> = entries.filter(is_input).collect();
        children.sort();
        out.extend(children);
    }
    let mut seen = std::collections::HashSet::new();
    out.retain(|path| seen.insert(path.clone()));
    out
}

/// What an input is, by its name and its bytes.
fn named(input: &Path) -> Result<Named, String> {
    let io = |error: io::Error| InputError::io(input, &error).cause;
    let metadata = fs::metadata(input).map_err(io)?;
    let absolute = std::path::absolute(input).map_err(io)?;
    let file = absolute.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (name, version) = names(&file);
    let (shape, sha256, bytes) = if metadata.is_dir() {
        let (sha256, bytes) = hash_folder(input)?;
        (Shape::Folder, sha256, bytes)
    } else {
        let shape = if file.ends_with(".whl") {
            Shape::Wheel
        } else if unpack::stem(&file).is_some() {
            Shape::Sdist
        } else {
            return Err("is no wheel, source distribution (.tar.gz, .zip) or folder".to_owned());
        };
        if !metadata.is_file() {
            return Err("is not a regular file".to_owned());
        }
        if metadata.len() > BINARY_LIMIT {
            return Err(format!("is too large: {} bytes, the limit is {BINARY_LIMIT}", metadata.len()));
        }
        let mut hasher = Sha256::new();
        hash(&mut File::open(input).map_err(io)?, &mut hasher).map_err(io)?;
        (shape, hex(hasher), metadata.len())
    };
    Ok(Named { shape, name, version, file, sha256: Some(sha256), bytes })
}

/// The name and the version in the name of a file.
fn names(file: &str) -> (String, String) {
    let of = |parts: Option<(&str, &str)>| parts.map(|(name, version)| (name.to_owned(), version.to_owned()));
    let wheel = file.strip_suffix(".whl").and_then(|stem| {
        let (name, rest) = stem.split_once('-')?;
        Some((name, rest.split('-').next()?))
    });
    let plain = unpack::stem(file).unwrap_or(file);
    let sdist = || plain.rsplit_once('-').filter(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()));
    of(wheel).or_else(|| of(sdist())).unwrap_or_else(|| (plain.to_owned(), String::new()))
}

fn hash(from: &mut impl Read, to: &mut Sha256) -> io::Result<u64> {
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

/// Paths and contents of the files of a folder, in order.
fn hash_folder(folder: &Path) -> Result<(String, u64), String> {
    let mut hasher = Sha256::new();
    let mut bytes = 0;
    let mut walk = ignore::WalkBuilder::new(folder);
    walk.standard_filters(false).sort_by_file_path(Path::cmp);
    for (count, entry) in walk.build().enumerate() {
        let entry = entry.map_err(|error| error.to_string())?;
        if count > FOLDER_FILES {
            return Err(format!("has more than {FOLDER_FILES} files"));
        }
        if !entry.file_type().is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        hasher.update(below.to_string_lossy().as_bytes());
        hasher.update([0]);
        let read = File::open(entry.path()).and_then(|mut file| hash(&mut file, &mut hasher));
        bytes += read.map_err(|error| format!("{}: {error}", below.display()))?;
        hasher.update([0]);
    }
    Ok((hex(hasher), bytes))
}

fn hex(hasher: Sha256) -> String {
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What tells this build of the program from others.
fn build() -> Result<String, InputError> {
    let path = std::env::current_exe().map_err(|error| InputError::io(Path::new("extlint"), &error))?;
    let mut hasher = blake3::Hasher::new();
    let read = File::open(&path).and_then(|file| hasher.update_reader(file).map(|_| ()));
    read.map_err(|error| InputError::io(&path, &error))?;
    Ok(hasher.finalize().to_hex()[..16].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_say_distribution_and_version() {
        let of = |file: &str| names(file);
        let pair = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        assert_eq!(of("spam-1.0-cp312-cp312-linux_x86_64.whl"), pair("spam", "1.0"));
        assert_eq!(of("zope.interface-7.2.tar.gz"), pair("zope.interface", "7.2"));
        assert_eq!(of("a-b-2.0rc1.zip"), pair("a-b", "2.0rc1"));
        assert_eq!(of("spam"), pair("spam", ""));
        assert_eq!(of("a-folder"), pair("a-folder", ""));
    }
}
