//! Wheels: a zip archive read in memory. Only members that begin like a binary, and two texts, are inflated whole.

use std::io::{Cursor, Read as _};

use rayon::prelude::*;
use zip::{ZipArchive, read::ZipFile};

use super::{AbiError, module_name, read_slices, sniff, tags};
use crate::facts::{BinaryFacts, FileId, Member, ModuleName, Problem, WheelFacts};

/// How much of one archive is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Members.
    pub entries: usize,
    /// Bytes of one inflated binary.
    pub member_bytes: u64,
    /// Bytes of all inflated binaries together.
    pub total_bytes: u64,
    /// Bytes of an inflated binary for each packed one, where it has more than `ratio_from` bytes.
    pub ratio: u64,
    /// See `ratio`: small files may pack well.
    pub ratio_from: u64,
}

impl Default for Limits {
    /// Well above the largest wheels in use, which hold libraries of several hundred megabytes.
    fn default() -> Self {
        Limits { entries: 200_000, member_bytes: 2 << 30, total_bytes: 8 << 30, ratio: 200, ratio_from: 64 << 20 }
    }
}

/// Bytes of `WHEEL` and `METADATA`; the second holds the long description.
const TEXT_BYTES: u64 = 16 << 20;

/// Memory taken for a member before it is inflated.
const FIRST_BYTES: u64 = 16 << 20;

/// Memory that a thread keeps from one member to the next.
const KEPT_BYTES: u64 = 32 << 20;

thread_local! {
    static BUFFER: std::cell::Cell<Vec<u8>> = const { std::cell::Cell::new(Vec::new()) };
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads a wheel; `path` gives its file name, `bytes` is the whole archive.
///
/// A member that cannot be read is a [`Problem`] of the facts; the others are read.
///
/// # Errors
/// Where the name is not a wheel's, the archive's directory is broken, or the archive as a whole is over a limit.
pub fn read_wheel(file: FileId, path: &str, bytes: &[u8]) -> Result<WheelFacts, AbiError> {
    read_wheel_within(file, path, bytes, &Limits::default())
}

/// The same as [`read_wheel`] within other limits.
///
/// # Errors
/// As [`read_wheel`].
pub fn read_wheel_within(file: FileId, path: &str, bytes: &[u8], limits: &Limits) -> Result<WheelFacts, AbiError> {
    if bytes.is_empty() {
        return Err(AbiError::Empty);
    }
    let name = tags::wheel_name(path)?;
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| AbiError::Archive(e.to_string()))?;
    if archive.len() > limits.entries {
        return Err(AbiError::Limit { what: "members in an archive", limit: limits.entries as u64 });
    }
    let mut wheel = WheelFacts {
        file,
        name,
        metadata: None,
        min_python: None,
        max_python: None,
        members: Vec::new(),
        binaries: Vec::new(),
        problems: Vec::new(),
    };
    if archive.metadata().has_duplicate_names() {
        wheel.problem(None, "two members of the archive have the same name, so it is open which one is installed");
    }
    let entries = list(&archive, &mut wheel);
    read_texts(&archive, &entries, &mut wheel);
    read_binaries(&archive, &entries, limits, &mut wheel)?;
    wheel.find_missing();
    Ok(wheel)
}

/// A file of the archive's directory.
struct Entry {
    index: usize,
    path: String,
    size: u64,
    packed: u64,
}

fn list(archive: &Archive<'_>, wheel: &mut WheelFacts) -> Vec<Entry> {
    let mut entries = Vec::new();
    for index in 0..archive.len() {
        let Ok(data) = archive.by_index_data(index) else { continue };
        let path = String::from_utf8_lossy(data.name_raw()).into_owned();
        if !data.is_dir() {
            wheel.members.push(Member { path: path.clone(), size: data.size() });
            entries.push(Entry { index, path, size: data.size(), packed: data.compressed_size() });
        }
    }
    entries
}

/// The member of the archive's own `*.dist-info` folder.
fn is_metadata(path: &str, name: &str) -> bool {
    path.split_once('/').is_some_and(|(folder, rest)| folder.ends_with(".dist-info") && rest == name)
}

fn read_texts(archive: &Archive<'_>, entries: &[Entry], wheel: &mut WheelFacts) {
    for entry in entries {
        let (is_wheel, is_metadata) = (is_metadata(&entry.path, "WHEEL"), is_metadata(&entry.path, "METADATA"));
        if !is_wheel && !is_metadata {
            continue;
        }
        match inflate(archive, entry, TEXT_BYTES) {
            Ok(text) if is_wheel => {
                wheel.metadata = Some(tags::wheel_metadata(&entry.path, &String::from_utf8_lossy(&text)));
            }
            Ok(text) => {
                let pythons = tags::pythons(&String::from_utf8_lossy(&text));
                wheel.min_python = pythons.map(|(first, _)| first);
                wheel.max_python = pythons.and_then(|(_, last)| last);
            }
            Err(message) => wheel.problem(Some(&entry.path), message),
        }
    }
}

fn read_binaries(
    archive: &Archive<'_>,
    entries: &[Entry],
    limits: &Limits,
    wheel: &mut WheelFacts,
) -> Result<(), AbiError> {
    let first: Vec<Result<bool, String>> = entries.par_iter().map(|entry| looks_binary(archive, entry)).collect();
    let mut chosen = Vec::new();
    for (entry, first) in entries.iter().zip(first) {
        match first {
            Ok(true) => chosen.push(entry),
            Ok(false) => {}
            Err(message) => wheel.problem(Some(&entry.path), message),
        }
    }
    let total = chosen.iter().fold(0u64, |sum, entry| sum.saturating_add(entry.size));
    if total > limits.total_bytes {
        return Err(AbiError::Limit { what: "bytes of binaries in an archive", limit: limits.total_bytes });
    }
    let read: Vec<Result<Option<BinaryFacts>, String>> =
        chosen.par_iter().map(|entry| read_member(archive, entry, limits, wheel.file)).collect();
    for (entry, result) in chosen.iter().zip(read) {
        match result {
            Ok(binary) => wheel.binaries.extend(binary),
            Err(message) => wheel.problem(Some(&entry.path), message),
        }
    }
    Ok(())
}

/// Whether the first bytes announce a binary; an error where they have to and do not.
fn looks_binary(archive: &Archive<'_>, entry: &Entry) -> Result<bool, String> {
    let mut archive = archive.clone();
    let mut member = open(&mut archive, entry)?;
    let mut first = Vec::with_capacity(16);
    member.by_ref().take(16).read_to_end(&mut first).map_err(|e| format!("cannot be inflated: {e}"))?;
    match sniff(&first) {
        Some(_) => Ok(true),
        None if first.is_empty() && promises_binary(&module_name(&entry.path)) => Err(AbiError::Empty.to_string()),
        None if promises_binary(&module_name(&entry.path)) && !first.starts_with(b"\0asm") => {
            Err(AbiError::UnknownFormat.to_string())
        }
        None => Ok(false),
    }
}

/// A name with which only a binary makes sense. A plain `.so` may be a linker script.
fn promises_binary(name: &ModuleName) -> bool {
    name.says_extension() || name.extension == "dll" || name.extension == "dylib"
}

fn read_member(
    archive: &Archive<'_>,
    entry: &Entry,
    limits: &Limits,
    file: FileId,
) -> Result<Option<BinaryFacts>, String> {
    if entry.size > limits.ratio_from && entry.size / entry.packed.max(1) > limits.ratio {
        return Err(AbiError::Limit { what: "inflated bytes for a packed one", limit: limits.ratio }.to_string());
    }
    let mut bytes = BUFFER.take();
    let read =
        inflate_into(archive, entry, limits.member_bytes, &mut bytes).and_then(|()| read_inflated(entry, &bytes, file));
    // The next member is inflated into the same memory, unless it is much.
    if bytes.capacity() as u64 <= KEPT_BYTES {
        BUFFER.set(bytes);
    }
    read
}

fn read_inflated(entry: &Entry, bytes: &[u8], file: FileId) -> Result<Option<BinaryFacts>, String> {
    let name = module_name(&entry.path);
    let (format, slices) = match read_slices(bytes) {
        Ok(read) => read,
        // Two letters `MZ` begin other files, too.
        Err(_) if bytes.starts_with(b"MZ") && !promises_binary(&name) && name.extension != "exe" => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let member = Some(entry.path.clone());
    Ok(Some(BinaryFacts { file, member, format, size: bytes.len() as u64, name, slices }))
}

fn open<'a>(archive: &'a mut Archive<'_>, entry: &Entry) -> Result<ZipFile<'a, impl std::io::Read>, String> {
    archive.by_index(entry.index).map_err(|e| format!("cannot be inflated: {e}"))
}

/// Inflates a whole member and checks its CRC.
fn inflate(archive: &Archive<'_>, entry: &Entry, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    inflate_into(archive, entry, limit, &mut bytes)?;
    Ok(bytes)
}

/// The same into memory at hand, whose contents are replaced.
fn inflate_into(archive: &Archive<'_>, entry: &Entry, limit: u64, bytes: &mut Vec<u8>) -> Result<(), String> {
    bytes.clear();
    if entry.size > limit {
        return Err(AbiError::Limit { what: "bytes in one member", limit }.to_string());
    }
    let mut archive = archive.clone();
    let member = open(&mut archive, entry)?;
    // What the archive declares may be a lie: no more memory than this before the bytes are there.
    bytes.reserve(entry.size.min(FIRST_BYTES) as usize);
    member.take(entry.size + 1).read_to_end(bytes).map_err(|e| format!("cannot be inflated: {e}"))?;
    if bytes.len() as u64 != entry.size {
        return Err(format!("does not inflate to the {} bytes that the archive declares", entry.size));
    }
    Ok(())
}

impl WheelFacts {
    fn problem(&mut self, member: Option<&str>, message: impl Into<String>) {
        self.problems.push(Problem { member: member.map(str::to_owned), message: message.into() });
    }

    /// What the wheel has to hold and does not.
    fn find_missing(&mut self) {
        if self.metadata.is_none()
            && !self.problems.iter().any(|p| p.member.as_deref().is_some_and(|m| is_metadata(m, "WHEEL")))
        {
            self.problem(None, "there is no member `*.dist-info/WHEEL`");
        }
        let tags = &self.name.tags;
        let wasm = |platform: &String| {
            ["pyodide", "emscripten", "wasi", "pyemscripten"].iter().any(|p| platform.starts_with(p))
        };
        let promised =
            tags.abis.iter().all(|abi| abi != "none") && tags.platforms.iter().all(|p| p != "any" && !wasm(p));
        if promised && self.problems.is_empty() && self.binaries.is_empty() {
            let (abi, platform) = (tags.abis.join("."), tags.platforms.join("."));
            self.problem(None, format!("the tag `{abi}-{platform}` promises a compiled module and there is none"));
        }
    }
}
