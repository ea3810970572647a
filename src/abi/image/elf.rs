//! Pointers of an ELF file: RELA, REL and RELR sections, and symbols that relocations name.

use std::ops::Range;

use object::read::elf::{ElfFile, FileHeader, ProgramHeader as _, Rel as _, Rela as _, SectionHeader as _, Sym as _};
use object::{Endianness, elf};

use super::{Image, Section, Target};
use crate::abi::{AbiError, budget::Budget};
use crate::facts::BinaryFormat;

fn broken(error: impl std::fmt::Display) -> AbiError {
    AbiError::malformed(BinaryFormat::Elf, error)
}

/// What the kinds of dynamic relocation mean that fill a whole pointer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Base address plus addend.
    Relative,
    /// A symbol plus addend.
    Symbol,
}

/// The numbers are those of each processor's supplement to the System V ABI.
fn kind(machine: elf::Machine, number: u32) -> Option<Kind> {
    let (relative, symbol): (u32, &[u32]) = match machine {
        elf::EM_X86_64 | elf::EM_386 => (8, &[1, 6, 7]),
        elf::EM_AARCH64 => (1027, &[257, 1025, 1026]),
        elf::EM_ARM => (23, &[2, 21, 22]),
        elf::EM_PPC64 => (22, &[38, 20, 21]),
        elf::EM_S390 => (12, &[22, 10, 11]),
        elf::EM_RISCV | elf::EM_LOONGARCH => (3, &[2, 5]),
        _ => return None,
    };
    if number == relative { Some(Kind::Relative) } else { symbol.contains(&number).then_some(Kind::Symbol) }
}

/// What the loader makes read-only when it is done.
fn after_loading<Elf: FileHeader<Endian = Endianness>>(file: &ElfFile<'_, Elf>) -> Vec<Range<u64>> {
    let endian = file.endian();
    let relro = file.elf_program_headers().iter().filter(|s| s.p_type(endian) == elf::PT_GNU_RELRO);
    let range = |start: u64, size: u64| start..start.saturating_add(size);
    relro.map(|s| range(s.p_vaddr(endian).into(), s.p_memsz(endian).into())).collect()
}

/// Sections and pointers. `rebuilt`: the sections with bytes or zeros are the segments, and hold the tables, too.
pub(in crate::abi) fn pointers<'data, Elf: FileHeader<Endian = Endianness>>(
    file: &ElfFile<'data, Elf>,
    bits: u8,
    rebuilt: bool,
    budget: &mut Budget,
) -> Result<Image<'data>, AbiError> {
    let (endian, data) = (file.endian(), file.data());
    let machine = file.elf_header().e_machine(endian);
    let mut image = Image::new(bits, endian == Endianness::Little);
    image.mixed = rebuilt;
    let constant = after_loading(file);
    for section in file.elf_section_table().iter() {
        budget.entry()?;
        let flags = section.sh_flags(endian);
        if !flags.contains(elf::SHF_ALLOC) || flags.contains(elf::SHF_TLS) {
            continue;
        }
        let segment = [elf::SHT_PROGBITS, elf::SHT_NOBITS].contains(&section.sh_type(endian));
        if rebuilt && !segment {
            continue;
        }
        let bytes = section.data(endian, data).map_err(broken)?;
        let (start, size) = (section.sh_addr(endian).into(), section.sh_size(endian).into());
        let code = flags.contains(elf::SHF_EXECINSTR);
        let writable = flags.contains(elf::SHF_WRITE) && !constant.iter().any(|range| range.contains(&start));
        image.add_section(Section { start, size, bytes, code, writable });
    }
    image.sort_sections();
    for section in file.elf_section_table().iter() {
        if !section.sh_flags(endian).contains(elf::SHF_ALLOC) {
            continue;
        }
        if let Some((list, _)) = section.rela(endian, data).map_err(broken)? {
            for entry in list {
                let addend: i64 = entry.r_addend(endian).into();
                let number = entry.r_type(endian, false).0;
                let symbol = entry.r_sym(endian, false);
                add(&mut image, file, kind(machine, number), entry.r_offset(endian).into(), symbol, addend, budget)?;
            }
        } else if let Some((list, _)) = section.rel(endian, data).map_err(broken)? {
            for entry in list {
                let at = entry.r_offset(endian).into();
                let addend = image.raw(at).unwrap_or(0) as i64;
                let (number, symbol) = (entry.r_type(endian).0, entry.r_sym(endian));
                add(&mut image, file, kind(machine, number), at, symbol, addend, budget)?;
            }
        } else if let Some(list) = section.relr(endian, data).map_err(broken)? {
            for at in list {
                let at = at.into();
                let to = image.raw(at).unwrap_or(0);
                image.add_pointer(at, Target::Inside(to), budget)?;
            }
        }
    }
    image.sort_pointers();
    Ok(image)
}

fn add<'data, Elf: FileHeader<Endian = Endianness>>(
    image: &mut Image<'data>,
    file: &ElfFile<'data, Elf>,
    kind: Option<Kind>,
    at: u64,
    symbol: u32,
    addend: i64,
    budget: &mut Budget,
) -> Result<(), AbiError> {
    let target = match kind {
        None => return budget.entry(),
        Some(Kind::Relative) => Target::Inside(addend as u64),
        Some(Kind::Symbol) => {
            let table = file.elf_dynamic_symbol_table();
            let Ok(found) = table.symbol(object::SymbolIndex(symbol as usize)) else {
                return Err(broken("a relocation refers to a symbol that does not exist"));
            };
            if found.is_undefined(file.endian()) {
                let name = found.name(file.endian(), table.strings()).map_err(broken)?;
                budget.name(name)?;
                image.add_name(name)
            } else {
                let value: u64 = found.st_value(file.endian()).into();
                Target::Inside(value.wrapping_add(addend as u64))
            }
        }
    };
    image.add_pointer(at, target, budget)
}
