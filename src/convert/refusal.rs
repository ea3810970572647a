//! Why a step leaves a thing as it is, and where that is to be seen.

use crate::facts::FileId;

/// A reason, and its place.
#[derive(Debug)]
pub(super) struct Refusal {
    /// The file and the offset.
    pub(super) at: (FileId, u32),
    /// In words.
    pub(super) why: String,
}

/// A refusal at a place of a file.
pub(super) fn refuse<T>(file: FileId, at: u32, why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { at: (file, at), why: why.into() })
}
