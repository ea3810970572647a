//! Archives of sources to a folder: what a check may read of them, within limits. Nothing of them is run, and no path of
//! theirs leads out of the folder.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Component, Path, PathBuf},
};

use super::{Trouble, is_full};
use crate::{
    abi::Limits,
    input::{InputError, SOURCE_LIMIT},
};

/// Endings of files that hold neither code of C nor what builds it.
const OTHER: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "ico", "svg", "pdf", "bmp", "tif", "tiff", "webp", "npy", "npz", "bin", "dat", "gz",
    "zip", "bz2", "xz", "zst", "whl", "json", "csv", "tsv", "ipynb", "pyc", "html", "htm", "js", "css", "rst", "md",
    "po", "mo", "ttf", "woff", "woff2", "wav", "mp3", "mp4", "parquet", "h5", "fits", "rs", "go", "java", "pem", "xml",
    "dll", "exe", "lib", "a", "jar", "out",
];

/// What was not unpacked: a path inside the archive, if it is about one, and why.
type Left = (Option<String>, String);

/// What was unpacked.
#[derive(Debug)]
pub(super) struct Unpacked {
    /// The folder that everything is in.
    pub(super) root: PathBuf,
    pub(super) bytes: u64,
    pub(super) left: Vec<Left>,
}

/// Whether a name is that of an archive of sources, and without its ending.
pub(super) fn stem(name: &str) -> Option<&str> {
    [".tar.gz", ".tgz", ".zip"].iter().find_map(|ending| name.strip_suffix(ending))
}

/// Unpacks an archive into an empty folder; says what was left.
pub(super) fn unpack(archive: &Path, folder: &Path) -> Result<Unpacked, Trouble> {
    unpack_within(archive, folder, &Limits::default())
}

fn unpack_within(archive: &Path, folder: &Path, limits: &Limits) -> Result<Unpacked, Trouble> {
    let said = |error: io::Error| Trouble::Input(InputError::io(archive, &error).cause);
    let file = File::open(archive).map_err(said)?;
    let limit = limits.of_archive(file.metadata().map_err(said)?.len());
    let mut to = To { folder, left: Vec::new(), limit, room: limit, bytes: 0 };
    let done = if archive.extension().is_some_and(|ending| ending == "zip") {
        from_zip(file, &mut to, limits.entries)
    } else {
        from_tar(file, &mut to, limits.entries)
    };
    match done {
        Ok(()) => {}
        // What was unpacked before the damage is checked.
        Err(Trouble::Input(cause)) if to.bytes > 0 => to.left.push((None, cause)),
        Err(trouble) => return Err(trouble),
    }
    Ok(to.done())
}

struct To<'a> {
    folder: &'a Path,
    left: Vec<Left>,
    limit: u64,
    /// What is left of the limit.
    room: u64,
    bytes: u64,
}

fn from_tar(file: File, to: &mut To<'_>, limit: usize) -> Result<(), Trouble> {
    // What is skipped is inflated as well: the limit counts all that comes out, heads of members too.
    let inflated = flate2::read::MultiGzDecoder::new(io::BufReader::new(file)).take(to.limit.saturating_add(1));
    let mut archive = tar::Archive::new(inflated);
    let done = members(&mut archive, to, limit);
    let cut = archive.into_inner().limit() == 0;
    match done {
        // A stream that is cut at the limit looks as if it ended.
        Ok(()) | Err(Trouble::Input(_)) if cut => {
            Err(Trouble::Input(format!("inflates to more than {} bytes: what follows was not read", to.limit)))
        }
        done => done,
    }
}

fn members(archive: &mut tar::Archive<impl Read>, to: &mut To<'_>, limit: usize) -> Result<(), Trouble> {
    let entries = archive.entries().map_err(|error| damaged(&error))?;
    for (count, entry) in entries.enumerate() {
        if count >= limit {
            return Err(Trouble::Input(format!("has more than {limit} members: the others were not read")));
        }
        let mut entry = entry.map_err(|error| damaged(&error))?;
        if entry.header().entry_type().is_file() {
            let path = entry.path().map_err(|error| damaged(&error))?.into_owned();
            let size = entry.size();
            to.member(&path, size, &mut entry)?;
        }
    }
    Ok(())
}

fn from_zip(file: File, to: &mut To<'_>, limit: usize) -> Result<(), Trouble> {
    let archive = zip::ZipArchive::new(io::BufReader::new(file));
    let mut archive = archive.map_err(|error| Trouble::Input(format!("is damaged: {error}")))?;
    if archive.len() > limit {
        return Err(Trouble::Input(format!("has more than {limit} members")));
    }
    for at in 0..archive.len() {
        let broken = |error| (None, format!("member {at} is damaged: {error}"));
        let mut entry = match archive.by_index(at) {
            Ok(entry) => entry,
            Err(error) => {
                to.left.push(broken(error.to_string()));
                continue;
            }
        };
        if !entry.is_file() {
            continue;
        }
        let path = match entry.name() {
            Ok(name) => PathBuf::from(name.as_ref()),
            Err(error) => {
                to.left.push(broken(error.to_string()));
                continue;
            }
        };
        let size = entry.size();
        to.member(&path, size, &mut entry)?;
    }
    Ok(())
}

impl To<'_> {
    /// Writes a member, unless nobody would read it. An error where nothing more is to be read.
    fn member(&mut self, path: &Path, size: u64, content: &mut dyn Read) -> Result<(), Trouble> {
        let name = path.to_string_lossy().into_owned();
        self.count(size, &name)?;
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
            Err(error) if is_full(&error) => return Err(Trouble::of(&error)),
            Err(error) => {
                let cause = InputError::io(path, &error).cause;
                self.left.push((Some(name), format!("cannot be unpacked: {cause}")));
                return Ok(());
            }
        };
        match io::copy(&mut content.take(SOURCE_LIMIT), &mut file) {
            Ok(bytes) => {
                self.bytes += bytes;
                // A member may hold more than the archive says.
                self.count(bytes.saturating_sub(size), &name)
            }
            Err(error) => {
                // Half of a source would be read as if it were all of it.
                let _ = fs::remove_file(&place);
                match damaged(&error) {
                    Trouble::Input(cause) => Err(Trouble::Input(format!("{name}: {cause}"))),
                    full => Err(full),
                }
            }
        }
    }

    fn count(&mut self, bytes: u64, name: &str) -> Result<(), Trouble> {
        let Some(rest) = self.room.checked_sub(bytes) else {
            let limit = self.limit;
            let cause = format!("inflates to more than {limit} bytes: {name} and what follows was not read");
            return Err(Trouble::Input(cause));
        };
        self.room = rest;
        Ok(())
    }

    /// What is in the one folder on top, as source distributions have it: paths are told from there.
    fn done(self) -> Unpacked {
        let To { folder, mut left, bytes, .. } = self;
        let entries: Vec<PathBuf> = fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        let root = match &entries[..] {
            [only] if only.is_dir() => only.clone(),
            _ => return Unpacked { root: folder.to_owned(), bytes, left },
        };
        let top = root.file_name().unwrap_or_default().to_string_lossy().into_owned() + "/";
        for path in left.iter_mut().filter_map(|(path, _)| path.as_mut()) {
            if let Some(below) = path.strip_prefix(&top) {
                *path = below.to_owned();
            }
        }
        Unpacked { root, bytes, left }
    }
}

/// Whether a check may read it.
fn is_wanted(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    !OTHER.contains(&ending.as_str())
}

/// What went wrong between an archive and the disk.
fn damaged(error: &io::Error) -> Trouble {
    if is_full(error) {
        return Trouble::of(error);
    }
    Trouble::Input(format!("is damaged, or ends too early: {}", InputError::io(Path::new(""), error).cause))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn archive(folder: &Path, members: &[(&str, &[u8])]) -> PathBuf {
        let path = folder.join("spam-1.tar.gz");
        let file = File::create(&path).expect("a file");
        let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(file, flate2::Compression::fast()));
        for (name, content) in members {
            let mut header = tar::Header::new_gnu();
            header.as_gnu_mut().expect("it is").name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            header.set_cksum();
            tar.append(&header, *content).expect("a member");
        }
        tar.into_inner().and_then(flate2::write::GzEncoder::finish).expect("an archive");
        path
    }

    fn cause(trouble: &Trouble) -> &str {
        match trouble {
            Trouble::Input(cause) | Trouble::Output(cause) => cause,
        }
    }

    #[test]
    fn what_a_check_reads_is_unpacked_and_nothing_outside() {
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().join("to/in");
        fs::create_dir_all(&to).expect("a folder");
        let members: [(&str, &[u8]); 4] =
            [("spam-1/a.c", b"int a;"), ("spam-1/x.png", b"no"), ("../../evil.c", b"x"), ("spam-1/a.c/b.c", b"x")];
        let path = archive(folder.path(), &members);
        let unpacked = unpack(&path, &to).expect("it is read");
        assert_eq!((unpacked.root.clone(), unpacked.bytes), (to.join("spam-1"), 6));
        assert_eq!(fs::read(unpacked.root.join("a.c")).expect("a file"), b"int a;");
        assert!(!unpacked.root.join("x.png").exists() && !folder.path().join("evil.c").exists());
        let paths: Vec<_> = unpacked.left.iter().map(|(path, _)| path.as_deref()).collect();
        assert_eq!(paths, [Some("../../evil.c"), Some("a.c/b.c")]);
        assert!(unpacked.left[0].1.contains("leads out"), "{:?}", unpacked.left);
    }

    #[test]
    fn what_is_too_much_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = archive(folder.path(), &[("s/a.c", b"int a;"), ("s/b.c", &[b' '; 5000]), ("s/c.c", b"int c;")]);
        let to = |name: &str| {
            let to = folder.path().join(name);
            fs::create_dir(&to).expect("a folder");
            to
        };
        let limits = Limits { total_bytes: 4000, ..Limits::default() };
        let unpacked = unpack_within(&path, &to("bytes"), &limits).expect("a part of it is read");
        assert_eq!(unpacked.bytes, 6);
        assert!(unpacked.left[0].1.contains("more than 4000 bytes"), "{:?}", unpacked.left);
        let limits = Limits { entries: 1, ..Limits::default() };
        let unpacked = unpack_within(&path, &to("entries"), &limits).expect("a part of it is read");
        assert!(unpacked.left[0].1.contains("more than 1 members"), "{:?}", unpacked.left);
        let limits = Limits { total_bytes: 3, ..Limits::default() };
        let trouble = unpack_within(&path, &to("nothing"), &limits).expect_err("nothing is read");
        assert!(cause(&trouble).contains("more than 3 bytes"), "{trouble:?}");
    }

    #[test]
    fn what_was_read_before_the_damage_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        // Random enough not to be packed into the part that is left.
        let noise: Vec<u8> = (0..40_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let path = archive(folder.path(), &[("s/a.c", b"int a;"), ("s/b.c", &noise)]);
        let whole = fs::read(&path).expect("a file");
        File::create(&path).and_then(|mut file| file.write_all(&whole[..whole.len() / 2])).expect("a file");
        let to = folder.path().join("to");
        fs::create_dir(&to).expect("a folder");
        let unpacked = unpack(&path, &to).expect("a part of it is read");
        assert_eq!(unpacked.bytes, 6);
        assert!(unpacked.left[0].1.contains("b.c: is damaged"), "{:?}", unpacked.left);
        fs::write(&path, "no archive").expect("a file");
        let trouble = unpack(&path, &to).expect_err("nothing is read");
        assert!(cause(&trouble).contains("is damaged"), "{trouble:?}");
    }
}
