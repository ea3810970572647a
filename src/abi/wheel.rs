//! Wheels: zip archives read in memory. Only members that begin like a binary, and two texts, are inflated whole.
//!
//! What is inflated is settled before anything is: from the sizes that the directories declare, wheel by wheel in the
//! order of the run. So the answer does not depend on threads, and a few bytes cannot ask for hours or for all memory.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::{
    AbiError,
    archive::{Archive, Entry},
    module_name, read_slices, sniff, tags,
};
use crate::facts::{BinaryFacts, FileId, Member, ModuleName, Problem, WheelFacts};

/// How much of archives is read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Members of one archive.
    pub entries: usize,
    /// Bytes of one inflated binary.
    pub member_bytes: u64,
    /// Bytes of everything inflated of one archive.
    pub total_bytes: u64,
    /// Bytes of an inflated binary for each packed one, where it has more than `ratio_from` bytes.
    pub ratio: u64,
    /// See `ratio`: small files may pack well.
    pub ratio_from: u64,
    /// Bytes of everything inflated of one archive, or of all in a run, for each byte of theirs.
    pub total_ratio: u64,
    /// What one archive may inflate to whatever its size.
    pub archive_from: u64,
    /// What a run may inflate whatever the size of its archives.
    pub run_from: u64,
    /// Bytes of everything inflated in a run.
    pub run_bytes: u64,
    /// Bytes of the binaries that are in memory at one time, where each has less.
    pub held_bytes: u64,
}

impl Default for Limits {
    /// Well above the largest wheels in use, which hold libraries of several hundred megabytes and inflate to three to
    /// six times their size.
    fn default() -> Self {
        Limits {
            entries: 200_000,
            member_bytes: 2 << 30,
            total_bytes: 8 << 30,
            ratio: 200,
            ratio_from: 64 << 20,
            total_ratio: 50,
            archive_from: 512 << 20,
            run_from: 4 << 30,
            run_bytes: 256 << 30,
            held_bytes: 1 << 30,
        }
    }
}

impl Limits {
    /// What an archive of `size` bytes may inflate to.
    pub fn of_archive(&self, size: u64) -> u64 {
        self.total_bytes.min(self.archive_from.max(size.saturating_mul(self.total_ratio)))
    }

    /// What archives of `size` bytes may inflate to in one run.
    fn of_run(&self, size: u64) -> u64 {
        self.run_bytes.min(self.run_from.max(size.saturating_mul(self.total_ratio)))
    }
}

/// Bytes of `WHEEL`; real ones have less than a thousandth.
const WHEEL_BYTES: u64 = 1 << 20;
/// Bytes of `METADATA`, which holds the long description.
const METADATA_BYTES: u64 = 16 << 20;

/// Memory that a thread keeps from one member to the next.
const KEPT_BYTES: u64 = 32 << 20;

thread_local! {
    static BUFFER: std::cell::Cell<Vec<u8>> = const { std::cell::Cell::new(Vec::new()) };
}

/// A wheel to read.
#[derive(Clone, Copy, Debug)]
pub struct WheelInput<'a> {
    /// Its place in the run.
    pub file: FileId,
    /// Its path, which gives the file name.
    pub path: &'a str,
    /// The whole archive.
    pub bytes: &'a [u8],
}

/// Reads one wheel; see [`read_wheels`].
///
/// # Errors
/// As there.
pub fn read_wheel(file: FileId, path: &str, bytes: &[u8]) -> Result<WheelFacts, AbiError> {
    read_wheel_within(file, path, bytes, &Limits::default())
}

/// The same as [`read_wheel`] within other limits.
///
/// # Errors
/// As [`read_wheels`].
pub fn read_wheel_within(file: FileId, path: &str, bytes: &[u8], limits: &Limits) -> Result<WheelFacts, AbiError> {
    let mut read = read_wheels(&[WheelInput { file, path, bytes }], limits);
    read.pop().unwrap_or(Err(AbiError::Empty))
}

/// Reads the wheels of a run, in parallel; the limits of the run hold for all of them together, the first ones first.
///
/// A member that cannot be read is a [`Problem`] of the facts; the others are read.
///
/// # Errors
/// Where the name is not a wheel's, the archive's directory is broken, or the archive as a whole is over a limit.
pub fn read_wheels(inputs: &[WheelInput<'_>], limits: &Limits) -> Vec<Result<WheelFacts, AbiError>> {
    let opened = inputs.par_iter().map(|input| guarded(|| Wheel::open(input, limits)).unwrap_or_else(Err));
    let mut opened: Vec<Result<Wheel<'_>, AbiError>> = opened.collect();
    let size = inputs.iter().fold(0u64, |sum, input| sum.saturating_add(input.bytes.len() as u64));
    let whole = limits.of_run(size);
    let mut left = whole;
    for wheel in &mut opened {
        let Ok(declared) = wheel.as_ref().map(Wheel::declared) else { continue };
        match left.checked_sub(declared) {
            Some(rest) => left = rest,
            None => *wheel = Err(AbiError::Limit { what: "decompressed bytes in the wheels of one run", limit: whole }),
        }
    }
    opened.par_iter_mut().flatten().for_each(Wheel::read_texts);
    let tasks: Vec<(usize, &Entry)> = opened
        .iter()
        .enumerate()
        .filter_map(|(i, wheel)| Some((i, wheel.as_ref().ok()?)))
        .flat_map(|(i, wheel)| wheel.chosen.iter().map(move |&entry| (i, &wheel.archive.entries[entry])))
        .collect();
    let mut read: Vec<(usize, String, Result<Option<BinaryFacts>, String>)> = Vec::with_capacity(tasks.len());
    let mut rest = &tasks[..];
    while !rest.is_empty() {
        let mut held = 0u64;
        let fits = |(_, entry): &&(usize, &Entry)| {
            held = held.saturating_add(entry.size);
            held <= limits.held_bytes
        };
        let (now, later) = rest.split_at(rest.iter().take_while(fits).count().max(1));
        let member = |&(i, entry): &(usize, &Entry)| {
            let binary = opened[i].as_ref().map_err(ToString::to_string).and_then(|wheel| {
                guarded(|| read_member(&wheel.archive, entry, limits, wheel.facts.file))
                    .unwrap_or_else(|error| Err(error.to_string()))
            });
            (i, entry.path.clone(), binary)
        };
        read.par_extend(now.par_iter().map(member));
        rest = later;
    }
    for (i, path, result) in read {
        let Ok(wheel) = &mut opened[i] else { continue };
        match result {
            Ok(binary) => wheel.facts.binaries.extend(binary),
            Err(message) => wheel.facts.problem(Some(&path), message),
        }
    }
    opened.into_iter().map(|wheel| wheel.map(Wheel::finish)).collect()
}

/// What a reader gives; an error where it panics: one input given up must not take the others with it.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, AbiError> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        AbiError::Internal(text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default())
    })
}

/// A wheel while it is read.
struct Wheel<'a> {
    archive: Archive<'a>,
    facts: WheelFacts,
    /// Several folders could be that of its metadata.
    several: bool,
    /// `WHEEL` and `METADATA`: places among the entries.
    texts: [Option<usize>; 2],
    /// Its binaries: places among the entries.
    chosen: Vec<usize>,
}

impl<'a> Wheel<'a> {
    /// Reads the archive's directory and the first bytes of its members.
    fn open(input: &WheelInput<'a>, limits: &Limits) -> Result<Self, AbiError> {
        if input.bytes.is_empty() {
            return Err(AbiError::Empty);
        }
        let name = tags::wheel_name(input.path)?;
        let mut archive = Archive::open(input.bytes, limits.entries)?;
        let facts = WheelFacts {
            file: input.file,
            name,
            metadata: None,
            min_python: None,
            max_python: None,
            members: archive.entries.iter().map(|e| Member { path: e.path.clone(), size: e.size }).collect(),
            binaries: Vec::new(),
            problems: std::mem::take(&mut archive.problems),
        };
        let mut wheel = Wheel { archive, facts, several: false, texts: [None; 2], chosen: Vec::new() };
        if let Some(folder) = wheel.metadata_folder() {
            let place = |name: &str| {
                let path = format!("{folder}/{name}");
                wheel.archive.entries.iter().position(|entry| entry.path == path)
            };
            wheel.texts = ["WHEEL", "METADATA"].map(place);
        }
        wheel.choose();
        let limit = limits.of_archive(input.bytes.len() as u64);
        if wheel.declared() > limit {
            return Err(AbiError::Limit { what: "bytes of binaries in an archive", limit });
        }
        Ok(wheel)
    }

    /// The wheel's own `*.dist-info` folder; None where there is none, or several that could be it.
    fn metadata_folder(&mut self) -> Option<String> {
        let tops = self.archive.entries.iter().filter_map(|entry| entry.path.split_once('/'));
        let mut folders: Vec<&str> = tops.map(|(top, _)| top).filter(|top| top.ends_with(".dist-info")).collect();
        folders.sort_unstable();
        folders.dedup();
        let any = !folders.is_empty();
        if folders.len() > 1 {
            let own = format!("{}-{}.dist-info", self.facts.name.distribution, self.facts.name.version);
            folders.retain(|folder| tags::normal(folder) == tags::normal(&own));
        }
        match folders.as_slice() {
            [one] => return Some((*one).to_owned()),
            _ => self.several = any,
        }
        None
    }

    /// Finds the members that begin like binaries.
    fn choose(&mut self) {
        let archive = &self.archive;
        let first = archive.entries.par_iter().map(|entry| entry.sound.then(|| looks_binary(archive, entry)));
        let first: Vec<Option<Result<bool, String>>> = first.collect();
        for (place, first) in first.into_iter().enumerate() {
            match first {
                Some(Ok(true)) => self.chosen.push(place),
                Some(Ok(false)) | None => {}
                Some(Err(message)) => self.facts.problem(Some(&self.archive.entries[place].path), message),
            }
        }
    }

    /// The bytes that are to be inflated, as the directory declares them.
    fn declared(&self) -> u64 {
        let places = self.chosen.iter().chain(self.texts.iter().flatten());
        places.fold(0, |sum, &place| sum.saturating_add(self.archive.entries[place].size))
    }

    fn read_texts(&mut self) {
        for (place, limit) in self.texts.into_iter().zip([WHEEL_BYTES, METADATA_BYTES]) {
            let Some(entry) = place.map(|place| &self.archive.entries[place]).filter(|entry| entry.sound) else {
                continue;
            };
            let mut text = Vec::new();
            let read = self.archive.inflate(entry, limit, &mut text).and_then(|()| {
                let text = String::from_utf8_lossy(&text);
                if limit == METADATA_BYTES {
                    let pythons = tags::pythons(&text);
                    self.facts.min_python = pythons.map(|(first, _)| first);
                    self.facts.max_python = pythons.and_then(|(_, last)| last);
                } else {
                    self.facts.metadata = Some(tags::wheel_metadata(&entry.path, &text).map_err(|e| e.to_string())?);
                }
                Ok(())
            });
            if let Err(message) = read {
                self.facts.problem(Some(&entry.path), message);
            }
        }
    }

    fn finish(self) -> WheelFacts {
        let mut facts = self.facts;
        if self.several {
            facts.problem(
                None,
                "there are several `*.dist-info` directories, and it is unclear which one belongs to the wheel",
            );
        } else if self.texts[0].is_none() {
            facts.problem(None, "there is no member `*.dist-info/WHEEL`");
        }
        facts.find_missing();
        facts
    }
}

/// Whether the first bytes announce a binary; an error where they have to and do not.
fn looks_binary(archive: &Archive<'_>, entry: &Entry) -> Result<bool, String> {
    let first = archive.first(entry, 16)?;
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
        return Err(AbiError::Limit { what: "decompressed bytes per compressed byte", limit: limits.ratio }.to_string());
    }
    let mut bytes = BUFFER.take();
    let read =
        archive.inflate(entry, limits.member_bytes, &mut bytes).and_then(|()| read_inflated(entry, &bytes, file));
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

impl WheelFacts {
    fn problem(&mut self, member: Option<&str>, message: impl Into<String>) {
        self.problems.push(Problem { member: member.map(str::to_owned), message: message.into() });
    }

    /// The module that the wheel has to hold and does not.
    fn find_missing(&mut self) {
        let tags = &self.name.tags;
        let wasm = |platform: &String| {
            ["pyodide", "emscripten", "wasi", "pyemscripten"].iter().any(|p| platform.starts_with(p))
        };
        let promised =
            tags.abis.iter().all(|abi| abi != "none") && tags.platforms.iter().all(|p| p != "any" && !wasm(p));
        if promised && self.problems.is_empty() && self.binaries.is_empty() {
            let (abi, platform) = (tags.abis.join("."), tags.platforms.join("."));
            self.problem(None, format!("the tag `{abi}-{platform}` promises a compiled module, but there is none"));
        }
    }
}
