//! ELF files: undefined dynamic symbols are imports, defined global ones exports; nothing else is either.

mod segments;

use std::collections::HashMap;

use object::elf;
use object::read::elf::{ElfFile, FileHeader, ProgramHeader as _, Sym as _};
use object::{Endianness, elf::FileHeader32, elf::FileHeader64};

use super::{AbiError, budget::Budget, examine, image::elf_pointers, recover::Labels, symbols::Symbols};
use crate::facts::{BinaryFormat, ImageKind, Machine, Recovered, Slice, VersionNeed};

pub(super) fn read32(bytes: &[u8]) -> Result<Slice, AbiError> {
    read::<FileHeader32<Endianness>>(bytes, 32, false)
}

pub(super) fn read64(bytes: &[u8]) -> Result<Slice, AbiError> {
    read::<FileHeader64<Endianness>>(bytes, 64, false)
}

fn broken(error: impl std::fmt::Display) -> AbiError {
    AbiError::malformed(BinaryFormat::Elf, error)
}

/// `rebuilt`: the sections are made from the segments.
fn read<Elf: FileHeader<Endian = Endianness>>(bytes: &[u8], bits: u8, rebuilt: bool) -> Result<Slice, AbiError> {
    let mut budget = Budget::new();
    let file = ElfFile::<Elf>::parse(bytes).map_err(broken)?;
    let kind = kind(&file);
    if kind == ImageKind::Shared && file.elf_section_table().is_empty() {
        return match segments::with_sections::<Elf>(bytes).filter(|_| !rebuilt) {
            Some(whole) => read::<Elf>(&whole, bits, true),
            None => Err(AbiError::Unsupported("ELF file without section headers: its symbols cannot be listed")),
        };
    }
    let (needed, pie) = dynamic(&file, &mut budget)?;
    let (version_needs, versions) = version_needs(&file, &mut budget)?;
    let machine = machine(&file, bits);
    let found = symbols(&file, &versions, &mut budget)?;
    let mut recovered = Recovered::default();
    if found.uses_c_api() && kind == ImageKind::Shared {
        let image = elf_pointers(&file, bits, rebuilt, &mut budget)?;
        recovered = examine(&image, machine, false, &mut budget)?;
        let labels = label(&file, &recovered, &mut budget)?;
        #[cfg(feature = "debuginfo")]
        super::describe(&file, &image, machine, &labels.addresses(), &mut recovered, &mut budget);
        labels.finish(&mut recovered);
        recovered.cuts = budget.cuts();
    }
    let (imports, exports, hooks) = found.finish();
    let kind = if kind == ImageKind::Shared && pie { ImageKind::Executable } else { kind };
    Ok(Slice { machine, bits, kind, imports, exports, hooks, needed, version_needs, min_macos: None, recovered })
}

fn kind<Elf: FileHeader<Endian = Endianness>>(file: &ElfFile<'_, Elf>) -> ImageKind {
    match file.elf_header().e_type(file.endian()) {
        elf::ET_DYN => {
            // A program names its loader; libc does too, but is no extension either way.
            let interpreter =
                file.elf_program_headers().iter().any(|segment| segment.p_type(file.endian()) == elf::PT_INTERP);
            if interpreter { ImageKind::Executable } else { ImageKind::Shared }
        }
        elf::ET_EXEC => ImageKind::Executable,
        _ => ImageKind::Other,
    }
}

fn machine<Elf: FileHeader<Endian = Endianness>>(file: &ElfFile<'_, Elf>, bits: u8) -> Machine {
    let number = file.elf_header().e_machine(file.endian());
    let little = file.endian() == Endianness::Little;
    match (number, bits, little) {
        (elf::EM_X86_64, 64, true) => Machine::X86_64,
        (elf::EM_386, 32, true) => Machine::I686,
        (elf::EM_AARCH64, 64, true) => Machine::Aarch64,
        (elf::EM_ARM, 32, true) => Machine::Arm,
        (elf::EM_PPC64, 64, true) => Machine::Ppc64le,
        (elf::EM_PPC64, 64, false) => Machine::Ppc64,
        (elf::EM_S390, 64, false) => Machine::S390x,
        (elf::EM_RISCV, 64, true) => Machine::Riscv64,
        (elf::EM_LOONGARCH, 64, true) => Machine::LoongArch64,
        _ => Machine::Other(u32::from(number.0)),
    }
}

/// The needed libraries, and whether the file is marked as a program.
fn dynamic<Elf: FileHeader<Endian = Endianness>>(
    file: &ElfFile<'_, Elf>,
    budget: &mut Budget,
) -> Result<(Vec<String>, bool), AbiError> {
    let table = file.elf_dynamic_table().map_err(broken)?;
    let (mut needed, mut pie) = (Vec::new(), false);
    for entry in table.iter() {
        budget.entry()?;
        if entry.tag == elf::DT_NEEDED {
            let name = table.string(entry).map_err(broken)?;
            budget.name(name)?;
            needed.push(String::from_utf8_lossy(name).into_owned());
        } else if entry.tag == elf::DT_FLAGS_1 {
            pie = entry.val & DF_1_PIE != 0;
        }
    }
    Ok((needed, pie))
}

/// `DF_1_PIE` of the generic ABI's extensions.
const DF_1_PIE: u64 = 0x0800_0000;

/// A symbol's version index to the library and the version name.
type Versions<'data> = HashMap<u16, (&'data [u8], &'data [u8])>;

fn version_needs<'data, Elf: FileHeader<Endian = Endianness>>(
    file: &ElfFile<'data, Elf>,
    budget: &mut Budget,
) -> Result<(Vec<VersionNeed>, Versions<'data>), AbiError> {
    let (endian, data) = (file.endian(), file.data());
    let sections = file.elf_section_table();
    let (mut needs, mut versions) = (Vec::new(), HashMap::new());
    let Some((mut iter, link)) = sections.gnu_verneed(endian, data).map_err(broken)? else {
        return Ok((needs, versions));
    };
    let strings = sections.strings(endian, data, link).map_err(broken)?;
    while let Some((need, mut entries)) = iter.next().map_err(broken)? {
        let library = need.file(endian, strings).map_err(broken)?;
        budget.name(library)?;
        while let Some(entry) = entries.next().map_err(broken)? {
            budget.entry()?;
            let version = entry.name(endian, strings).map_err(broken)?;
            budget.name(version)?;
            versions.insert(entry.vna_other(endian).index().0, (library, version));
        }
    }
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    needs.extend(versions.values().map(|(l, v)| VersionNeed { library: text(l), version: text(v) }));
    needs.sort();
    needs.dedup();
    Ok((needs, versions))
}

fn symbols<Elf: FileHeader<Endian = Endianness>>(
    file: &ElfFile<'_, Elf>,
    versions: &Versions<'_>,
    budget: &mut Budget,
) -> Result<Symbols, AbiError> {
    let endian = file.endian();
    let table = file.elf_dynamic_symbol_table();
    let versyms =
        file.elf_section_table().gnu_versym(endian, file.data()).map_err(broken)?.map_or(&[][..], |(list, _)| list);
    let mut found = Symbols::default();
    for (i, symbol) in table.iter().enumerate().skip(1) {
        budget.entry()?;
        let name = symbol.name(endian, table.strings()).map_err(broken)?;
        budget.name(name)?;
        if symbol.is_undefined(endian) {
            let version = versyms.get(i).and_then(|v| versions.get(&v.0.get(endian).index().0));
            let weak = symbol.st_bind() == elf::STB_WEAK;
            found.import(name, version.map(|v| v.0), version.map(|v| v.1), weak);
        } else if !symbol.is_local() && visible(symbol.st_visibility()) {
            found.export(name);
        }
    }
    if found.lacks_hook() {
        let table = file.elf_symbol_table();
        for symbol in table.iter().filter(|s| !s.is_undefined(endian)) {
            budget.entry()?;
            let name = symbol.name(endian, table.strings()).map_err(broken)?;
            budget.name(name)?;
            found.local(name);
        }
    }
    Ok(found)
}

/// Names the objects found by the symbols of the file, exported or not.
fn label<Elf: FileHeader<Endian = Endianness>>(
    file: &ElfFile<'_, Elf>,
    recovered: &Recovered,
    budget: &mut Budget,
) -> Result<Labels, AbiError> {
    let mut labels = Labels::wanted(recovered);
    for table in [file.elf_dynamic_symbol_table(), file.elf_symbol_table()] {
        for symbol in table.iter() {
            budget.entry()?;
            let kind = symbol.st_type();
            if kind == elf::STT_OBJECT || kind == elf::STT_FUNC {
                let name = symbol.name(file.endian(), table.strings()).map_err(broken)?;
                labels.symbol(symbol.st_value(file.endian()).into(), name);
            }
        }
    }
    Ok(labels)
}

fn visible(visibility: elf::SymbolVisibility) -> bool {
    visibility == elf::STV_DEFAULT || visibility == elf::STV_PROTECTED
}
