//! WHL005: a wheel needs a newer C library than its platform tag promises, or another one.

use crate::artifact::platform::{Platform, System};
use crate::facts::{BinaryFacts, BinaryFormat, VersionNeed, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL005};

/// glibc with `GLIBCXX_`, `CXXABI_` and `GCC_` of the three old tags: PEP 513, PEP 571, PEP 599.
const LEGACY: &[((u16, u16), [&str; 3])] = &[
    ((2, 5), ["3.4.9", "1.3.1", "4.2.0"]),
    ((2, 12), ["3.4.13", "1.3.3", "4.5.0"]),
    ((2, 17), ["3.4.19", "1.3.7", "4.8.0"]),
];
/// A version without a number, and the glibc that brought it: packed relative relocations.
const RELR: (&str, [u32; 2]) = ("GLIBC_ABI_DT_RELR", [2, 36]);
/// GCC's own library, of any C library: it has one version of glibc's form.
const NOT_OF_GLIBC: &str = "libgcc_s";
/// How the names of libraries begin that systems with glibc do not have.
const NOT_GLIBC: &[&str] = &["libc.musl-", "ld-musl-"];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        let tags: Vec<&String> = wheel.name.tags.platforms.iter().collect();
        let platforms: Vec<(Platform, &str)> =
            tags.iter().filter_map(|p| Some((Platform::of_tag(p)?, p.as_str()))).collect();
        // The lowest of several tags is the promise.
        let glibc = platforms.iter().filter(|p| p.0.system == System::Glibc);
        let promised = glibc.filter_map(|(p, tag)| Some((p.version?, *tag))).min();
        // No tag is for glibc, and none leaves the C library open.
        let other = platforms.len() == tags.len()
            && platforms.iter().all(|p| p.0.system == System::Musl || p.0.system == System::Android);
        for binary in wheel.binaries.iter().filter(|b| b.format == BinaryFormat::Elf) {
            if let Some((floor, platform)) = promised {
                out.extend(too_new(wheel, binary, floor, platform));
                out.extend(old_tag(wheel, binary, floor, platform));
                let musl = NOT_GLIBC.iter().find_map(|prefix| needs_library(binary, prefix));
                out.extend(musl.map(|library| other_libc(wheel, binary, platform, &library)));
            } else if let (true, Some((_, platform))) = (other, platforms.first()) {
                let versioned = highest(binary, "GLIBC_").map(|(_, need)| need.library.clone());
                let glibc = versioned.or_else(|| needs_library(binary, "libc.so.6"));
                out.extend(glibc.map(|library| other_libc(wheel, binary, platform, &library)));
            }
        }
    }
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// The highest version with this prefix that the file asks for.
fn highest<'a>(binary: &'a BinaryFacts, prefix: &str) -> Option<(Vec<u32>, &'a VersionNeed)> {
    let own = |need: &&VersionNeed| prefix != "GLIBC_" || !need.library.starts_with(NOT_OF_GLIBC);
    let needs = binary.slices.iter().flat_map(|s| &s.version_needs).filter(own);
    let versions = needs.filter_map(|need| {
        let relr = need.version == RELR.0 && prefix == "GLIBC_";
        let version = if relr { RELR.1.to_vec() } else { numbers(need.version.strip_prefix(prefix)?) };
        (!version.is_empty()).then_some((version, need))
    });
    versions.max_by(|a, b| a.0.cmp(&b.0))
}

fn needs_library(binary: &BinaryFacts, prefix: &str) -> Option<String> {
    binary.slices.iter().flat_map(|s| &s.needed).find(|library| library.starts_with(prefix)).cloned()
}

fn too_new(wheel: &WheelFacts, binary: &BinaryFacts, floor: (u16, u16), platform: &str) -> Option<Finding> {
    let (version, need) = highest(binary, "GLIBC_")?;
    if version <= vec![floor.0.into(), floor.1.into()] {
        return None;
    }
    let message = format!("the file needs `{}`, but `{platform}` promises glibc {}.{}", need.version, floor.0, floor.1);
    Some(
        Finding::binary(&WHL005, message, wheel.file, binary.member.clone())
            .symbol(need.version.clone())
            .note("loading fails on systems with an older glibc, on which installers still install the wheel")
            .help("build in the container image for the tag, or use the tag that auditwheel reports"),
    )
}

/// libstdc++ and libgcc, where the system's are used and the tag fixes their versions.
fn old_tag(wheel: &WheelFacts, binary: &BinaryFacts, floor: (u16, u16), platform: &str) -> Option<Finding> {
    let row = LEGACY.iter().find(|row| row.0 == floor)?;
    ["GLIBCXX_", "CXXABI_", "GCC_"].into_iter().zip(row.1).find_map(|(prefix, limit)| {
        let (version, need) = highest(binary, prefix)?;
        let bundled = wheel.members.iter().any(|m| m.path.rsplit('/').next() == Some(need.library.as_str()));
        if bundled || version <= numbers(limit) {
            return None;
        }
        let message = format!("the file needs `{}`, but `{platform}` promises {prefix}{limit}", need.version);
        let finding = Finding::binary(&WHL005, message, wheel.file, binary.member.clone());
        Some(finding.symbol(need.version.clone()).severity(Severity::Warning))
    })
}

fn other_libc(wheel: &WheelFacts, binary: &BinaryFacts, platform: &str, library: &str) -> Finding {
    let message = format!("the wheel is for `{platform}`, but this file is linked with `{library}`");
    Finding::binary(&WHL005, message, wheel.file, binary.member.clone())
        .note("loading fails: that platform does not have this C library")
}
