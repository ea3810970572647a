//! ELF files without section headers: the table is made from the program headers and the dynamic section, which is
//! all that the loader reads. What only sections know, such as debug information, stays unknown.

use object::read::elf::{Dyn as _, FileHeader, GnuHashTable, HashTable, ProgramHeader as _};
use object::{Endianness, elf};

/// A section to be.
#[derive(Clone, Copy, Default)]
struct Header {
    kind: u32,
    flags: u64,
    address: u64,
    offset: u64,
    size: u64,
    link: u32,
    info: u32,
    entry: u64,
}

/// The place of the names among the sections made here, behind the empty one.
const STRINGS: u32 = 1;
/// The place of the dynamic symbols.
const SYMBOLS: u32 = 2;

/// The file with a table of sections at its end; None where the program headers do not lead to what it needs.
pub(super) fn with_sections<Elf: FileHeader<Endian = Endianness>>(bytes: &[u8]) -> Option<Vec<u8>> {
    let header = Elf::parse(bytes).ok()?;
    let endian = header.endian().ok()?;
    let segments = header.program_headers(endian, bytes).ok()?;
    let loaded: Vec<Header> =
        segments.iter().filter(|s| s.p_type(endian) == elf::PT_LOAD).map(|s| load::<Elf>(s, endian)).collect();
    let mut tags = Vec::new();
    let dynamic = segments.iter().find(|s| s.p_type(endian) == elf::PT_DYNAMIC)?;
    let Ok(Some(entries)) = dynamic.dynamic(endian, bytes) else { return None };
    for entry in entries {
        let tag = entry.tag(endian);
        if tag == elf::DT_NULL {
            break;
        }
        tags.push((tag, entry.d_val(endian).into()));
    }
    let value = |tag: elf::DynamicTag| tags.iter().find(|t| t.0 == tag).map(|t| t.1);
    // Where an address is in the file, and how many bytes follow it there.
    let place = |address: u64| {
        let segment = loaded.iter().find(|s| address >= s.address && address - s.address < s.size)?;
        let into = address - segment.address;
        Some((segment.offset.checked_add(into)?, segment.size - into))
    };
    let at = |address: u64, size: u64, kind: elf::SectionType| {
        let (offset, left) = place(address)?;
        let size = size.min(left);
        Some(Header { kind: kind.0, flags: elf::SHF_ALLOC.0, address, offset, size, ..Header::default() })
    };
    let wide = header.is_type_64();
    let word = if wide { 8 } else { 4 };
    let strings = at(value(elf::DT_STRTAB)?, value(elf::DT_STRSZ)?, elf::SHT_STRTAB)?;
    let symbol = if wide { 24 } else { 16 };
    let count = symbol_count::<Elf>(bytes, endian, &value, &place, symbol)?;
    let symbols = at(value(elf::DT_SYMTAB)?, count.checked_mul(symbol)?, elf::SHT_DYNSYM)?;
    let symbols = Header { link: STRINGS, info: 1, entry: symbol, ..symbols };
    let mut sections = vec![Header::default(), strings, symbols];
    let size = dynamic.p_filesz(endian).into();
    let dynamic = at(dynamic.p_vaddr(endian).into(), size, elf::SHT_DYNAMIC)?;
    sections.push(Header { link: STRINGS, entry: 2 * word, ..dynamic });
    let mut add = |address: elf::DynamicTag, size: Option<u64>, kind, link, info, entry| {
        if let (Some(address), Some(size)) = (value(address), size)
            && let Some(found) = at(address, size, kind)
        {
            sections.push(Header { link, info, entry, ..found });
        }
    };
    add(elf::DT_VERSYM, count.checked_mul(2), elf::SHT_GNU_VERSYM, SYMBOLS, 0, 2);
    let needs = value(elf::DT_VERNEEDNUM).unwrap_or(0) as u32;
    add(elf::DT_VERNEED, Some(u64::MAX), elf::SHT_GNU_VERNEED, STRINGS, needs, 0);
    add(elf::DT_RELA, value(elf::DT_RELASZ), elf::SHT_RELA, SYMBOLS, 0, 3 * word);
    add(elf::DT_REL, value(elf::DT_RELSZ), elf::SHT_REL, SYMBOLS, 0, 2 * word);
    add(elf::DT_RELR, value(elf::DT_RELRSZ), elf::SHT_RELR, 0, 0, word);
    let rela = value(elf::DT_PLTREL) == Some(elf::DT_RELA.0 as u64);
    let (kind, words) = if rela { (elf::SHT_RELA, 3) } else { (elf::SHT_REL, 2) };
    add(elf::DT_JMPREL, value(elf::DT_PLTRELSZ), kind, SYMBOLS, 0, words * word);
    sections.extend(memory::<Elf>(segments, endian));
    write(bytes, wide, endian == Endianness::Little, &sections)
}

fn load<Elf: FileHeader<Endian = Endianness>>(segment: &Elf::ProgramHeader, endian: Endianness) -> Header {
    Header {
        address: segment.p_vaddr(endian).into(),
        offset: segment.p_offset(endian).into(),
        size: segment.p_filesz(endian).into(),
        ..Header::default()
    }
}

/// Sections for all that is in memory: one for what a segment has in the file, one for the zeros behind it.
fn memory<Elf: FileHeader<Endian = Endianness>>(segments: &[Elf::ProgramHeader], endian: Endianness) -> Vec<Header> {
    let mut sections = Vec::new();
    for segment in segments.iter().filter(|s| s.p_type(endian) == elf::PT_LOAD) {
        let rights = segment.p_flags(endian);
        let mut flags = elf::SHF_ALLOC.0;
        if rights.contains(elf::PF_X) {
            flags |= elf::SHF_EXECINSTR.0;
        }
        if rights.contains(elf::PF_W) {
            flags |= elf::SHF_WRITE.0;
        }
        let held = load::<Elf>(segment, endian);
        sections.push(Header { kind: elf::SHT_PROGBITS.0, flags, ..held });
        let whole: u64 = segment.p_memsz(endian).into();
        if let (Some(size), Some(address)) = (whole.checked_sub(held.size), held.address.checked_add(held.size)) {
            sections.push(Header { kind: elf::SHT_NOBITS.0, flags, address, size, ..held });
        }
    }
    sections
}

/// The number of dynamic symbols: said by the hash tables only.
fn symbol_count<Elf: FileHeader<Endian = Endianness>>(
    bytes: &[u8],
    endian: Endianness,
    value: &impl Fn(elf::DynamicTag) -> Option<u64>,
    place: &impl Fn(u64) -> Option<(u64, u64)>,
    symbol: u64,
) -> Option<u64> {
    let table = |tag: elf::DynamicTag| {
        let (offset, size) = place(value(tag)?)?;
        let offset = usize::try_from(offset).ok()?;
        bytes.get(offset..offset.checked_add(usize::try_from(size).ok()?)?)
    };
    let old = || Some(u64::from(HashTable::<Elf>::parse(endian, table(elf::DT_HASH)?).ok()?.symbol_table_length()));
    let new = || {
        let hash = GnuHashTable::<Elf>::parse(endian, table(elf::DT_GNU_HASH)?).ok()?;
        hash.symbol_table_length(endian).map(u64::from)
    };
    // Without an export the newer table does not say it: then the names follow the symbols, as linkers lay them out.
    let between = || Some(value(elf::DT_STRTAB)?.checked_sub(value(elf::DT_SYMTAB)?)? / symbol);
    old().or_else(new).or_else(between)
}

/// Appends the table and names it in the header.
fn write(bytes: &[u8], wide: bool, little: bool, sections: &[Header]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    out.resize(out.len().next_multiple_of(8), 0);
    let start = out.len() as u64;
    let put = |value: u64, size: usize| {
        let (low, high) = (value.to_le_bytes(), value.to_be_bytes());
        if little { low[..size].to_vec() } else { high[8 - size..].to_vec() }
    };
    let word = if wide { 8 } else { 4 };
    for s in sections {
        let fields = [
            (0, 4),
            (s.kind.into(), 4),
            (s.flags, word),
            (s.address, word),
            (s.offset, word),
            (s.size, word),
            (s.link.into(), 4),
            (s.info.into(), 4),
            (word as u64, word),
            (s.entry, word),
        ];
        out.extend(fields.into_iter().flat_map(|(value, size)| put(value, size)));
    }
    // `e_shoff`, then `e_shentsize`, `e_shnum` and `e_shstrndx`, which must name some strings: Elf64_Ehdr and Elf32_Ehdr.
    let (table, counts, entry) = if wide { (0x28, 0x3a, 64) } else { (0x20, 0x2e, 40) };
    out.get_mut(table..table + word)?.copy_from_slice(&put(start, word));
    for (i, value) in [entry, sections.len() as u64, STRINGS.into()].into_iter().enumerate() {
        let at = counts + 2 * i;
        out.get_mut(at..at + 2)?.copy_from_slice(&put(value, 2));
    }
    Some(out)
}
