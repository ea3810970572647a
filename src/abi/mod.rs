//! Wheels and ELF, Mach-O, PE files to facts. Knows no rule; opens no file: the caller hands over the bytes.
//!
//! Every reader works within a budget, so that a file whose tables point at each other ends in an error, not in a
//! hang.

mod archive;
mod budget;
#[cfg(feature = "disasm")]
mod creations;
#[cfg(feature = "debuginfo")]
mod debug;
mod elf;
#[cfg(feature = "disasm")]
mod filled;
mod image;
#[cfg(feature = "disasm")]
mod linear;
mod macho;
mod names;
mod pe;
mod recover;
#[cfg(all(feature = "debuginfo", feature = "disasm"))]
mod stores;
mod symbols;
mod tags;
#[cfg(feature = "disasm")]
mod visit;
mod wheel;

use object::FileKind;

use crate::facts::{BinaryFacts, BinaryFormat, FileId, Machine, Recovered, Slice};
use {budget::Budget, image::Image};

pub use names::module_name;
pub use wheel::{Limits, WheelInput, read_wheel, read_wheel_within, read_wheels};

/// Why a binary or an archive was not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AbiError {
    /// No bytes.
    #[error("the file is empty")]
    Empty,
    /// The first bytes are of no format known here.
    #[error("not an ELF, Mach-O or PE file")]
    UnknownFormat,
    /// The file contradicts its format or ends too early.
    #[error("broken {format} file: {reason}")]
    Malformed {
        /// The format.
        format: &'static str,
        /// What does not fit.
        reason: String,
    },
    /// A legal file of a kind that is not understood.
    #[error("{0}")]
    Unsupported(&'static str),
    /// More than this program is willing to read.
    #[error("over the limit of {limit} {what}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How much is read.
        limit: u64,
    },
    /// No zip archive, or a damaged one.
    #[error("not a valid zip archive: {0}")]
    Archive(String),
    /// The file name has not the form of a wheel's.
    #[error("`{0}` is not a valid wheel file name (name-version-python-abi-platform.whl)")]
    WheelName(String),
    /// A reader panicked.
    #[error("internal error: {0}")]
    Internal(String),
}

impl AbiError {
    fn malformed(format: BinaryFormat, error: impl std::fmt::Display) -> Self {
        AbiError::Malformed { format: format.as_str(), reason: error.to_string() }
    }
}

/// Reads an ELF, Mach-O (fat ones included) or PE file.
///
/// `path` gives the name that the facts take apart; `bytes` is the whole file.
///
/// # Errors
/// Where the file is empty, of another format, broken, or over a limit.
pub fn read_binary(file: FileId, path: &str, bytes: &[u8]) -> Result<BinaryFacts, AbiError> {
    let (format, slices) = read_slices(bytes)?;
    let name = module_name(path);
    Ok(BinaryFacts { file, member: None, format, size: bytes.len() as u64, name, slices })
}

fn read_slices(bytes: &[u8]) -> Result<(BinaryFormat, Vec<Slice>), AbiError> {
    if bytes.is_empty() {
        return Err(AbiError::Empty);
    }
    let Some(format) = sniff(bytes) else { return Err(AbiError::UnknownFormat) };
    let kind = FileKind::parse(bytes).map_err(|e| AbiError::malformed(format, e))?;
    let slices = match kind {
        FileKind::Elf32 => vec![elf::read32(bytes)?],
        FileKind::Elf64 => vec![elf::read64(bytes)?],
        FileKind::MachO32 | FileKind::MachO64 => vec![macho::read(bytes)?],
        FileKind::MachOFat32 | FileKind::MachOFat64 => macho::read_fat(bytes)?,
        FileKind::Pe32 => vec![pe::read32(bytes)?],
        FileKind::Pe64 => vec![pe::read64(bytes)?],
        _ => return Err(AbiError::UnknownFormat),
    };
    Ok((format, slices))
}

/// What the static data and, on x86-64, the code of a slice give up.
fn examine(image: &Image<'_>, machine: Machine, windows: bool, budget: &mut Budget) -> Result<Recovered, AbiError> {
    #[cfg_attr(not(feature = "disasm"), expect(unused_mut))]
    let (mut recovered, doubtful) = recover::recover(image, budget)?;
    #[cfg(feature = "disasm")]
    visit::decide(image, machine, windows, &mut recovered, doubtful, budget);
    #[cfg(not(feature = "disasm"))]
    let _ = (machine, windows, doubtful);
    Ok(recovered)
}

/// What debug information says about a slice: lines of the objects at `wanted`, and variables.
#[cfg(feature = "debuginfo")]
fn describe<'data>(
    file: &impl object::Object<'data>,
    image: &Image<'_>,
    machine: Machine,
    wanted: &[u64],
    recovered: &mut Recovered,
    budget: &mut Budget,
) {
    #[cfg_attr(not(feature = "disasm"), expect(unused_mut))]
    let mut found = debug::read(file, image, wanted, budget);
    #[cfg(feature = "disasm")]
    if machine == Machine::X86_64 {
        stores::note_writes(image, &found.functions, &mut found.variables, budget);
    }
    #[cfg(not(feature = "disasm"))]
    let _ = (machine, found.functions);
    recovered.lines = found.lines;
    recovered.variables = found.variables;
}

/// The format that the first bytes (8 are enough) announce. `0xCAFEBABE` is shared with Java classes: a fat Mach-O
/// has fewer architectures than any class file's version number.
fn sniff(bytes: &[u8]) -> Option<BinaryFormat> {
    match bytes {
        [0x7f, b'E', b'L', b'F', ..] => Some(BinaryFormat::Elf),
        [b'M', b'Z', ..] => Some(BinaryFormat::Pe),
        [0xcf | 0xce, 0xfa, 0xed, 0xfe, ..] | [0xfe, 0xed, 0xfa, 0xcf | 0xce, ..] => Some(BinaryFormat::MachO),
        [0xca, 0xfe, 0xba, 0xbe | 0xbf, count @ ..] => {
            let fat = count.len() < 4 || (count[..3] == [0, 0, 0] && count[3] < 43);
            fat.then_some(BinaryFormat::MachO)
        }
        _ => None,
    }
}
