//! Bytes of a file: read, or mapped into memory where it is a large binary. Understands nothing of them.

use std::{fs::File, io::Read, ops::Deref, path::Path};

use super::{InputError, map::map};

/// Largest source file that is read: 32 MB.
pub const SOURCE_LIMIT: u64 = 32 << 20;

/// Largest binary or wheel that is read: 2 GB, below what 32-bit offsets reach.
pub const BINARY_LIMIT: u64 = 2 << 30;

/// Largest build file, or other text about a project, that is read: 4 MB.
pub const SMALL_LIMIT: u64 = 4 << 20;

/// From this size on a binary is mapped instead of read.
pub(super) const MAP_FROM: u64 = 1 << 20;

/// The bytes of a file.
#[derive(Debug)]
pub enum Bytes {
    /// Read into memory.
    Owned(Vec<u8>),
    /// Mapped; the file must not be truncated while it is looked at.
    Mapped(memmap2::Mmap),
}

impl Default for Bytes {
    fn default() -> Self {
        Bytes::Owned(Vec::new())
    }
}

impl Deref for Bytes {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Owned(bytes) => bytes,
            Bytes::Mapped(map) => map,
        }
    }
}

/// Reads a source file whole. Sources are never mapped: editors and generators truncate them in place.
///
/// # Errors
/// Where it is no regular file, cannot be read or is larger than [`SOURCE_LIMIT`].
pub fn read_source(path: &Path) -> Result<Bytes, InputError> {
    let (file, size) = open(path, SOURCE_LIMIT)?;
    read_limited(file, path, size as usize, SOURCE_LIMIT).map(Bytes::Owned)
}

/// Reads a text about a project: a build file, settings.
///
/// # Errors
/// Where it is no regular file, cannot be read or is larger than [`SMALL_LIMIT`].
pub fn read_small(path: &Path) -> Result<Vec<u8>, InputError> {
    let (file, size) = open(path, SMALL_LIMIT)?;
    read_limited(file, path, size as usize, SMALL_LIMIT)
}

/// The same for a file that was named, and may be a pipe.
///
/// # Errors
/// Where it cannot be read or is larger than [`SMALL_LIMIT`].
pub fn read_small_named(path: &Path) -> Result<Vec<u8>, InputError> {
    let file = File::open(path).map_err(|error| InputError::io(path, &error))?;
    read_limited(file, path, 0, SMALL_LIMIT)
}

/// Reads a source from standard input; `path` is for the error.
///
/// # Errors
/// Where it cannot be read or is larger than [`SOURCE_LIMIT`].
pub fn read_stdin(path: &Path) -> Result<Bytes, InputError> {
    let mut bytes = read_limited(std::io::stdin().lock(), path, 0, SOURCE_LIMIT)?;
    bytes.shrink_to_fit();
    Ok(Bytes::Owned(bytes))
}

fn read_limited(reader: impl Read, path: &Path, size: usize, limit: u64) -> Result<Vec<u8>, InputError> {
    let mut bytes = Vec::with_capacity(size);
    // A file may grow while it is read.
    let read = reader.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| InputError::io(path, &error))?;
    if bytes.len() as u64 > limit {
        let cause = format!("is too large: the limit is {limit} bytes");
        return Err(InputError::new(path, cause));
    }
    Ok(bytes)
}

/// Reads a binary or a wheel: maps it where it is large, or where it is to be `mapped`.
///
/// # Errors
/// Where it is no regular file, cannot be read or is larger than [`BINARY_LIMIT`].
pub fn read_binary(path: &Path, mapped: bool) -> Result<Bytes, InputError> {
    let (mut file, size) = open(path, BINARY_LIMIT)?;
    // Nothing cannot be mapped.
    if size >= MAP_FROM || (mapped && size > 0) {
        return map(&file).map(Bytes::Mapped).map_err(|error| InputError::io(path, &error));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.read_to_end(&mut bytes).map_err(|error| InputError::io(path, &error))?;
    Ok(Bytes::Owned(bytes))
}

/// The first bytes of a file; fewer where it is shorter, none where it cannot be read.
pub(super) fn first_bytes(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    if path.is_file()
        && let Ok(file) = File::open(path)
    {
        // What was read before an error is enough to tell the kind; reading the whole file says the error.
        let _ = file.take(8).read_to_end(&mut bytes);
    }
    bytes
}

fn open(path: &Path, limit: u64) -> Result<(File, u64), InputError> {
    let io = |error: std::io::Error| InputError::io(path, &error);
    // Asked before opening: to open a pipe waits for a writer.
    let metadata = std::fs::metadata(path).map_err(io)?;
    if !metadata.is_file() {
        return Err(InputError::new(path, "is not a regular file"));
    }
    if metadata.len() > limit {
        return Err(too_large(path, metadata.len(), limit));
    }
    Ok((File::open(path).map_err(io)?, metadata.len()))
}

fn too_large(path: &Path, size: u64, limit: u64) -> InputError {
    InputError::new(path, format!("is too large: {size} bytes, the limit is {limit}"))
}
