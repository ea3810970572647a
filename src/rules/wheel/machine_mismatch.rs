//! WHL004: an extension module, or a library beside it, is compiled for another machine or system than the wheel's platform
//! tag says.

mod bundled;

use crate::artifact::platform::{Platform, System};
use crate::facts::{BinaryFacts, Machine, WheelFacts};
use crate::finding::{Finding, Severity};
use crate::rules::{Context, WHL004};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        for binary in wheel.binaries.iter().filter(|b| b.is_extension()) {
            let mut said: Vec<String> = Vec::new();
            for platform in &wheel.name.tags.platforms {
                let Some(target) = Platform::of_tag(platform) else { continue };
                // The module may be there once more, for this machine.
                let twin = |b: &BinaryFacts| b.is_extension() && b.name.stem == binary.name.stem && fits(&target, b);
                if wheel.binaries.iter().any(twin) {
                    if let Some(finding) = too_new(wheel, binary, platform, &target) {
                        out.push(finding);
                    }
                    continue;
                }
                let message = format!("the wheel is for `{platform}`, but this module is {}", describe(binary));
                if !said.contains(&message) {
                    out.push(
                        Finding::binary(&WHL004, message.clone(), wheel.file, binary.member.clone())
                            .note(format!("the import fails: {} is needed", wanted(&target))),
                    );
                    said.push(message);
                }
            }
        }
        bundled::check(wheel, out);
    }
}

/// Whether the file is of the platform's format and has every machine.
fn fits(platform: &Platform, binary: &BinaryFacts) -> bool {
    let there = |machine: &Machine| binary.slices.iter().any(|s| s.machine == *machine);
    // The loader of iOS takes nothing that is built for macOS.
    let system = platform.system != System::Ios || binary.slices.iter().all(|s| s.min_macos.is_none());
    system && platform.system.format() == Some(binary.format) && platform.machines.iter().all(there)
}

fn wanted(platform: &Platform) -> String {
    let machines: Vec<&str> = platform.machines.iter().map(|m| m.as_str()).collect();
    match platform.system.format() {
        Some(format) if platform.system == System::Ios => {
            format!("{} for {} on iOS", format.as_str(), machines.join(" and "))
        }
        None => "WebAssembly".to_owned(),
        Some(format) if machines.is_empty() => format.as_str().to_owned(),
        Some(format) => format!("{} for {}", format.as_str(), machines.join(" and ")),
    }
}

fn describe(binary: &BinaryFacts) -> String {
    let machines: Vec<&str> = binary.slices.iter().map(|s| s.machine.as_str()).collect();
    let system = if binary.slices.iter().any(|s| s.min_macos.is_some()) { " on macOS" } else { "" };
    format!("{} for {}{system}", binary.format.as_str(), machines.join(" and "))
}

/// A slice that is built for a newer macOS than the tag names. The first macOS for arm64 is 11, so a tag below that
/// means 11 to such a slice.
fn too_new(wheel: &WheelFacts, binary: &BinaryFacts, platform: &str, target: &Platform) -> Option<Finding> {
    let (major, minor) = target.version.filter(|_| target.system == System::MacOs)?;
    let tag = (major, u8::try_from(minor).unwrap_or(u8::MAX));
    let (machine, built) = binary.slices.iter().find_map(|slice| {
        let tag = if slice.machine == Machine::Aarch64 { tag.max((11, 0)) } else { tag };
        let built = slice.min_macos?;
        // From 11 on the tag's minor version is always 0.
        let newer = if tag.0 >= 11 { built.0 > tag.0 } else { built > tag };
        newer.then_some((slice.machine, built))
    })?;
    Some(
        Finding::binary(
            &WHL004,
            format!("the wheel is for `{platform}`, but this module is built for macOS {}.{}", built.0, built.1),
            wheel.file,
            binary.member.clone(),
        )
        .severity(Severity::Warning)
        .evidence(format!("slice {}", machine.as_str()))
        .help("set `MACOSX_DEPLOYMENT_TARGET` to the tag's version"),
    )
}
