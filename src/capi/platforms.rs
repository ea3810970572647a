//! Platform tags as installers make them for the machine that they run on: the names of a family, and what stands in
//! them. A wheel is installed where its tag is among these. Data and look-up, no judgement on contents.
//!
//! Source: `packaging.tags` of packaging 26.4 with the modules for manylinux and musllinux, and PEP 513, 571, 599, 600,
//! 656, 730, 738.

/// What Linux calls machines for which there are `manylinux` tags, with the oldest glibc of a tag.
const MANYLINUX: &[(&str, u16)] = &[
    ("x86_64", 5),
    ("i686", 5),
    ("aarch64", 17),
    ("armv7l", 17),
    ("ppc64", 17),
    ("ppc64le", 17),
    ("s390x", 17),
    ("loongarch64", 17),
    ("riscv64", 17),
];
/// Names of the same machines on other systems or in other tools, which no Linux uses.
const NOT_LINUX: &[&str] = &[
    "amd64",
    "x64",
    "x86",
    "x86_32",
    "x86-64",
    "arm64",
    "arm64e",
    "armhf",
    "armv8",
    "armv7",
    "universal2",
    "intel",
    "powerpc64le",
    "ppc64el",
    "loong64",
];
/// The legacy names, with the glibc that they mean: PEP 513, 571, 599.
const LEGACY: &[(&str, u16)] = &[("manylinux1", 5), ("manylinux2010", 12), ("manylinux2014", 17)];
/// The machines in tags of macOS, with the first version of 10 that has it; 11 stands for none of them.
const MACOS: &[(&str, u16)] = &[
    ("x86_64", 4),
    ("arm64", 11),
    ("universal2", 4),
    ("i386", 0),
    ("intel", 4),
    ("fat", 0),
    ("fat32", 0),
    ("fat64", 4),
    ("ppc", 0),
    ("ppc64", 4),
    ("universal", 0),
];
/// The last version 10 that a newer macOS takes files for.
const LAST_MACOS_10: u16 = 16;
const WINDOWS: &[&str] = &["win32", "win_amd64", "win_arm64", "win_arm32"];
const IOS: &[&str] = &["arm64_iphoneos", "arm64_iphonesimulator", "x86_64_iphonesimulator"];
const ANDROID: &[&str] = &["arm64_v8a", "armeabi_v7a", "x86_64", "x86"];
/// How names begin that somebody may take for those of a family.
const MISNAMED: &[(&str, &str)] = &[
    ("win", "Windows is `win32`, `win_amd64` or `win_arm64`"),
    ("macos", "macOS is `macosx_<major>_<minor>_<machine>`"),
    ("osx", "macOS is `macosx_<major>_<minor>_<machine>`"),
    ("darwin", "macOS is `macosx_<major>_<minor>_<machine>`"),
    ("many", "Linux with glibc is `manylinux_2_<minor>_<machine>`"),
    ("musl", "Linux with musl is `musllinux_1_<minor>_<machine>`"),
    ("linux", "Linux is `linux_<machine>`"),
    ("ios", "iOS is `ios_<major>_<minor>_<machine>_<sdk>`"),
    ("android", "Android is `android_<level>_<machine>`"),
];

/// Why no installer has this platform tag; None where one may have it, or the family is not known here.
pub fn nobody_has(tag: &str) -> Option<String> {
    if WINDOWS.contains(&tag) {
        return None;
    }
    if let Some((minor, arch)) = legacy(tag) {
        return manylinux(2, minor, arch);
    }
    let found = match tag.split_once('_') {
        Some(("manylinux", rest)) => version(rest).map(|(major, minor, arch)| manylinux(major, minor, arch)),
        Some(("musllinux", rest)) => version(rest).map(|(_, _, arch)| linux(arch)),
        Some(("linux", arch)) => Some(linux(arch)),
        Some(("macosx", rest)) => version(rest).map(|(major, minor, arch)| macos(major, minor, arch)),
        Some(("ios", rest)) => version(rest).map(|(_, _, arch)| one_of(IOS, arch, "iOS")),
        Some(("android", rest)) => {
            let parts = rest.split_once('_').filter(|(level, _)| level.parse::<u16>().is_ok());
            parts.map(|(_, arch)| one_of(ANDROID, arch, "Android"))
        }
        _ => None,
    };
    found.unwrap_or_else(|| {
        MISNAMED.iter().find(|(start, _)| tag.starts_with(start)).map(|(_, form)| (*form).to_owned())
    })
}

/// `manylinux2014_x86_64` to the glibc and the machine.
fn legacy(tag: &str) -> Option<(u16, &str)> {
    LEGACY.iter().find_map(|(name, minor)| Some((*minor, tag.strip_prefix(name)?.strip_prefix('_')?)))
}

/// `2_28_x86_64` taken apart.
fn version(text: &str) -> Option<(u16, u16, &str)> {
    let mut parts = text.splitn(3, '_');
    let mut number = || parts.next()?.parse::<u16>().ok();
    Some((number()?, number()?, parts.next()?))
}

fn manylinux(major: u16, minor: u16, arch: &str) -> Option<String> {
    if major < 2 {
        return Some("the major version of glibc is 2".to_owned());
    }
    match MANYLINUX.iter().find(|(name, _)| *name == arch) {
        None => Some(linux(arch).unwrap_or_else(|| format!("there are no such tags for the architecture `{arch}`"))),
        Some((_, oldest)) if major == 2 && minor < *oldest => {
            Some(format!("the tags for {arch} start with glibc 2.{oldest}"))
        }
        Some(_) => None,
    }
}

fn linux(arch: &str) -> Option<String> {
    NOT_LINUX.contains(&arch).then(|| format!("Linux has no architecture named `{arch}`"))
}

fn macos(major: u16, minor: u16, arch: &str) -> Option<String> {
    let Some((_, first)) = MACOS.iter().find(|(name, _)| *name == arch) else {
        return Some(format!("macOS has no architecture named `{arch}`"));
    };
    match major {
        10 if *first == 11 => Some(format!("the tags for {arch} start with macOS 11.0")),
        10 if minor > LAST_MACOS_10 => Some(format!("there is no macOS 10.{minor}")),
        10 if minor < *first => Some(format!("the tags for {arch} start with macOS 10.{first}")),
        0..=9 => Some("the tags start with macOS 10".to_owned()),
        11.. if minor != 0 => Some("since macOS 11 the second number is always 0".to_owned()),
        _ => None,
    }
}

fn one_of(known: &[&str], arch: &str, system: &str) -> Option<String> {
    (!known.contains(&arch)).then(|| format!("the architectures of {system} are `{}`", known.join("`, `")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_somebody_has() {
        for tag in [
            "any",
            "win32",
            "win_amd64",
            "win_arm64",
            "linux_x86_64",
            "linux_armv6l",
            "linux_armv7l",
            "linux_i686",
            "linux_mips64",
            "manylinux1_x86_64",
            "manylinux1_i686",
            "manylinux2010_x86_64",
            "manylinux2014_armv7l",
            "manylinux_2_5_i686",
            "manylinux_2_17_ppc64",
            "manylinux_2_28_s390x",
            "manylinux_2_39_riscv64",
            "musllinux_1_1_x86_64",
            "musllinux_1_2_armv7l",
            "musllinux_1_2_loongarch64",
            "macosx_10_4_x86_64",
            "macosx_10_16_x86_64",
            "macosx_10_9_universal2",
            "macosx_10_6_intel",
            "macosx_10_3_fat",
            "macosx_11_0_arm64",
            "macosx_26_0_arm64",
            "macosx_11_0_universal2",
            "ios_13_0_arm64_iphoneos",
            "ios_17_4_x86_64_iphonesimulator",
            "android_21_arm64_v8a",
            "android_24_x86",
            "mingw_x86_64_ucrt_gnu",
            "pyodide_2024_0_wasm32",
            "emscripten_3_1_58_wasm32",
            "freebsd_14_1_release_amd64",
            "cygwin_3_4_x86_64",
            "aix_7200_64",
            "solaris_2_11_sun4v_64bit",
            "openbsd_7_5_amd64",
        ] {
            assert_eq!(nobody_has(tag), None, "{tag}");
        }
    }

    #[test]
    fn tags_that_nobody_has() {
        for tag in [
            "win_x86_64",
            "win64",
            "win_x64",
            "windows_amd64",
            "win_x86",
            "win_aarch64",
            "linux",
            "linux_amd64",
            "linux_arm64",
            "linux64",
            "manylinux2014",
            "manylinux_2_28",
            "manylinux_2_17_amd64",
            "manylinux_x86_64",
            "manylinux2014_arm64",
            "manylinux2015_x86_64",
            "manylinux1_aarch64",
            "manylinux2010_aarch64",
            "manylinux_2_4_x86_64",
            "manylinux_2_12_aarch64",
            "manylinux_2_17_x86",
            "manylinux_2_28_mips64",
            "manylinux_1_0_x86_64",
            "many_linux_2_28_x86_64",
            "musllinux_x86_64",
            "musllinux_1_2_amd64",
            "musl_1_2_x86_64",
            "musllinux_1_2",
            "macosx_10_9_arm64",
            "macosx_11_5_x86_64",
            "macosx_11_arm64",
            "macosx_12_3_arm64",
            "macosx_10_17_x86_64",
            "macosx_11_0_aarch64",
            "macosx_10_9_amd64",
            "macosx_arm64",
            "macos_11_0_arm64",
            "osx_11_0_arm64",
            "darwin_arm64",
            "macosx_10_3_x86_64",
            "ios_13_0_arm64",
            "ios_13_0_arm64_iphone",
            "android_21_aarch64",
            "android_arm64_v8a",
        ] {
            assert!(nobody_has(tag).is_some(), "{tag}");
        }
    }
}
