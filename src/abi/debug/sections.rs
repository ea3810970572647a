//! The sections with debug information, inflated where they are packed.

use std::borrow::Cow;

use gimli::DwarfSections;
use object::{Object, ObjectSection as _};

use crate::abi::budget::Budget;
use crate::facts::BinaryCut;

/// Bytes of all packed sections together, inflated.
const INFLATED: u64 = 256 << 20;
/// Inflated bytes for a packed one; debug information packs to a third or so.
const RATIO: u64 = 50;

/// What is read of them; some files have sections beside these that are larger.
const READ: [gimli::SectionId; 9] = [
    gimli::SectionId::DebugAbbrev,
    gimli::SectionId::DebugAddr,
    gimli::SectionId::DebugInfo,
    gimli::SectionId::DebugLine,
    gimli::SectionId::DebugLineStr,
    gimli::SectionId::DebugRanges,
    gimli::SectionId::DebugRngLists,
    gimli::SectionId::DebugStr,
    gimli::SectionId::DebugStrOffsets,
];

/// The sections; None where there is no debug information. One that cannot be read is as good as none.
pub(super) fn load<'data>(file: &impl Object<'data>, budget: &mut Budget) -> Option<DwarfSections<Cow<'data, [u8]>>> {
    let mut left = INFLATED;
    let section = |id: gimli::SectionId| {
        let section = READ.contains(&id).then(|| file.section_by_name(id.name())).flatten();
        let bytes = section.and_then(|section| {
            let packed = section.compressed_data().ok()?;
            if packed.format != object::CompressionFormat::None {
                let size = packed.uncompressed_size;
                let small = size <= RATIO.saturating_mul(packed.data.len() as u64);
                let Some(rest) = left.checked_sub(size).filter(|_| small) else {
                    budget.cut(BinaryCut::Debug);
                    return None;
                };
                left = rest;
            }
            packed.decompress().ok()
        });
        Ok::<_, gimli::Error>(bytes.unwrap_or_default())
    };
    let sections = DwarfSections::load(section).ok()?;
    let mut empty = true;
    sections.debug_info.borrow(|bytes| empty = bytes.is_empty());
    (!empty).then_some(sections)
}
