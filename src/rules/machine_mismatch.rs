//! WHL004: an extension module is compiled for another machine or system than the wheel's platform tag says.

use super::{Context, WHL004};
use crate::facts::{BinaryFacts, BinaryFormat, Machine, WheelFacts};
use crate::finding::{Finding, Severity};

pub(crate) fn check(context: &Context<'_>, out: &mut Vec<Finding>) {
    for wheel in context.artifacts.iter().filter_map(|a| a.wheel()) {
        for binary in wheel.binaries.iter().filter(|b| b.is_extension()) {
            let mut said: Vec<String> = Vec::new();
            for platform in &wheel.name.tags.platforms {
                let Some(target) = Target::of(platform) else { continue };
                // The module may be there once more, for this machine.
                if wheel.binaries.iter().any(|b| b.is_extension() && b.name.stem == binary.name.stem && target.fits(b)) {
                    if let Some(finding) = too_new(wheel, binary, platform) {
                        out.push(finding);
                    }
                    continue;
                }
                let message = format!("the wheel is for `{platform}`, and this module is {}", describe(binary));
                if !said.contains(&message) {
                    out.push(
                        Finding::binary(&WHL004, message.clone(), wheel.file, binary.member.clone())
                            .note(format!("import fails: {} is needed", target.describe())),
                    );
                    said.push(message);
                }
            }
        }
    }
}

/// What a platform tag asks for.
struct Target {
    format: BinaryFormat,
    /// Every one of these has to be there.
    machines: Vec<Machine>,
}

impl Target {
    /// None for platforms whose machines are not known here.
    fn of(platform: &str) -> Option<Self> {
        let (format, arch) = match platform {
            "win32" => (BinaryFormat::Pe, "i686"),
            "win_amd64" => (BinaryFormat::Pe, "x86_64"),
            "win_arm64" => (BinaryFormat::Pe, "aarch64"),
            _ if platform.starts_with("macosx_") => {
                let arch = platform.splitn(4, '_').nth(3)?;
                (BinaryFormat::MachO, if arch == "arm64" { "aarch64" } else { arch })
            }
            _ => (BinaryFormat::Elf, linux_arch(platform)?),
        };
        let machines = match arch {
            "x86_64" => vec![Machine::X86_64],
            "i686" => vec![Machine::I686],
            "aarch64" => vec![Machine::Aarch64],
            "armv6l" | "armv7l" => vec![Machine::Arm],
            "ppc64" => vec![Machine::Ppc64],
            "ppc64le" => vec![Machine::Ppc64le],
            "s390x" => vec![Machine::S390x],
            "riscv64" => vec![Machine::Riscv64],
            "loongarch64" => vec![Machine::LoongArch64],
            "universal2" => vec![Machine::X86_64, Machine::Aarch64],
            _ => return None,
        };
        Some(Target { format, machines })
    }

    fn fits(&self, binary: &BinaryFacts) -> bool {
        binary.format == self.format && self.machines.iter().all(|m| binary.slices.iter().any(|s| s.machine == *m))
    }

    fn describe(&self) -> String {
        let machines: Vec<&str> = self.machines.iter().map(|m| m.as_str()).collect();
        format!("{} for {}", self.format.as_str(), machines.join(" and "))
    }
}

/// `linux_x86_64`, `manylinux2014_x86_64`, `manylinux_2_28_x86_64`, `musllinux_1_2_aarch64` to the machine.
fn linux_arch(platform: &str) -> Option<&str> {
    for prefix in ["linux_", "manylinux1_", "manylinux2010_", "manylinux2014_"] {
        if let Some(arch) = platform.strip_prefix(prefix) {
            return Some(arch);
        }
    }
    let versioned = platform.strip_prefix("manylinux_").or_else(|| platform.strip_prefix("musllinux_"))?;
    versioned.splitn(3, '_').nth(2)
}

fn describe(binary: &BinaryFacts) -> String {
    let machines: Vec<&str> = binary.slices.iter().map(|s| s.machine.as_str()).collect();
    format!("{} for {}", binary.format.as_str(), machines.join(" and "))
}

/// A slice that is built for a newer macOS than the tag names. The first macOS for arm64 is 11, so a tag below that
/// means 11 to such a slice.
fn too_new(wheel: &WheelFacts, binary: &BinaryFacts, platform: &str) -> Option<Finding> {
    let mut version = platform.strip_prefix("macosx_")?.splitn(3, '_');
    let tag: (u16, u8) = (version.next()?.parse().ok()?, version.next()?.parse().ok()?);
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
            format!("the wheel is for `{platform}`, and this module is built for macOS {}.{}", built.0, built.1),
            wheel.file,
            binary.member.clone(),
        )
        .severity(Severity::Warning)
        .evidence(format!("slice {}", machine.as_str()))
        .help("set `MACOSX_DEPLOYMENT_TARGET` to the tag's version"),
    )
}
