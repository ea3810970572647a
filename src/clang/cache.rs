//! Where precompiled headers are kept from run to run: a folder that nobody else can write, and files that are used
//! only while they hold what was put into them. Knows nothing of headers.

use crate::cache::folder::{create, is_private, of_user};
use std::{
    env, fs,
    hash::{DefaultHasher, Hasher},
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// Unused for so long, a precompiled header is removed.
const KEPT: Duration = Duration::from_secs(30 * 24 * 3600);

/// A folder for files that are made once.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    /// It goes with the run.
    temporary: bool,
}

impl Cache {
    /// The user's cache folder (`EXTLINT_CACHE_DIR`, else the one for caches), or where there is none that only the
    /// user can write, a new temporary one for this run.
    pub(super) fn open() -> Option<Cache> {
        let kept = of_user().filter(|folder| create(folder, true).is_ok() && is_private(folder));
        kept.map(|folder| Cache { folder, temporary: false }).or_else(|| Self::temporary(&env::temp_dir()))
    }

    /// A folder of a name that nobody else took.
    fn temporary(above: &Path) -> Option<Cache> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
        (0..16u32).find_map(|n| {
            let folder = above.join(format!("extlint-{}-{now:x}-{n}", std::process::id()));
            create(&folder, false).ok().map(|()| Cache { folder, temporary: true })
        })
    }

    /// Keeps a text under a name that follows from it.
    pub(super) fn keep_text(&self, text: &str) -> Option<PathBuf> {
        let path = self.folder.join(format!("forced-{:016x}.h", hash(text.as_bytes())));
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Some(path);
        }
        let own = self.folder.join(format!("forced-{}.tmp", std::process::id()));
        fs::write(&own, text).and_then(|()| fs::rename(&own, &path)).ok()?;
        Some(path)
    }

    /// The file kept for a key, where it is whole. Its name holds a hash of its bytes: damaged ones are removed.
    pub(super) fn find(&self, key: u64) -> Option<PathBuf> {
        let prefix = format!("python-{key:016x}-");
        for entry in fs::read_dir(&self.folder).ok()?.flatten() {
            let name = entry.file_name();
            let Some(rest) = name.to_str().and_then(|name| name.strip_prefix(&prefix)) else { continue };
            let wanted = rest.strip_suffix(".pch").and_then(|hex| u64::from_str_radix(hex, 16).ok());
            let path = entry.path();
            match fs::read(&path) {
                Ok(bytes) if wanted == Some(hash(&bytes)) => return Some(path),
                // Another process may have removed it.
                _ => drop(fs::remove_file(&path)),
            }
        }
        None
    }

    /// Makes a file for a key: `write` puts it where it is told.
    pub(super) fn make(&self, key: u64, write: impl FnOnce(&Path) -> bool) -> Option<PathBuf> {
        self.sweep();
        let own = self.folder.join(format!("python-{key:016x}.{}.tmp", std::process::id()));
        if !write(&own) {
            return None;
        }
        let path = self.folder.join(format!("python-{key:016x}-{:016x}.pch", hash(&fs::read(&own).ok()?)));
        fs::rename(&own, &path).ok().map(|()| path)
    }

    /// Removes files that nobody used for long.
    fn sweep(&self) {
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.path().extension().is_none_or(|x| x != "pch" && x != "tmp") {
                continue;
            }
            let used = entry.metadata().ok().and_then(|m| m.accessed().or_else(|_| m.modified()).ok());
            if used.and_then(|at| SystemTime::now().duration_since(at).ok()).is_some_and(|age| age > KEPT) {
                // Another process may have removed it.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        if self.temporary {
            // What is left is the system's to clean.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(folder: &Path) -> Cache {
        Cache { folder: folder.to_owned(), temporary: false }
    }

    #[test]
    fn a_damaged_file_is_made_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let cache = cache(folder.path());
        let write = |path: &Path| fs::write(path, "header").is_ok();
        assert_eq!(cache.find(7), None);
        let path = cache.make(7, write).expect("it is made");
        assert_eq!((cache.find(7), cache.find(8)), (Some(path.clone()), None));
        for damaged in ["heade", "header and more", ""] {
            fs::write(&path, damaged).expect("it is there");
            assert_eq!(cache.find(7), None, "{damaged:?}");
            assert!(!path.exists(), "{damaged:?}");
            assert_eq!(cache.make(7, write), Some(path.clone()));
        }
        assert_eq!(cache.make(9, |_| false), None);
    }

    #[test]
    #[cfg(unix)]
    fn a_folder_that_others_can_write_is_not_used() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let open = folder.path().join("open");
        create(&open, true).expect("a folder");
        assert!(is_private(&open));
        fs::set_permissions(&open, fs::Permissions::from_mode(0o777)).expect("it is ours");
        assert!(!is_private(&open) && !is_private(&folder.path().join("gone")));
        assert!(fs::read_dir(&open).expect("a folder").next().is_none(), "nothing is left in it");
        let temporary = Cache::temporary(folder.path()).expect("a folder");
        let path = temporary.folder.clone();
        assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o700);
        drop(temporary);
        assert!(!path.exists());
    }
}
