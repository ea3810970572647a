//! A slice as the loader sees it: sections by address and the pointers that it fills in. Knows no symbol but imported
//! names, and nothing of Python.

mod elf;
mod macho;
mod pe;

use super::{AbiError, budget::Budget};

pub(super) use {elf::pointers as elf_pointers, macho::pointers as macho_pointers, pe::pointers as pe_pointers};

/// Pointers kept of one slice; real extension modules have some hundred thousand at most.
const POINTERS: usize = 4_000_000;

/// No file is loaded above this; room is left for sums of addresses and sizes.
const HIGHEST: u64 = u64::MAX - (1 << 32);

/// What the loader writes into a pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// An address in the same slice.
    Inside(u64),
    /// An imported symbol, by its place in [`Image::names`].
    Import(u32),
}

/// What a field of pointer size holds once the file is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// A number that the loader does not touch.
    Plain(u64),
    /// An address in the same slice.
    Inside(u64),
    /// An imported symbol.
    Import(u32),
}

/// A section that is in memory at run time.
#[derive(Clone, Copy, Debug)]
pub(super) struct Section<'data> {
    pub(super) start: u64,
    /// Size in memory; what `bytes` does not cover is zero.
    pub(super) size: u64,
    pub(super) bytes: &'data [u8],
    pub(super) code: bool,
    /// May be written once the loader is done.
    pub(super) writable: bool,
}

/// The sections and pointers of one slice.
pub(super) struct Image<'data> {
    pub(super) bits: u8,
    little: bool,
    /// Sections are whole segments, so that one with code may hold other things, too.
    pub(super) mixed: bool,
    sections: Vec<Section<'data>>,
    /// Where the loader writes and what, by address, each address once.
    pub(super) pointers: Vec<(u64, Target)>,
    /// Imported names, without the underscore of Mach-O.
    pub(super) names: Vec<&'data [u8]>,
}

impl<'data> Image<'data> {
    pub(super) fn new(bits: u8, little: bool) -> Self {
        Image { bits, little, mixed: false, sections: Vec::new(), pointers: Vec::new(), names: Vec::new() }
    }

    fn add_section(&mut self, section: Section<'data>) {
        if section.size > 0 && section.start.checked_add(section.size).is_some_and(|end| end <= HIGHEST) {
            self.sections.push(section);
        }
    }

    fn add_pointer(&mut self, at: u64, target: Target, budget: &mut Budget) -> Result<(), AbiError> {
        budget.entry()?;
        if at > HIGHEST {
            return Ok(());
        }
        if self.pointers.len() >= POINTERS {
            return Err(AbiError::Limit { what: "relocated pointers in one file", limit: POINTERS as u64 });
        }
        self.pointers.push((at, target));
        Ok(())
    }

    fn add_name(&mut self, name: &'data [u8]) -> Target {
        self.names.push(name);
        Target::Import(self.names.len() as u32 - 1)
    }

    fn sort_sections(&mut self) {
        self.sections.sort_by_key(|s| s.start);
    }

    /// To be called when all pointers are there. Of several for one address the last one counts.
    fn sort_pointers(&mut self) {
        self.pointers.sort_by_key(|p| p.0);
        self.pointers.reverse();
        self.pointers.dedup_by_key(|p| p.0);
        self.pointers.reverse();
    }

    /// Bytes of a pointer.
    pub(super) fn word_size(&self) -> u64 {
        u64::from(self.bits / 8)
    }

    pub(super) fn section(&self, address: u64) -> Option<&Section<'data>> {
        let after = self.sections.partition_point(|s| s.start <= address);
        let section = &self.sections[after.checked_sub(1)?];
        (address - section.start < section.size).then_some(section)
    }

    pub(super) fn is_code(&self, address: u64) -> bool {
        self.section(address).is_some_and(|s| s.code)
    }

    /// Whether there may be data at an address.
    pub(super) fn is_data(&self, address: u64) -> bool {
        self.section(address).is_some_and(|s| !s.code || self.mixed)
    }

    /// Whether code may write there once the loader is done.
    pub(super) fn is_writable(&self, address: u64) -> bool {
        self.section(address).is_some_and(|s| s.writable)
    }

    /// Bytes from the file, or zeros where the section has none there; None outside or across sections.
    fn array<const N: usize>(&self, address: u64) -> Option<[u8; N]> {
        let section = self.section(address)?;
        let offset = address - section.start;
        if section.size - offset < N as u64 {
            return None;
        }
        let mut out = [0u8; N];
        let from = usize::try_from(offset).ok()?.min(section.bytes.len());
        let held = &section.bytes[from..section.bytes.len().min(from + N)];
        out[..held.len()].copy_from_slice(held);
        Some(out)
    }

    pub(super) fn u16(&self, address: u64) -> Option<u16> {
        self.array(address).map(|b| if self.little { u16::from_le_bytes(b) } else { u16::from_be_bytes(b) })
    }

    pub(super) fn u32(&self, address: u64) -> Option<u32> {
        self.array(address).map(|b| if self.little { u32::from_le_bytes(b) } else { u32::from_be_bytes(b) })
    }

    fn u64(&self, address: u64) -> Option<u64> {
        self.array(address).map(|b| if self.little { u64::from_le_bytes(b) } else { u64::from_be_bytes(b) })
    }

    /// The bytes of a pointer-sized field as they stand in the file.
    pub(super) fn raw(&self, address: u64) -> Option<u64> {
        if self.bits == 64 { self.u64(address) } else { self.u32(address).map(u64::from) }
    }

    /// Fields of pointer size one after the other, as they stand in the file.
    pub(super) fn raw_words<const N: usize>(&self, address: u64) -> Option<[u64; N]> {
        let section = self.section(address)?;
        let size = self.word_size() as usize;
        let from = usize::try_from(address - section.start).ok()?;
        let held = section.bytes.get(from..from.checked_add(N * size)?)?;
        let mut words = [0; N];
        for (word, bytes) in words.iter_mut().zip(held.chunks_exact(size)) {
            let value = |byte: (usize, &u8)| u64::from(*byte.1) << (8 * byte.0);
            *word = match self.little {
                true => bytes.iter().enumerate().map(value).sum(),
                false => bytes.iter().rev().enumerate().map(value).sum(),
            };
        }
        Some(words)
    }

    /// A pointer-sized field after loading; None outside the image.
    pub(super) fn word(&self, address: u64) -> Option<Word> {
        match self.pointers.binary_search_by_key(&address, |p| p.0) {
            Ok(i) => Some(match self.pointers[i].1 {
                Target::Inside(to) => Word::Inside(to),
                Target::Import(name) => Word::Import(name),
            }),
            Err(_) => self.raw(address).map(Word::Plain),
        }
    }

    /// A C string of 1 to `max` bytes where data may be.
    pub(super) fn string(&self, address: u64, max: usize) -> Option<&'data [u8]> {
        let section = self.section(address).filter(|s| !s.code || self.mixed)?;
        let rest = section.bytes.get(usize::try_from(address - section.start).ok()?..)?;
        let end = memchr::memchr(0, &rest[..rest.len().min(max + 1)])?;
        (end > 0).then(|| &rest[..end])
    }

    /// The bytes of a code section from an address to the section's end.
    #[cfg(feature = "disasm")]
    pub(super) fn code(&self, address: u64) -> Option<&'data [u8]> {
        let section = self.section(address).filter(|s| s.code)?;
        section.bytes.get(usize::try_from(address - section.start).ok()?..)
    }

    /// The code sections: where each is loaded, and its bytes.
    #[cfg(feature = "disasm")]
    pub(super) fn code_sections(&self) -> impl Iterator<Item = (u64, &'data [u8])> {
        self.sections.iter().filter(|s| s.code).map(|s| (s.start, s.bytes))
    }

    /// The name of an import.
    pub(super) fn name(&self, index: u32) -> &'data [u8] {
        self.names.get(index as usize).copied().unwrap_or(b"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_pointers_than_are_kept_are_an_error() {
        let (mut image, mut budget) = (Image::new(64, true), Budget::new());
        let target = image.add_name(b"imported");
        image.pointers = vec![(0, target); POINTERS - 1];
        assert_eq!(image.add_pointer(8, target, &mut budget), Ok(()));
        let limit = AbiError::Limit { what: "relocated pointers in one file", limit: POINTERS as u64 };
        assert_eq!(image.add_pointer(16, target, &mut budget), Err(limit));
    }
}
