//! The import tables of a PE file, the delayed one included. Every address is looked up on its own: a tool that
//! bundles DLLs writes the new name of one into the padding of whichever section has room for it.

use object::LittleEndian as LE;
use object::pe::{self, ImageDelayloadDescriptor, ImageImportDescriptor};
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader as _, ImageThunkData as _, PeFile};

use super::broken;
use crate::abi::{AbiError, budget::Budget};

/// A page of memory: what a section holds in the file is loaded up to the end of its last one.
const PAGE: u64 = 4096;

/// A DLL with what is imported from it.
pub(in crate::abi) struct Library<'data> {
    /// Its name.
    pub(in crate::abi) name: &'data [u8],
    /// Address of the table that the loader fills, relative to the image.
    pub(in crate::abi) slots: u32,
    /// One for each slot; None for an import by number.
    pub(in crate::abi) names: Vec<Option<&'data [u8]>>,
}

/// The bytes of the file by their address in memory, relative to the image.
struct Memory<'data> {
    file: &'data [u8],
    headers: u32,
    /// Address, offset in the file, bytes; by address.
    sections: Vec<(u32, u32, u32)>,
}

impl<'data> Memory<'data> {
    fn of<Pe: ImageNtHeaders>(file: &PeFile<'data, Pe>, budget: &mut Budget) -> Result<Self, AbiError> {
        let mut sections = Vec::new();
        for section in file.section_table().iter() {
            budget.entry()?;
            let held = section.size_of_raw_data.get(LE);
            // Without a size in memory the one in the file counts.
            let loaded = match section.virtual_size.get(LE) {
                0 => held,
                size => u32::try_from(u64::from(size).next_multiple_of(PAGE)).unwrap_or(u32::MAX).min(held),
            };
            sections.push((section.virtual_address.get(LE), section.pointer_to_raw_data.get(LE), loaded));
        }
        sections.sort_unstable();
        let headers = file.nt_headers().optional_header().size_of_headers();
        Ok(Memory { file: file.data(), headers, sections })
    }

    /// What is loaded from an address on, to the end of its section.
    fn at(&self, address: u32) -> Option<&'data [u8]> {
        let end = self.sections.partition_point(|section| section.0 <= address);
        let (offset, size) = match end.checked_sub(1).map(|i| self.sections[i]) {
            Some((start, offset, size)) => {
                let inside = address - start;
                (u64::from(offset) + u64::from(inside), size.checked_sub(inside)?)
            }
            None => (u64::from(address), self.headers.checked_sub(address)?),
        };
        let rest = self.file.get(usize::try_from(offset).ok()?..)?;
        Some(&rest[..rest.len().min(size as usize)])
    }

    fn string(&self, address: u32, budget: &mut Budget) -> Result<&'data [u8], AbiError> {
        let rest = self.at(address).ok_or_else(|| broken("the name of an import lies outside the file"))?;
        let end = memchr::memchr(0, rest).ok_or_else(|| broken("the name of an import is not terminated"))?;
        budget.name(&rest[..end])?;
        Ok(&rest[..end])
    }

    fn library<Pe: ImageNtHeaders>(
        &self,
        name: u32,
        lookup: u32,
        slots: u32,
        budget: &mut Budget,
    ) -> Result<Library<'data>, AbiError> {
        let name = self.string(name, budget)?;
        let mut rest = self.at(lookup).ok_or_else(|| broken("a list of imports lies outside the file"))?;
        let mut names = Vec::new();
        loop {
            budget.entry()?;
            let (thunk, next) = object::pod::from_bytes::<Pe::ImageThunkData>(rest)
                .map_err(|()| broken("a list of imports is not terminated"))?;
            rest = next;
            if thunk.raw() == 0 {
                return Ok(Library { name, slots, names });
            }
            names.push(if thunk.is_ordinal() {
                None
            } else {
                // Two bytes of a hint stand in front of the name.
                Some(self.string(thunk.address().saturating_add(2), budget)?)
            });
        }
    }
}

/// Every DLL that the file imports from, in the file's order, those that are loaded at the first call last.
pub(in crate::abi) fn libraries<'data, Pe: ImageNtHeaders>(
    file: &PeFile<'data, Pe>,
    budget: &mut Budget,
) -> Result<Vec<Library<'data>>, AbiError> {
    let memory = Memory::of(file, budget)?;
    let mut found = Vec::new();
    let start = |directory| {
        let entry = file.data_directories().get(directory)?;
        Some(entry.virtual_address.get(LE)).filter(|&address| address != 0)
    };
    let missing = || broken("a table of imports lies outside the file");
    if let Some(address) = start(pe::IMAGE_DIRECTORY_ENTRY_IMPORT) {
        let mut rest = memory.at(address).ok_or_else(missing)?;
        loop {
            budget.entry()?;
            let (entry, next) = object::pod::from_bytes::<ImageImportDescriptor>(rest).map_err(|()| missing())?;
            rest = next;
            // The loader stops at the first one without a name or without slots to fill.
            let (name, slots) = (entry.name.get(LE), entry.first_thunk.get(LE));
            if name == 0 || slots == 0 {
                break;
            }
            let lookup = Some(entry.original_first_thunk.get(LE)).filter(|&lookup| lookup != 0).unwrap_or(slots);
            found.push(memory.library::<Pe>(name, lookup, slots, budget)?);
        }
    }
    if let Some(address) = start(pe::IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT) {
        let mut rest = memory.at(address).ok_or_else(missing)?;
        loop {
            budget.entry()?;
            let (entry, next) = object::pod::from_bytes::<ImageDelayloadDescriptor>(rest).map_err(|()| missing())?;
            rest = next;
            let name = entry.dll_name_rva.get(LE);
            if name == 0 {
                break;
            }
            if entry.attributes.get(LE) & pe::IMAGE_DELAYLOAD_RVA_BASED == 0 {
                return Err(broken("a delayed import has absolute addresses"));
            }
            let (lookup, slots) = (entry.import_name_table_rva.get(LE), entry.import_address_table_rva.get(LE));
            found.push(memory.library::<Pe>(name, lookup, slots, budget)?);
        }
    }
    Ok(found)
}
