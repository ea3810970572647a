//! Pointers of a PE file: base relocations, and the import address tables.

use object::LittleEndian as LE;
use object::pe as format;
use object::read::pe::{ImageNtHeaders, ImageOptionalHeader as _, PeFile};

use super::{Image, Section, Target};
use crate::abi::{AbiError, budget::Budget, pe::Library};
use crate::facts::BinaryFormat;

fn broken(error: impl std::fmt::Display) -> AbiError {
    AbiError::malformed(BinaryFormat::Pe, error)
}

/// Sections and pointers; addresses are those of the preferred image base.
pub(in crate::abi) fn pointers<'data, Pe: ImageNtHeaders>(
    file: &PeFile<'data, Pe>,
    libraries: &[Library<'data>],
    bits: u8,
    budget: &mut Budget,
) -> Result<Image<'data>, AbiError> {
    let base = file.nt_headers().optional_header().image_base();
    let mut image = Image::new(bits, true);
    for section in file.section_table().iter() {
        budget.entry()?;
        let held = section.pe_data(file.data()).unwrap_or(&[]);
        let size = u64::from(section.virtual_size.get(LE)).max(held.len() as u64);
        let code = section.characteristics.get(LE).contains(format::IMAGE_SCN_MEM_EXECUTE);
        let writable = section.characteristics.get(LE).contains(format::IMAGE_SCN_MEM_WRITE);
        let start = base.wrapping_add(u64::from(section.virtual_address.get(LE)));
        image.add_section(Section { start, size, bytes: held, code, writable });
    }
    image.sort_sections();
    let blocks = file.data_directories().relocation_blocks(file.data(), &file.section_table()).map_err(broken)?;
    for block in blocks.into_iter().flatten() {
        for relocation in block.map_err(broken)? {
            if !matches!(relocation.typ, format::IMAGE_REL_BASED_DIR64 | format::IMAGE_REL_BASED_HIGHLOW) {
                continue;
            }
            let at = base.wrapping_add(u64::from(relocation.virtual_address));
            let to = image.raw(at).unwrap_or(0);
            image.add_pointer(at, Target::Inside(to), budget)?;
        }
    }
    for library in libraries {
        let slots = base.wrapping_add(u64::from(library.slots));
        for (i, name) in library.names.iter().enumerate() {
            let Some(name) = name else { continue };
            let target = image.add_name(name);
            image.add_pointer(slots.wrapping_add(i as u64 * u64::from(bits / 8)), target, budget)?;
        }
    }
    image.sort_pointers();
    Ok(image)
}
