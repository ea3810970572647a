//! WHL005: a wheel needs a newer C library than its platform tag promises, or another one.

use std::collections::BTreeMap;

use super::{Context, WHL005};
use crate::facts::{BinaryFacts, BinaryFormat, VersionNeed, WheelFacts};
use crate::finding::{Finding, Severity};

/// glibc, libstdc++ and libgcc of the three old tags: PEP 513, PEP 571, PEP 599.
const LEGACY: &[(&str, (u32, u32), &str, &str)] = &[
    ("manylinux1_", (2, 5), "3.4.9", "4.2.0"),
    ("manylinux2010_", (2, 12), "3.4.13", "4.5.0"),
    ("manylinux2014_", (2, 17), "3.4.19", "4.8.0"),
];

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        let platforms = &wheel.name.tags.platforms;
        let elf = wheel.binaries.iter().filter(|b| b.format == BinaryFormat::Elf);
        // The lowest of several tags is the promise.
        let promised = platforms.iter().filter_map(|p| Some((glibc_of(p)?, p))).min();
        let only_musl = !platforms.is_empty() && platforms.iter().all(|p| p.starts_with("musllinux_"));
        for binary in elf {
            if let Some((floor, platform)) = promised {
                out.extend(too_new(wheel, binary, floor, platform));
                out.extend(old_tag(wheel, binary, platform));
                let musl = needs_library(binary, "libc.musl-");
                out.extend(musl.map(|library| other_libc(wheel, binary, platform, &library)));
            } else if only_musl {
                let glibc = highest(binary, "GLIBC_").map(|(_, need)| need.library.clone());
                out.extend(glibc.map(|library| other_libc(wheel, binary, &platforms[0], &library)));
            }
        }
    }
}

/// The glibc that a platform tag promises.
fn glibc_of(platform: &str) -> Option<(u32, u32)> {
    if let Some(row) = LEGACY.iter().find(|row| platform.starts_with(row.0)) {
        return Some(row.1);
    }
    let mut parts = platform.strip_prefix("manylinux_")?.splitn(3, '_');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// The highest version with this prefix that the file asks for.
fn highest<'a>(binary: &'a BinaryFacts, prefix: &str) -> Option<(Vec<u32>, &'a VersionNeed)> {
    let needs = binary.slices.iter().flat_map(|s| &s.version_needs);
    let versions = needs.filter_map(|need| {
        let version = numbers(need.version.strip_prefix(prefix)?);
        (!version.is_empty()).then_some((version, need))
    });
    versions.max_by(|a, b| a.0.cmp(&b.0))
}

fn needs_library(binary: &BinaryFacts, prefix: &str) -> Option<String> {
    binary.slices.iter().flat_map(|s| &s.needed).find(|library| library.starts_with(prefix)).cloned()
}

fn too_new(wheel: &WheelFacts, binary: &BinaryFacts, floor: (u32, u32), platform: &str) -> Option<Finding> {
    let (version, need) = highest(binary, "GLIBC_")?;
    if version <= vec![floor.0, floor.1] {
        return None;
    }
    let message = format!("`{}` is needed, and `{platform}` promises glibc {}.{}", need.version, floor.0, floor.1);
    Some(
        Finding::binary(&WHL005, message, wheel.file, binary.member.clone())
            .symbol(need.version.clone())
            .note("loading fails on every system with an older glibc, which an installer takes for good enough")
            .help("build in the container of the tag, or tag the wheel with what auditwheel finds"),
    )
}

/// libstdc++ and libgcc, where the system's are used and the tag fixes their versions.
fn old_tag(wheel: &WheelFacts, binary: &BinaryFacts, platform: &str) -> Option<Finding> {
    let row = LEGACY.iter().find(|row| platform.starts_with(row.0))?;
    let limits = BTreeMap::from([("GLIBCXX_", row.2), ("GCC_", row.3)]);
    limits.into_iter().find_map(|(prefix, limit)| {
        let (version, need) = highest(binary, prefix)?;
        let bundled = wheel.members.iter().any(|m| m.path.rsplit('/').next() == Some(need.library.as_str()));
        if bundled || version <= numbers(limit) {
            return None;
        }
        let message = format!("`{}` is needed, and `{platform}` promises {prefix}{limit}", need.version);
        let finding = Finding::binary(&WHL005, message, wheel.file, binary.member.clone());
        Some(finding.symbol(need.version.clone()).severity(Severity::Warning))
    })
}

fn other_libc(wheel: &WheelFacts, binary: &BinaryFacts, platform: &str, library: &str) -> Finding {
    let message = format!("the wheel is for `{platform}`, and this file is linked with `{library}`");
    Finding::binary(&WHL005, message, wheel.file, binary.member.clone())
        .note("loading fails: that C library is not there")
}
