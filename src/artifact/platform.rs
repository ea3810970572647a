//! What a wheel's platform tag names, and what the platform part of a file's suffix does: system and machines. No
//! judgement on whether a file is right for them.

use crate::facts::{BinaryFormat, Machine};

/// A system that has its own files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Linux with glibc.
    Glibc,
    /// Linux with musl.
    Musl,
    /// Linux with a C library that the name does not tell.
    Linux,
    /// Android.
    Android,
    /// macOS.
    MacOs,
    /// iOS, on devices or simulated.
    Ios,
    /// Windows, with the interpreter that Microsoft's compiler builds.
    Windows,
    /// Windows, with an interpreter that MinGW builds.
    MinGw,
    /// Cygwin.
    Cygwin,
    /// A WebAssembly machine: no format that is read here.
    Wasm,
}

impl System {
    /// The format of its binaries.
    pub fn format(self) -> Option<BinaryFormat> {
        match self {
            System::Glibc | System::Musl | System::Linux | System::Android => Some(BinaryFormat::Elf),
            System::MacOs | System::Ios => Some(BinaryFormat::MachO),
            System::Windows | System::MinGw | System::Cygwin => Some(BinaryFormat::Pe),
            System::Wasm => None,
        }
    }
}

/// A platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// Its system.
    pub system: System,
    /// Every one of these has to be there; empty where the name does not tell.
    pub machines: Vec<Machine>,
    /// The version in the name: of glibc, musl, macOS, iOS; Android's API level.
    pub version: Option<(u16, u16)>,
}

impl Platform {
    /// Reads a platform tag; None for `any` and for what is not known here.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let whole = |system, arch: &str| Some(Platform { system, machines: machines(arch)?, version: None });
        match tag {
            "win32" => return whole(System::Windows, "x86"),
            "win_amd64" => return whole(System::Windows, "x86_64"),
            "win_arm64" => return whole(System::Windows, "arm64"),
            _ => {}
        }
        let legacy = [("manylinux1_", (2, 5)), ("manylinux2010_", (2, 12)), ("manylinux2014_", (2, 17))];
        if let Some((arch, version)) = legacy.iter().find_map(|(prefix, v)| Some((tag.strip_prefix(prefix)?, *v))) {
            return Some(Platform { system: System::Glibc, machines: machines(arch)?, version: Some(version) });
        }
        let (system, rest) = tag.split_once('_')?;
        let system = match system {
            "linux" => return whole(System::Linux, rest),
            "mingw" => return whole(System::MinGw, rest),
            "emscripten" | "wasi" | "pyodide" | "pyemscripten" => {
                return Some(Platform { system: System::Wasm, machines: Vec::new(), version: None });
            }
            "android" => {
                let (level, arch) = rest.split_once('_')?;
                let version = Some((level.parse().ok()?, 0));
                return Some(Platform { system: System::Android, machines: machines(arch)?, version });
            }
            "manylinux" => System::Glibc,
            "musllinux" => System::Musl,
            "macosx" => System::MacOs,
            "ios" => System::Ios,
            _ => return None,
        };
        let mut parts = rest.splitn(3, '_');
        let version = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let arch = parts.next()?;
        let arch = if system == System::Ios { arch.rsplit_once('_')?.0 } else { arch };
        Some(Platform { system, machines: machines(arch)?, version: Some(version) })
    }

    /// Reads what stands behind the version in a suffix: `x86_64-linux-gnu`, `darwin`, `win_amd64`; None where that is
    /// empty or not known here.
    pub fn of_suffix(text: &str) -> Option<Self> {
        let plain = |system, arch: Option<&str>| {
            let machines = arch.and_then(machines).unwrap_or_default();
            Some(Platform { system, machines, version: None })
        };
        match text {
            "darwin" => return plain(System::MacOs, None),
            "iphoneos" | "iphonesimulator" => return plain(System::Ios, None),
            "win32" => return plain(System::Windows, Some("x86")),
            "win_amd64" => return plain(System::Windows, Some("x86_64")),
            "win_arm64" => return plain(System::Windows, Some("arm64")),
            _ => {}
        }
        if text.starts_with("mingw") {
            return plain(System::MinGw, None);
        }
        let (arch, system) = text.split_once('-')?;
        let system = match system {
            "cygwin" => System::Cygwin,
            "emscripten" | "wasi" => return plain(System::Wasm, None),
            _ if system.starts_with("linux-gnu") => System::Glibc,
            _ if system.starts_with("linux-musl") => System::Musl,
            _ if system.starts_with("linux-android") => System::Android,
            _ => return None,
        };
        plain(system, Some(arch))
    }
}

/// The machines that one name of an architecture stands for, as tags, suffixes and compilers write it.
fn machines(arch: &str) -> Option<Vec<Machine>> {
    Some(vec![match arch {
        "x86_64" | "amd64" => Machine::X86_64,
        "i386" | "i486" | "i586" | "i686" | "x86" => Machine::I686,
        "aarch64" | "arm64" | "arm64_v8a" => Machine::Aarch64,
        "arm" | "armv6l" | "armv7l" | "armv8l" | "armeabi_v7a" => Machine::Arm,
        "ppc64" | "powerpc64" => Machine::Ppc64,
        "ppc64le" | "powerpc64le" => Machine::Ppc64le,
        "s390x" => Machine::S390x,
        "riscv64" => Machine::Riscv64,
        "loongarch64" => Machine::LoongArch64,
        "universal2" => return Some(vec![Machine::X86_64, Machine::Aarch64]),
        // What these old macOS names ask for today is open: a file with one of the machines may do.
        "intel" | "fat" | "fat32" | "fat64" | "universal" => return Some(Vec::new()),
        _ => return None,
    }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        let of = |tag: &str| Platform::of_tag(tag).map(|p| (p.system, p.machines, p.version));
        let one = |system, machine, version| Some((system, vec![machine], version));
        for (tag, expected) in [
            ("linux_armv7l", one(System::Linux, Machine::Arm, None)),
            ("manylinux1_i686", one(System::Glibc, Machine::I686, Some((2, 5)))),
            ("manylinux2010_x86_64", one(System::Glibc, Machine::X86_64, Some((2, 12)))),
            ("manylinux2014_ppc64le", one(System::Glibc, Machine::Ppc64le, Some((2, 17)))),
            ("manylinux_2_31_riscv64", one(System::Glibc, Machine::Riscv64, Some((2, 31)))),
            ("musllinux_1_2_s390x", one(System::Musl, Machine::S390x, Some((1, 2)))),
            ("macosx_10_9_x86_64", one(System::MacOs, Machine::X86_64, Some((10, 9)))),
            ("macosx_11_0_arm64", one(System::MacOs, Machine::Aarch64, Some((11, 0)))),
            ("win32", one(System::Windows, Machine::I686, None)),
            ("win_arm64", one(System::Windows, Machine::Aarch64, None)),
            ("mingw_x86_64", one(System::MinGw, Machine::X86_64, None)),
            ("ios_13_0_arm64_iphoneos", one(System::Ios, Machine::Aarch64, Some((13, 0)))),
            ("ios_13_0_x86_64_iphonesimulator", one(System::Ios, Machine::X86_64, Some((13, 0)))),
            ("android_21_arm64_v8a", one(System::Android, Machine::Aarch64, Some((21, 0)))),
            ("android_24_armeabi_v7a", one(System::Android, Machine::Arm, Some((24, 0)))),
            ("android_24_x86", one(System::Android, Machine::I686, Some((24, 0)))),
            ("pyodide_2024_0_wasm32", Some((System::Wasm, vec![], None))),
            ("macosx_10_6_intel", Some((System::MacOs, vec![], Some((10, 6))))),
            ("any", None),
            ("manylinux_2_x86_64", None),
            ("solaris_11_sparc", None),
        ] {
            assert_eq!(of(tag), expected, "{tag}");
        }
        let both = Platform::of_tag("macosx_10_9_universal2").map(|p| p.machines);
        assert_eq!(both, Some(vec![Machine::X86_64, Machine::Aarch64]));
    }

    #[test]
    fn suffixes() {
        let of = |text: &str| Platform::of_suffix(text).map(|p| (p.system, p.machines.first().copied()));
        for (text, expected) in [
            ("x86_64-linux-gnu", Some((System::Glibc, Some(Machine::X86_64)))),
            ("arm-linux-gnueabihf", Some((System::Glibc, Some(Machine::Arm)))),
            ("powerpc64le-linux-gnu", Some((System::Glibc, Some(Machine::Ppc64le)))),
            ("i386-linux-musl", Some((System::Musl, Some(Machine::I686)))),
            ("aarch64-linux-android", Some((System::Android, Some(Machine::Aarch64)))),
            ("darwin", Some((System::MacOs, None))),
            ("iphoneos", Some((System::Ios, None))),
            ("win_amd64", Some((System::Windows, Some(Machine::X86_64)))),
            ("mingw_x86_64", Some((System::MinGw, None))),
            ("mingw_x86_64_ucrt_gnu", Some((System::MinGw, None))),
            ("x86_64-cygwin", Some((System::Cygwin, Some(Machine::X86_64)))),
            ("wasm32-emscripten", Some((System::Wasm, None))),
            ("", None),
            ("sparc-solaris", None),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
