//! Libraries in a wheel that are no extension modules: opened by other files of the wheel, or by Python code with ctypes.

use super::describe;
use crate::artifact::platform::Platform;
use crate::facts::{BinaryFacts, BinaryFormat, Machine, Slice, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::WHL004;

/// Reports libraries that no machine of a tag can open.
pub(super) fn check(wheel: &WheelFacts, out: &mut Vec<Finding>) {
    let libraries = wheel.binaries.iter().filter(|b| b.is_shared() && !b.is_extension() && is_library(b));
    out.extend(libraries.filter_map(|library| judge(wheel, library)));
}

/// Whether the name is a library's: `libz.so`, `libz.so.1`, `z.dylib`, `z.dll`; not that of a module.
fn is_library(binary: &BinaryFacts) -> bool {
    let base = base(binary);
    !binary.name.says_extension()
        && (["so", "dylib", "dll"].contains(&binary.name.extension.as_str()) || base.contains(".so."))
}

fn base(binary: &BinaryFacts) -> &str {
    binary.member.as_deref().unwrap_or("").rsplit('/').next().unwrap_or("")
}

/// What a library is called without version, hash of a repair tool and suffix.
fn library_stem(binary: &BinaryFacts) -> &str {
    let base = base(binary);
    let end = base.find(['.', '-']).filter(|&end| end > 0).unwrap_or(base.len());
    &base[..end]
}

/// Whether a part of the path names a machine or a system: such a library is chosen when the program runs.
fn names_machine(binary: &BinaryFacts) -> bool {
    const PARTS: &[&str] =
        &["86", "64", "32", "arm", "aarch", "amd", "intel", "ppc", "s390", "risc", "mips", "loong", "android", "ios"];
    let path = binary.member.as_deref().unwrap_or("").to_ascii_lowercase();
    PARTS.iter().any(|part| path.contains(part))
}

/// A file of .NET, which runs on every machine, or one with data alone.
fn is_portable(binary: &BinaryFacts) -> bool {
    let imports = |s: &Slice| s.needed.iter().any(|library| !library.eq_ignore_ascii_case("mscoree.dll"));
    binary.format == BinaryFormat::Pe && !binary.slices.iter().any(imports)
}

/// A library in the wheel that no machine of a tag can open, where no library of that name is there for it. On a tag
/// for several machines one that has some of them may be for these alone, unless a file for the other asks for it.
fn judge(wheel: &WheelFacts, library: &BinaryFacts) -> Option<Finding> {
    let foreign = library.slices.iter().any(|s| matches!(s.machine, Machine::Other(_)));
    if foreign || is_portable(library) || names_machine(library) {
        return None;
    }
    let has = |b: &BinaryFacts, machine: Machine| b.slices.iter().any(|s| s.machine == machine);
    let needed_by = |machine: Machine| {
        let asks = |s: &Slice| {
            s.machine == machine && s.needed.iter().any(|n| n.rsplit(['/', '\\']).next() == Some(base(library)))
        };
        wheel.binaries.iter().any(|b| b.slices.iter().any(asks))
    };
    for platform in &wheel.name.tags.platforms {
        let Some(target) = Platform::of_tag(platform) else { continue };
        if target.system.format() != Some(library.format) {
            continue;
        }
        let none = !target.machines.iter().any(|&machine| has(library, machine));
        let twin = |machine: Machine| {
            let other = |b: &&BinaryFacts| {
                b.is_shared() && b.format == library.format && library_stem(b) == library_stem(library)
            };
            wheel.binaries.iter().filter(other).any(|b| has(b, machine))
        };
        let missing = target.machines.iter().copied().find(|&machine| !twin(machine) && (none || needed_by(machine)));
        if let Some(machine) = missing {
            let message = format!("the wheel is for `{platform}`, but this library is {}", describe(library));
            return Some(
                Finding::binary(&WHL004, message, wheel.file, library.member.clone()).severity(Severity::Warning).note(
                    format!("the wheel has no library of that name for {}: loading it fails there", machine.as_str()),
                ),
            );
        }
    }
    None
}
