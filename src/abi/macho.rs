//! Mach-O files, thin and fat: imports from the bindings or the symbol table, exports from the trie or the symbol
//! table. The underscore in front of every C name is taken off.

use object::macho::{self, FatArch32, FatArch64, MachHeader32, MachHeader64};
use object::read::macho::{FatArch, MachHeader, MachOFatFile, MachOFile, Nlist as _};
use object::{Endianness, FileKind, NameOrOrdinal, Object as _};

use super::{AbiError, budget::Budget, examine, image::macho_pointers, recover::Labels, symbols::Symbols};
use crate::facts::{BinaryFormat, ImageKind, Machine, Recovered, Slice};

/// No machine has more architectures than this in one file.
const MAX_SLICES: usize = 16;
/// Bytes of names held while a trie is walked; real tries have a few hundred names of the C API's shape.
const TRIE_BYTES: usize = 1 << 25;

fn broken(error: impl std::fmt::Display) -> AbiError {
    AbiError::malformed(BinaryFormat::MachO, error)
}

/// Every architecture of a fat file.
pub(super) fn read_fat(bytes: &[u8]) -> Result<Vec<Slice>, AbiError> {
    match FileKind::parse(bytes).map_err(broken)? {
        FileKind::MachOFat64 => fat_slices::<FatArch64>(bytes),
        _ => fat_slices::<FatArch32>(bytes),
    }
}

fn fat_slices<Fat: FatArch>(bytes: &[u8]) -> Result<Vec<Slice>, AbiError> {
    let fat = MachOFatFile::<Fat>::parse(bytes).map_err(broken)?;
    if fat.arches().is_empty() {
        return Err(broken("contains no architecture"));
    }
    if fat.arches().len() > MAX_SLICES {
        return Err(AbiError::Limit { what: "architectures in one file", limit: MAX_SLICES as u64 });
    }
    fat.arches().iter().map(|arch| read(arch.data(bytes).map_err(broken)?)).collect()
}

/// A thin file.
pub(super) fn read(bytes: &[u8]) -> Result<Slice, AbiError> {
    match FileKind::parse(bytes).map_err(broken)? {
        FileKind::MachO32 => read_thin::<MachHeader32<Endianness>>(bytes, 32),
        FileKind::MachO64 => read_thin::<MachHeader64<Endianness>>(bytes, 64),
        _ => Err(broken("an architecture of the fat file is not a Mach-O image")),
    }
}

fn read_thin<Mach: MachHeader<Endian = Endianness>>(bytes: &[u8], bits: u8) -> Result<Slice, AbiError> {
    let mut budget = Budget::new();
    let file = MachOFile::<Mach>::parse(bytes).map_err(broken)?;
    let endian = file.endian();
    let header = file.macho_header();
    let commands = Commands::read(&file, bytes, &mut budget)?;
    let mut found = Symbols::default();
    imports(&file, &mut found, &mut budget)?;
    match commands.trie {
        Some(trie) => trie_exports(trie, &mut found, &mut budget)?,
        None => symbol_table(&file, false, &mut found, &mut budget)?,
    }
    if found.lacks_hook() {
        symbol_table(&file, true, &mut found, &mut budget)?;
    }
    let machine = match header.cputype(endian) {
        macho::CPU_TYPE_X86_64 => Machine::X86_64,
        macho::CPU_TYPE_X86 => Machine::I686,
        macho::CPU_TYPE_ARM64 => Machine::Aarch64,
        macho::CPU_TYPE_ARM => Machine::Arm,
        macho::CPU_TYPE_POWERPC64 => Machine::Ppc64,
        other => Machine::Other(other.0),
    };
    let kind = match header.filetype(endian) {
        macho::MH_BUNDLE | macho::MH_DYLIB => ImageKind::Shared,
        macho::MH_EXECUTE => ImageKind::Executable,
        _ => ImageKind::Other,
    };
    let mut recovered = Recovered::default();
    if found.uses_c_api() && kind == ImageKind::Shared {
        let image = macho_pointers(&file, bytes, bits, &mut budget)?;
        recovered = examine(&image, machine, false, &mut budget)?;
        let labels = label(&file, &recovered, &mut budget)?;
        #[cfg(feature = "debuginfo")]
        super::describe(&file, &image, machine, &labels.addresses(), &mut recovered, &mut budget);
        labels.finish(&mut recovered);
        recovered.cuts = budget.cuts();
    }
    let (imports, exports, hooks) = found.finish();
    Ok(Slice {
        machine,
        bits,
        kind,
        imports,
        exports,
        hooks,
        needed: commands.needed,
        version_needs: Vec::new(),
        min_macos: commands.min_macos,
        recovered,
    })
}

/// What the load commands say.
struct Commands<'data> {
    needed: Vec<String>,
    min_macos: Option<(u16, u8)>,
    /// The bytes of the exports trie.
    trie: Option<&'data [u8]>,
}

impl<'data> Commands<'data> {
    fn read<Mach: MachHeader<Endian = Endianness>>(
        file: &MachOFile<'data, Mach>,
        bytes: &'data [u8],
        budget: &mut Budget,
    ) -> Result<Self, AbiError> {
        let endian = file.endian();
        let mut found = Commands { needed: Vec::new(), min_macos: None, trie: None };
        let mut commands = file.macho_load_commands().map_err(broken)?;
        while let Some(command) = commands.next().map_err(broken)? {
            budget.entry()?;
            if let Some(dylib) = command.dylib().map_err(broken)? {
                let name = command.string(endian, dylib.dylib.name).map_err(broken)?;
                budget.name(name)?;
                found.needed.push(String::from_utf8_lossy(name).into_owned());
            } else if let Some((build, _)) = command.build_version(endian).map_err(broken)? {
                if build.platform.get(endian) == macho::PLATFORM_MACOS {
                    found.min_macos = Some(release(build.minos.get(endian)));
                }
            } else if command.cmd() == macho::LC_VERSION_MIN_MACOSX {
                let build: &macho::VersionMinCommand<Endianness> = command.data().map_err(broken)?;
                found.min_macos = Some(release(build.version.get(endian)));
            } else if let Some(trie) = command.dyld_exports_trie().map_err(broken)? {
                found.trie = Some(trie.data(endian, bytes).map_err(broken)?);
            } else if let Some(info) = command.dyld_info().map_err(broken)? {
                let trie = info.export_data(endian, bytes).map_err(broken)?;
                found.trie = found.trie.or((!trie.is_empty()).then_some(trie));
            }
        }
        Ok(found)
    }
}

/// `xxxx.yy.zz` to its first two parts.
fn release(version: macho::Version) -> (u16, u8) {
    ((version.0 >> 16) as u16, (version.0 >> 8) as u8)
}

fn imports<Mach: MachHeader<Endian = Endianness>>(
    file: &MachOFile<'_, Mach>,
    found: &mut Symbols,
    budget: &mut Budget,
) -> Result<(), AbiError> {
    for import in file.imports().map_err(broken)? {
        budget.entry()?;
        let import = import.map_err(broken)?;
        if let NameOrOrdinal::Name(name) = import.name() {
            budget.name(name)?;
            if let Some(name) = name.strip_prefix(b"_") {
                found.import(name, Some(import.library()), None, import.is_weak());
            }
        }
    }
    Ok(())
}

/// Names the objects found by the symbols of the file, exported or not.
fn label<Mach: MachHeader<Endian = Endianness>>(
    file: &MachOFile<'_, Mach>,
    recovered: &Recovered,
    budget: &mut Budget,
) -> Result<Labels, AbiError> {
    let mut labels = Labels::wanted(recovered);
    let (endian, table) = (file.endian(), file.macho_symbol_table());
    for symbol in table.iter().filter(|s| !s.is_undefined() && !s.is_stab()) {
        budget.entry()?;
        let name = symbol.name(endian, table.strings()).map_err(broken)?;
        labels.symbol(symbol.n_value(endian).into(), name.strip_prefix(b"_").unwrap_or(name));
    }
    Ok(labels)
}

/// Reads the defined symbols of the symbol table: the exported ones, or (`local`) the hidden ones.
fn symbol_table<Mach: MachHeader<Endian = Endianness>>(
    file: &MachOFile<'_, Mach>,
    local: bool,
    found: &mut Symbols,
    budget: &mut Budget,
) -> Result<(), AbiError> {
    let (endian, table) = (file.endian(), file.macho_symbol_table());
    for symbol in table.iter() {
        budget.entry()?;
        let flags = symbol.n_type();
        let exported = flags.contains(macho::N_EXT) && !flags.contains(macho::N_PEXT);
        if symbol.is_undefined() || symbol.is_stab() || exported == local {
            continue;
        }
        let name = symbol.name(endian, table.strings()).map_err(broken)?;
        budget.name(name)?;
        match name.strip_prefix(b"_") {
            Some(name) if local => found.local(name),
            Some(name) => found.export(name),
            None => {}
        }
    }
    Ok(())
}

/// Walks the exports trie: each node has a size and data (an export ends here) and edges, each a string and the
/// offset of a node. Only edges that can lead to a name of the C API are followed.
fn trie_exports(trie: &[u8], found: &mut Symbols, budget: &mut Budget) -> Result<(), AbiError> {
    let mut stack: Vec<(usize, Vec<u8>)> = vec![(0, Vec::new())];
    let short = || broken("exports trie ends too early");
    let mut left = TRIE_BYTES;
    while let Some((offset, name)) = stack.pop() {
        budget.entry()?;
        let mut rest = trie.get(offset..).ok_or_else(short)?;
        let size = uleb128(&mut rest).ok_or_else(short)? as usize;
        if size > 0 && name.len() > 1 {
            found.export(&name[1..]);
        }
        rest = rest.get(size..).ok_or_else(short)?;
        let (&count, mut rest) = rest.split_first().ok_or_else(short)?;
        for _ in 0..count {
            budget.entry()?;
            let end = memchr::memchr(0, rest).ok_or_else(short)?;
            let edge = &rest[..end];
            budget.name(edge)?;
            rest = &rest[end + 1..];
            let offset = uleb128(&mut rest).ok_or_else(short)? as usize;
            if edge.is_empty() || !leads_to_c_api(&name, edge) {
                continue;
            }
            left = left
                .checked_sub(name.len() + edge.len() + 64)
                .ok_or(AbiError::Limit { what: "bytes of names in an exports trie", limit: TRIE_BYTES as u64 })?;
            stack.push((offset, [&name, edge].concat()));
        }
    }
    Ok(())
}

fn leads_to_c_api(name: &[u8], edge: &[u8]) -> bool {
    let fits = |prefix: &[u8]| prefix.iter().zip(name.iter().chain(edge)).all(|(a, b)| a == b);
    fits(b"_Py") || fits(b"__Py")
}

fn uleb128(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}
