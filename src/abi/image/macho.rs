//! Pointers of a Mach-O slice: rebases and binds of the dyld information, or chained fixups.

use object::Endianness;
use object::macho;
use object::read::macho::{Bind, Fixup, MachHeader, MachOFile, Section as _, Segment as _};

use super::{Image, Section, Target};
use crate::abi::{AbiError, budget::Budget};
use crate::facts::BinaryFormat;

/// `VM_PROT_WRITE` of Mach's `vm_prot.h`.
const VM_PROT_WRITE: u32 = 2;

fn broken(error: impl std::fmt::Display) -> AbiError {
    AbiError::malformed(BinaryFormat::MachO, error)
}

/// Where the segments are, in the order of the load commands.
struct Segments<'data>(Vec<(u64, &'data [u8])>);

impl Segments<'_> {
    /// None for a segment that is not there: then there is no data to look at either.
    fn address(&self, index: usize, offset: u64) -> Option<u64> {
        self.0.get(index).map(|(start, _)| start.wrapping_add(offset))
    }
}

/// Sections and pointers; `bytes` is the slice.
pub(in crate::abi) fn pointers<'data, Mach: MachHeader<Endian = Endianness>>(
    file: &MachOFile<'data, Mach>,
    bytes: &'data [u8],
    bits: u8,
    budget: &mut Budget,
) -> Result<Image<'data>, AbiError> {
    let endian = file.endian();
    let mut image = Image::new(bits, endian == Endianness::Little);
    let (mut segments, mut base) = (Segments(Vec::new()), 0);
    let (mut info, mut chained) = (None, None);
    let mut commands = file.macho_load_commands().map_err(broken)?;
    while let Some(command) = commands.next().map_err(broken)? {
        budget.entry()?;
        if let Some((segment, rest)) = Mach::Segment::from_command(command).map_err(broken)? {
            let start = segment.vmaddr(endian).into();
            if segment.name() == b"__TEXT" {
                base = start;
            }
            segments.0.push((start, segment.data(endian, bytes).unwrap_or(&[])));
            for section in segment.sections(endian, rest).map_err(broken)? {
                budget.entry()?;
                let writable = segment.initprot(endian).0 & VM_PROT_WRITE != 0 && segment.name() != b"__DATA_CONST";
                let flags = section.flags(endian);
                let code = flags.0 & (macho::S_ATTR_PURE_INSTRUCTIONS.0 | macho::S_ATTR_SOME_INSTRUCTIONS.0) != 0;
                let held = section.data(endian, bytes, section.offset(endian).into()).unwrap_or(&[]);
                let (start, size) = (section.addr(endian).into(), section.size(endian).into());
                image.add_section(Section { start, size, bytes: held, code, writable });
            }
        } else if let Some(found) = command.dyld_info().map_err(broken)? {
            info = Some(found);
        } else if let Some(found) = command.dyld_chained_fixups().map_err(broken)? {
            chained = Some(found);
        }
    }
    image.sort_sections();
    if let Some(info) = info {
        let size = bits / 8;
        for rebase in info.rebases(endian, bytes, size).map_err(broken)? {
            budget.entry()?;
            let rebase = rebase.map_err(broken)?;
            if rebase.kind == macho::REBASE_TYPE_POINTER
                && let Some(at) = segments.address(rebase.segment_index.into(), rebase.segment_offset)
            {
                let to = image.raw(at).unwrap_or(0);
                image.add_pointer(at, Target::Inside(to), budget)?;
            }
        }
        for list in [
            info.weak_binds(endian, bytes, size),
            info.binds(endian, bytes, size),
            info.lazy_binds(endian, bytes, size),
        ] {
            for bind in list.map_err(broken)? {
                let bind: Bind<'data> = bind.map_err(broken)?;
                budget.entry()?;
                let at = segments.address(bind.segment_index.into(), bind.segment_offset);
                let Some(at) = at else { continue };
                let name = image.add_name(bind.symbol.strip_prefix(b"_").unwrap_or(bind.symbol));
                image.add_pointer(at, name, budget)?;
            }
        }
    }
    if let Some(command) = chained {
        let fixups = command.chained_fixups(endian, bytes).map_err(broken)?;
        for import in fixups.imports(endian).map_err(broken)? {
            budget.entry()?;
            let name = import.map_err(broken)?.name;
            budget.name(name)?;
            image.names.push(name.strip_prefix(b"_").unwrap_or(name));
        }
        for segment in fixups.segments(endian).map_err(broken)? {
            let segment = segment.map_err(broken)?;
            let index = segment.index() as usize;
            let held = segments.0.get(index).map_or(&[][..], |s| s.1);
            for fixup in segment.fixups(endian, base, held) {
                let (offset, fixup) = fixup.map_err(broken)?;
                let target = match fixup {
                    Fixup::Rebase(rebase) => {
                        Target::Inside(base.wrapping_add(rebase.target_offset & 0x00ff_ffff_ffff_ffff))
                    }
                    Fixup::Bind(bind) => Target::Import(bind.ordinal),
                    _ => continue,
                };
                if let Some(at) = segments.address(index, offset) {
                    image.add_pointer(at, target, budget)?;
                }
            }
        }
    }
    image.sort_pointers();
    Ok(image)
}
