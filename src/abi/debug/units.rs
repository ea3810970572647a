//! The units of debug information, and what attributes of an entry mean: names, addresses, lines, other entries.

use gimli::{AttributeValue, Dwarf, Unit, UnitOffset};

use super::{Entry, Input};
use crate::abi::budget::Budget;
use crate::facts::{BinaryCut, SourceLine};

/// Entries that an entry may refer to, one after the other, for what it does not say itself. The longest row that
/// compilers write has two: code that was inlined, the function that it is of, its declaration in a class.
const ORIGINS: usize = 3;

/// An entry, by its unit and the offset in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EntryRef {
    pub(super) unit: usize,
    pub(super) at: UnitOffset,
}

/// All units of a file.
pub(super) struct Units<'a, 'data> {
    dwarf: &'a Dwarf<Input<'data>>,
    pub(super) list: Vec<Unit<Input<'data>>>,
    /// Where each unit begins in the section, ascending.
    starts: Vec<usize>,
}

impl<'a, 'data> Units<'a, 'data> {
    /// Those in front of the first damage.
    pub(super) fn read(dwarf: &'a Dwarf<Input<'data>>, budget: &mut Budget) -> Self {
        let mut units = Units { dwarf, list: Vec::new(), starts: Vec::new() };
        let mut headers = dwarf.units();
        while let Ok(Some(header)) = headers.next() {
            let Some(start) = header.debug_info_offset() else { continue };
            if !budget.entry_of(BinaryCut::Debug) {
                break;
            }
            if let Ok(unit) = dwarf.unit(header) {
                units.starts.push(start.0);
                units.list.push(unit);
            }
        }
        units
    }

    /// An entry.
    pub(super) fn entry(&self, place: EntryRef) -> Option<Entry<'data>> {
        self.list.get(place.unit)?.entry(place.at).ok()
    }

    /// The entry that an attribute of an entry in `unit` refers to.
    pub(super) fn target(&self, unit: usize, value: AttributeValue<Input<'data>>) -> Option<EntryRef> {
        match value {
            AttributeValue::UnitRef(at) => Some(EntryRef { unit, at }),
            // Optimisation of the whole program joins entries of several units.
            AttributeValue::DebugInfoRef(offset) => {
                let unit = self.starts.partition_point(|&start| start <= offset.0).checked_sub(1)?;
                Some(EntryRef { unit, at: offset.to_unit_offset(&self.list[unit].header)? })
            }
            _ => None,
        }
    }

    /// What `read` finds at an entry, or at those that it completes: definitions of C++ members, of what was declared
    /// before and of what was inlined name the declaration.
    pub(super) fn find<T>(&self, place: EntryRef, read: impl Fn(&Entry<'data>) -> Option<T>) -> Option<(EntryRef, T)> {
        let mut place = place;
        for _ in 0..=ORIGINS {
            let entry = self.entry(place)?;
            if let Some(found) = read(&entry) {
                return Some((place, found));
            }
            let next = [gimli::DW_AT_specification, gimli::DW_AT_abstract_origin];
            let next = next.into_iter().find_map(|name| entry.attr_value(name))?;
            place = self.target(place.unit, next)?;
        }
        None
    }

    /// The name of what an entry describes.
    pub(super) fn name(&self, place: EntryRef) -> Option<String> {
        let (owner, value) = self.find(place, |entry| entry.attr_value(gimli::DW_AT_name))?;
        let text = self.dwarf.attr_string(&self.list[owner.unit], value).ok()?;
        Some(text.to_string_lossy().into_owned()).filter(|name| !name.is_empty())
    }

    /// The address of a variable with static storage, one copy for all threads.
    pub(super) fn static_address(&self, unit: usize, entry: &Entry<'data>) -> Option<u64> {
        let Some(AttributeValue::Exprloc(expression)) = entry.attr_value(gimli::DW_AT_location) else { return None };
        let unit = &self.list[unit];
        let mut operations = expression.operations(unit.encoding());
        let address = match operations.next().ok()?? {
            gimli::Operation::Address { address } => address,
            gimli::Operation::AddressIndex { index } => self.dwarf.address(unit, index).ok()?,
            _ => return None,
        };
        // What follows would make it an offset in thread-local storage, or a part of something.
        operations.next().ok()?.is_none().then_some(address)
    }

    /// Where the code of a function is, the part with its entry first; empty where it has none.
    pub(super) fn code_ranges(&self, unit: usize, entry: &Entry<'data>) -> Result<Vec<(u64, u64)>, gimli::Error> {
        let unit = &self.list[unit];
        let low = match entry.attr_value(gimli::DW_AT_low_pc) {
            Some(value) => self.dwarf.attr_address(unit, value)?,
            None => None,
        };
        let high = match entry.attr_value(gimli::DW_AT_high_pc) {
            Some(AttributeValue::Udata(size)) => low.and_then(|low| low.checked_add(size)),
            Some(value) => self.dwarf.attr_address(unit, value)?,
            None => None,
        };
        let mut found: Vec<(u64, u64)> = low.zip(high).into_iter().collect();
        if let Some(value) = entry.attr_value(gimli::DW_AT_ranges)
            && let Some(mut ranges) = self.dwarf.attr_ranges(unit, value)?
        {
            while let Some(range) = ranges.next()? {
                found.push((range.begin, range.end));
            }
        }
        // Code that the linker dropped is left at address 0.
        found.retain(|(start, end)| *start > 0 && start < end);
        Ok(found)
    }

    /// Where the source defines what an entry describes.
    pub(super) fn line(&self, place: EntryRef) -> Option<SourceLine> {
        let (owner, (file, line)) = self.find(place, |entry| {
            let line = entry.attr_value(gimli::DW_AT_decl_line)?.udata_value()?;
            let file = match entry.attr_value(gimli::DW_AT_decl_file)? {
                AttributeValue::FileIndex(index) => index,
                value => value.udata_value()?,
            };
            Some((file, line))
        })?;
        let path = self.path(&self.list[owner.unit], file)?;
        Some(SourceLine { path, line: line.min(u64::from(u32::MAX)) as u32 })
    }

    /// The path as the compiler recorded it: of folder and name, without the folder it was called in. Without a table
    /// of lines nothing is known.
    fn path(&self, unit: &Unit<Input<'data>>, file: u64) -> Option<String> {
        let header = unit.line_program.as_ref()?.header();
        let entry = header.file(file)?;
        let text = |value| Some(self.dwarf.attr_string(unit, value).ok()?.to_string_lossy().into_owned());
        let name = text(entry.path_name())?;
        // Folder 0 is the one in which the compiler was called.
        if name.starts_with('/') || entry.directory_index() == 0 {
            return Some(name);
        }
        let folder = entry.directory(header).and_then(text)?;
        Some(format!("{folder}/{name}"))
    }
}
