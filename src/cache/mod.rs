//! What earlier runs found, on the disk: bytes under keys. Knows nothing of what they mean.
//!
//! An entry is written whole beside its place and then takes it, so that two runs at once are in nobody's way. What is
//! not what was written, whoever changed it, is no entry. All of them together keep to a limit: those that nobody asked
//! for go first.

pub mod folder;

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, SystemTime},
};

/// Bytes of all entries together: 256 MB.
const ROOM: u64 = 256 << 20;

/// Bytes of one entry: 32 MB.
const LARGEST: u64 = 32 << 20;

/// After so long a file that somebody began to write is nobody's.
const STALE: Duration = Duration::from_secs(3600);

/// What an entry begins with.
const MAGIC: &[u8] = b"extlint run 1\n";

/// The name of an entry: a digest of all that it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key([u8; 32]);

/// Makes a [`Key`].
#[derive(Debug)]
pub struct KeyMaker(blake3::Hasher);

impl KeyMaker {
    /// Begins one; keys of another version of the program, or of another build of it, are others.
    pub fn new() -> Self {
        let mut maker = KeyMaker(blake3::Hasher::new());
        maker.add(env!("CARGO_PKG_VERSION").as_bytes());
        maker.add(env!("EXTLINT_BUILD").as_bytes());
        maker
    }

    /// Adds something; where one thing ends and the next begins makes a difference.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(&(bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a value by the words that it is printed with, which must name all of it.
    pub fn add_words(&mut self, value: &dyn std::fmt::Debug) {
        self.add(format!("{value:?}").as_bytes());
    }

    /// The key.
    pub fn key(&self) -> Key {
        Key(*self.0.finalize().as_bytes())
    }
}

impl Default for KeyMaker {
    fn default() -> Self {
        KeyMaker::new()
    }
}

/// The entries in one folder.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    room: u64,
}

impl Cache {
    /// The entries of the user's own cache; None where it has no place, or others could write there.
    pub fn of_user() -> Option<Cache> {
        let folder = folder::of_user()?.join("runs");
        let there = folder::create(&folder, true).is_ok() && folder::is_private(&folder);
        there.then_some(Cache { folder, room: ROOM })
    }

    /// The entries in a folder that was named, which is made where it is not there.
    ///
    /// # Errors
    /// What the system says.
    pub fn at(folder: &Path) -> io::Result<Cache> {
        folder::create(folder, true)?;
        Ok(Cache { folder: folder.to_owned(), room: ROOM })
    }

    /// The bytes under a key.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let path = self.path(key);
        let file = File::open(&path).ok()?;
        let mut bytes = Vec::new();
        (&file).take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
        let rest = bytes.strip_prefix(MAGIC).and_then(|rest| rest.split_at_checked(32));
        let Some((_, payload)) = rest.filter(|(digest, payload)| *digest == check(key, payload)) else {
            // Another run may have removed it.
            let _ = fs::remove_file(&path);
            return None;
        };
        let payload = payload.to_vec();
        // That it was asked for: where this cannot be said it goes a little earlier.
        let _ = File::options().append(true).open(&path).and_then(|file| file.set_modified(SystemTime::now()));
        Some(payload)
    }

    /// Puts bytes under a key. Where that cannot be done they are not there the next time.
    pub fn put(&self, key: &Key, payload: &[u8]) {
        let size = (MAGIC.len() + 32 + payload.len()) as u64;
        if size > LARGEST.min(self.room) {
            return;
        }
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let own = self.folder.join(format!("{}-{number}.tmp", std::process::id()));
        let write = || {
            let mut file = File::options().write(true).create_new(true).open(&own)?;
            file.write_all(MAGIC)?;
            file.write_all(&check(key, payload))?;
            file.write_all(payload)?;
            drop(file);
            fs::rename(&own, self.path(key))
        };
        if write().is_err() {
            let _ = fs::remove_file(&own);
        }
        self.sweep();
    }

    fn path(&self, key: &Key) -> PathBuf {
        let name: String = key.0.iter().map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{name}.run"))
    }

    /// Removes the entries that nobody asked for the longest, where there are too many; and what was never finished.
    fn sweep(&self) {
        let mut entries = Vec::new();
        let mut sum = 0;
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let Ok(metadata) = entry.metadata() else { continue };
            let Ok(used) = metadata.modified() else { continue };
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("run") => {
                    sum += metadata.len();
                    entries.push((used, metadata.len(), path));
                }
                Some("tmp") if SystemTime::now().duration_since(used).is_ok_and(|age| age > STALE) => {
                    let _ = fs::remove_file(path);
                }
                _ => {}
            }
        }
        entries.sort();
        for (_, size, path) in entries {
            if sum <= self.room {
                break;
            }
            if fs::remove_file(path).is_ok() {
                sum -= size;
            }
        }
    }
}

/// What tells an entry from a damaged one, and from that of another key.
fn check(key: &Key, payload: &[u8]) -> [u8; 32] {
    *blake3::keyed_hash(&key.0, payload).as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(word: &str) -> Key {
        let mut maker = KeyMaker::new();
        maker.add(word.as_bytes());
        maker.key()
    }

    #[test]
    fn what_was_put_is_there_and_what_was_damaged_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache::at(&folder.path().join("new")).expect("a folder");
        assert_eq!(cache.get(&key("a")), None);
        cache.put(&key("a"), b"bytes");
        assert_eq!(cache.get(&key("a")).as_deref(), Some(&b"bytes"[..]));
        for damaged in
            [&b""[..], b"extlint run 1\n", b"extlint run 1\n0123456789abcdef0123456789abcdefbytes", b"rubbish"]
        {
            fs::write(cache.path(&key("a")), damaged).expect("it is there");
            assert_eq!(cache.get(&key("a")), None);
            assert!(!cache.path(&key("a")).exists());
        }
        // An entry of another key is none.
        cache.put(&key("a"), b"bytes");
        fs::rename(cache.path(&key("a")), cache.path(&key("b"))).expect("it is there");
        assert_eq!(cache.get(&key("b")), None);
    }

    #[test]
    fn what_nobody_asked_for_goes_first() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let cache = Cache { folder: folder.path().to_owned(), room: 400 };
        let old = |word: &str, seconds| {
            let at = SystemTime::now() - Duration::from_secs(seconds);
            let file = File::options().append(true).open(cache.path(&key(word))).expect("it is there");
            file.set_modified(at).expect("it is ours");
        };
        let there = |word: &str| cache.path(&key(word)).exists();
        cache.put(&key("a"), &[1; 100]);
        cache.put(&key("b"), &[1; 100]);
        old("a", 500);
        old("b", 300);
        assert!(cache.get(&key("a")).is_some());
        cache.put(&key("c"), &[1; 100]);
        assert!(there("a") && there("c") && !there("b"));
        cache.put(&key("d"), &[1; 500]);
        assert!(!there("d"), "it is larger than the room");
    }

    #[test]
    fn what_is_added_apart_is_another_key() {
        let of = |parts: &[&str]| {
            let mut maker = KeyMaker::new();
            parts.iter().for_each(|part| maker.add(part.as_bytes()));
            maker.key()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
    }
}
