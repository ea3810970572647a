//! The members of a zip archive and whether its two directories agree. Inflates nothing by itself.
//!
//! Every member is described twice: in front of its bytes and in the directory at the end. Programs differ in what they
//! believe, and members that share bytes inflate to much more than the archive holds. Neither is read.

use std::{
    collections::HashSet,
    io::{Cursor, Read as _},
};

use zip::ZipArchive;

use super::AbiError;
use crate::facts::Problem;

/// Members of one archive that are named one by one as wrong; the others are counted.
const NAMED: usize = 50;

/// An archive with its members.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Its files in the order of its directory, folders left out.
    pub(super) entries: Vec<Entry>,
    /// What is wrong with it.
    pub(super) problems: Vec<Problem>,
}

/// A file of the archive's directory.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    index: usize,
    /// Its name.
    pub(super) path: String,
    /// Its size, as declared.
    pub(super) size: u64,
    /// Its packed size, as declared.
    pub(super) packed: u64,
    /// It can be read: nothing is wrong with its headers.
    pub(super) sound: bool,
}

impl<'a> Archive<'a> {
    /// Opens an archive of at most `limit` members.
    pub(super) fn open(bytes: &'a [u8], limit: usize) -> Result<Self, AbiError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| AbiError::Archive(e.to_string()))?;
        if zip.len() > limit {
            return Err(AbiError::Limit { what: "members in an archive", limit: limit as u64 });
        }
        let mut archive = Archive { entries: Vec::new(), problems: Vec::new(), zip };
        let mut wrong = archive.list(bytes);
        let start = archive.zip.central_directory_start() as usize;
        if archive.zip.has_duplicate_names() {
            let twice = first_twice(bytes, start).map(|name| String::from_utf8_lossy(name).into_owned());
            let message = "occurs twice in the archive, and it is unclear which one is installed";
            wrong.insert(0, Problem { member: twice, message: message.to_owned() });
        }
        let more = wrong.len().saturating_sub(NAMED);
        wrong.truncate(NAMED);
        archive.problems = wrong;
        if more > 0 {
            archive.problems.push(Problem { member: None, message: format!("more damaged members: {more}") });
        }
        Ok(archive)
    }

    /// Fills `entries`; says what is wrong with which.
    fn list(&mut self, bytes: &[u8]) -> Vec<Problem> {
        let directory = self.zip.central_directory_start();
        let mut wrong = Vec::new();
        // Start, end and place among the entries; folders take part with a place of their own.
        let mut ranges: Vec<(u64, u64, Option<usize>, String)> = Vec::new();
        for index in 0..self.zip.len() {
            let Ok(data) = self.zip.by_index_data(index) else { continue };
            let path = String::from_utf8_lossy(data.name_raw()).into_owned();
            let found = compare(bytes, data.header_start(), data.central_header_start(), directory);
            let place = (!data.is_dir()).then_some(self.entries.len());
            if let Ok(end) = &found {
                ranges.push((data.header_start(), *end, place, path.clone()));
            }
            if place.is_some() {
                let (size, packed) = (data.size(), data.compressed_size());
                self.entries.push(Entry { index, path: path.clone(), size, packed, sound: found.is_ok() });
            }
            if let Err(message) = found {
                wrong.push(Problem { member: Some(path), message });
            }
        }
        ranges.sort();
        let mut last: Option<&(u64, u64, Option<usize>, String)> = None;
        for range in &ranges {
            if let Some(before) = last.filter(|before| before.1 > range.0) {
                for place in [before.2, range.2].into_iter().flatten() {
                    self.entries[place].sound = false;
                }
                let message = format!("overlaps with `{}` in the archive", before.3);
                wrong.push(Problem { member: Some(range.3.clone()), message });
            }
            last = last.filter(|before| before.1 >= range.1).or(Some(range));
        }
        wrong
    }

    /// The first bytes of a member, at most `count`.
    pub(super) fn first(&self, entry: &Entry, count: u64) -> Result<Vec<u8>, String> {
        let mut first = Vec::with_capacity(count as usize);
        let mut zip = self.zip.clone();
        let member = zip.by_index(entry.index).map_err(|e| cannot(&e))?;
        member.take(count).read_to_end(&mut first).map_err(|e| cannot(&e))?;
        Ok(first)
    }

    /// Inflates a whole member into memory at hand, whose contents are replaced, and checks its CRC. Takes no more than
    /// the member's declared size.
    pub(super) fn inflate(&self, entry: &Entry, limit: u64, bytes: &mut Vec<u8>) -> Result<(), String> {
        /// Memory taken for a member before it is inflated: what the archive declares may be a lie.
        const FIRST_BYTES: u64 = 16 << 20;
        bytes.clear();
        if entry.size > limit {
            return Err(AbiError::Limit { what: "bytes in one member", limit }.to_string());
        }
        let mut zip = self.zip.clone();
        let member = zip.by_index(entry.index).map_err(|e| cannot(&e))?;
        bytes.reserve(entry.size.min(FIRST_BYTES) as usize);
        member.take(entry.size + 1).read_to_end(bytes).map_err(|e| cannot(&e))?;
        if bytes.len() as u64 != entry.size {
            return Err(format!("does not decompress to the {} bytes that the archive declares", entry.size));
        }
        Ok(())
    }
}

fn cannot(error: &dyn std::fmt::Display) -> String {
    format!("cannot be decompressed: {error}")
}

/// One of the two headers of a member.
struct Header<'a> {
    name: &'a [u8],
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    /// Behind the name and the extra fields.
    end: usize,
}

/// The member's bytes are encrypted.
const ENCRYPTED: u16 = 1;
/// Checksum and sizes stand behind the bytes; the local header may hold zeros for them.
const DESCRIPTOR: u16 = 1 << 3;

impl<'a> Header<'a> {
    /// The header at `at` with this signature; `local` ones lack three fields in front and four behind.
    fn read(bytes: &'a [u8], at: u64, local: bool) -> Option<Self> {
        let at = usize::try_from(at).ok()?;
        let (signature, shift, fixed) = if local { (b"PK\x03\x04", 0, 30) } else { (b"PK\x01\x02", 2, 46) };
        let head = bytes.get(at..at.checked_add(fixed)?)?;
        let half = |i: usize| u16::from_le_bytes([head[i], head[i + 1]]);
        let word = |i: usize| u32::from_le_bytes([head[i], head[i + 1], head[i + 2], head[i + 3]]);
        let (name, extra) = (half(26 + shift) as usize, half(28 + shift) as usize);
        let (start, end) = (at + fixed, at + fixed + name + extra);
        let all = bytes.get(start..end).filter(|_| head.starts_with(signature))?;
        let mut header = Header {
            name: &all[..name],
            flags: half(6 + shift),
            method: half(8 + shift),
            crc: word(14 + shift),
            packed: u64::from(word(18 + shift)),
            size: u64::from(word(22 + shift)),
            end,
        };
        header.widen(&all[name..]);
        Some(header)
    }

    /// Takes sizes that do not fit into 32 bits from the extra field for them.
    fn widen(&mut self, mut extra: &[u8]) {
        const ZIP64: u16 = 1;
        while let [a, b, c, d, rest @ ..] = extra {
            let length = usize::from(u16::from_le_bytes([*c, *d])).min(rest.len());
            let (mut field, others) = rest.split_at(length);
            if u16::from_le_bytes([*a, *b]) == ZIP64 {
                for value in [&mut self.size, &mut self.packed] {
                    if *value == u64::from(u32::MAX)
                        && let Some((wide, rest)) = field.split_first_chunk::<8>()
                    {
                        (*value, field) = (u64::from_le_bytes(*wide), rest);
                    }
                }
                return;
            }
            extra = others;
        }
    }
}

/// Compares the two headers of a member; gives the end of its bytes, or what is wrong with it.
fn compare(bytes: &[u8], local: u64, central: u64, directory: u64) -> Result<u64, String> {
    let Some(said) = Header::read(bytes, central, false) else {
        return Err("has no entry in the central directory of the archive".to_owned());
    };
    let Some(own) = Header::read(bytes, local, true).filter(|_| local < directory) else {
        return Err("has no header where the central directory of the archive says".to_owned());
    };
    if own.name != said.name {
        let name = String::from_utf8_lossy(own.name);
        return Err(format!("is named `{name}` in its own header, unlike in the central directory of the archive"));
    }
    if (own.flags | said.flags) & ENCRYPTED != 0 {
        return Err("is encrypted".to_owned());
    }
    if own.method != said.method {
        return Err(
            "has a different compression method in its own header than in the central directory of the archive"
                .to_owned(),
        );
    }
    let later = |value: u64| own.flags & DESCRIPTOR != 0 && value == 0;
    let same = |own: u64, said: u64| own == said || later(own);
    if !same(own.size, said.size) || !same(own.packed, said.packed) {
        return Err("has a different size in its own header than in the central directory of the archive".to_owned());
    }
    if !same(own.crc.into(), said.crc.into()) {
        return Err(
            "has a different checksum in its own header than in the central directory of the archive".to_owned()
        );
    }
    if ![0, 8].contains(&said.method) {
        return Err(format!("is compressed with method {}, which is not supported", said.method));
    }
    let end = (own.end as u64).saturating_add(said.packed);
    if end > directory {
        return Err("overlaps with the central directory of the archive".to_owned());
    }
    Ok(end)
}

/// The first name that is twice in the directory which starts at `at`.
fn first_twice(bytes: &[u8], mut at: usize) -> Option<&[u8]> {
    let mut seen = HashSet::new();
    loop {
        let header = Header::read(bytes, at as u64, false)?;
        if !seen.insert(header.name) {
            return Some(header.name);
        }
        let comment = bytes.get(at + 32..at + 34)?;
        at = header.end + usize::from(u16::from_le_bytes([comment[0], comment[1]]));
    }
}
