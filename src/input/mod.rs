//! Paths to inputs: which files a run reads, of which kind, and which of them it reports on. Judges no content.

mod build;
mod bytes;
mod collect;
mod include;
mod kind;
mod load;
mod map;
mod matcher;
mod overlay;
mod project;
mod walk;

use std::path::{Path, PathBuf};

pub use build::{BuildText, BuildWords, NamedExtension, build_text, build_words};
pub use bytes::{
    BINARY_LIMIT, Bytes, SMALL_LIMIT, SOURCE_LIMIT, read_binary, read_small, read_small_named, read_source, read_stdin,
};
pub use collect::{Inputs, Request, collect};
pub use kind::Kind;
pub use load::{Loaded, load};
pub use matcher::Matcher;
pub use overlay::Overlay;
pub use project::{Project, display, normal, outermost_root};

/// An input to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// Its path as given, joined with the walk.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Findings in it are reported; otherwise it is read for its facts.
    pub reported: bool,
    /// Its bytes come from standard input, whatever `path` says.
    pub stdin: bool,
}

impl Input {
    /// A file.
    pub fn new(path: PathBuf, name: String, kind: Kind, reported: bool) -> Self {
        Input { path, name, kind, reported, stdin: false }
    }
}

/// An input that was not read, or given up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, thiserror::Error)]
#[error("{path}: {cause}")]
pub struct InputError {
    /// Its path as given.
    pub path: String,
    /// Why, in words.
    pub cause: String,
}

impl InputError {
    /// An error about a path.
    pub fn new(path: &Path, cause: impl Into<String>) -> Self {
        InputError { path: path.to_string_lossy().into_owned(), cause: cause.into() }
    }

    /// What the system said about a path, without its error number.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        let cause = match error.kind() {
            std::io::ErrorKind::NotFound => "no such file or directory".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            _ => {
                let text = error.to_string();
                text.split(" (os error").next().unwrap_or(&text).to_owned()
            }
        };
        Self::new(path, cause)
    }
}
