//! Texts that stand for what files hold: how a run sees files as they would be. Writes nothing.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// Bytes by the real paths of files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overlay {
    texts: HashMap<PathBuf, Vec<u8>>,
}

impl Overlay {
    /// What links lead to; the path itself where there is no such file.
    pub fn identity(path: &Path) -> PathBuf {
        std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
    }

    /// Lets a file hold these bytes.
    pub fn set(&mut self, path: &Path, bytes: Vec<u8>) {
        self.texts.insert(Self::identity(path), bytes);
    }

    /// Lets a file hold what it does.
    pub fn remove(&mut self, path: &Path) {
        self.texts.remove(&Self::identity(path));
    }

    /// Whether it speaks of no file.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// What a file is to hold, where that is said.
    pub fn get(&self, path: &Path) -> Option<&[u8]> {
        if self.texts.is_empty() {
            return None;
        }
        self.texts.get(&Self::identity(path)).map(Vec::as_slice)
    }
}
