//! WHL001, WHL002 and WHL004 over tables: tags and suffixes of every platform, implementation and kind of build.

use crate::images::{AMD64, ARM64, MachO, X86_64, bundle, macho, pe};
use crate::support::Wheel;

const NOTHING: [&str; 0] = [];

/// What one rule says about a wheel with one file, of the format of its name or its tag.
fn says(rule: &str, tags: &str, file: &str) -> Vec<String> {
    let hook = format!("PyInit_{}", file.split('.').next().unwrap());
    let module = if file.ends_with(".pyd") || file.ends_with(".dll") {
        pe(AMD64, &[("python3.dll", &["PyLong_FromLong"])], &[&hook])
    } else {
        bundle(&hook, &["PyLong_FromLong"])
    };
    let mut said = Wheel::new(tags).member(&format!("spam/{file}"), module).says();
    said.retain(|line| line.starts_with(rule));
    said
}

/// Import of the promised interpreters looks for these.
#[test]
fn suffixes_that_are_searched() {
    for (tags, file) in [
        ("cp312-cp312-manylinux_2_28_x86_64", "_x.cpython-312-x86_64-linux-gnu.so"),
        ("cp312-cp312-manylinux2014_i686", "_x.cpython-312-i386-linux-gnu.so"),
        ("cp312-cp312-manylinux_2_31_armv7l", "_x.cpython-312-arm-linux-gnueabihf.so"),
        ("cp312-cp312-manylinux_2_28_ppc64le", "_x.cpython-312-powerpc64le-linux-gnu.so"),
        ("cp312-cp312-manylinux_2_28_s390x", "_x.cpython-312-s390x-linux-gnu.so"),
        ("cp312-cp312-linux_riscv64", "_x.cpython-312-riscv64-linux-gnu.so"),
        ("cp312-cp312-linux_x86_64", "_x.cpython-312-x86_64-linux-musl.so"),
        ("cp312-cp312-musllinux_1_2_aarch64", "_x.cpython-312-aarch64-linux-musl.so"),
        ("cp36-cp36m-manylinux1_x86_64", "_x.cpython-36m-x86_64-linux-gnu.so"),
        ("cp313-cp313t-manylinux_2_28_x86_64", "_x.cpython-313t-x86_64-linux-gnu.so"),
        ("cp313-cp313td-linux_x86_64", "_x.cpython-313td-x86_64-linux-gnu.so"),
        ("cp314-cp314-android_24_arm64_v8a", "_x.cpython-314-aarch64-linux-android.so"),
        ("cp314-cp314-ios_13_0_arm64_iphoneos", "_x.cpython-314-iphoneos.so"),
        ("cp314-cp314-ios_13_0_arm64_iphonesimulator", "_x.cpython-314-iphonesimulator.so"),
        ("cp313-cp313-macosx_11_0_universal2", "_x.cpython-313-darwin.so"),
        ("cp313-cp313-win_arm64", "_x.cp313-win_arm64.pyd"),
        ("cp313-cp313t-win32", "_x.cp313t-win32.pyd"),
        ("cp312-cp312-win_amd64", "_x.pyd"),
        ("cp39-cp39-mingw_x86_64", "_x.cp39-mingw_x86_64.pyd"),
        ("cp39-cp39-cygwin_3_4_x86_64", "_x.cpython-39-x86_64-cygwin.dll"),
        ("cp315-abi3-manylinux_2_28_x86_64", "_x.abi3.so"),
        ("cp315-abi3t-manylinux_2_28_x86_64", "_x.abi3t.so"),
        ("cp315-abi3.abi3t-manylinux_2_28_x86_64", "_x.abi3t.so"),
        ("cp315-cp315t-manylinux_2_28_x86_64", "_x.cpython-315t-x86_64-linux-gnu.so"),
        ("pp311-pypy311_pp73-manylinux_2_28_x86_64", "_x.pypy311-pp73-x86_64-linux-gnu.so"),
        ("pp310-pypy310_pp73-win_amd64", "_x.pypy310-pp73-win_amd64.pyd"),
        ("graalpy311-graalpy241_311_native-manylinux_2_28_x86_64", "_x.graalpy241-311-native-x86_64-linux.so"),
        ("pp311-pypy311_pp73-manylinux_2_28_x86_64", "_x.so"),
    ] {
        assert_eq!(says("WHL002", tags, file), NOTHING, "{tags} {file}");
    }
}

/// Nobody whom the tags promise looks for these.
#[test]
fn suffixes_that_are_not_searched() {
    for (tags, file) in [
        ("cp312-cp312-manylinux_2_28_aarch64", "_x.cpython-312-x86_64-linux-gnu.so"),
        ("cp312-cp312-linux_armv7l", "_x.cpython-312-aarch64-linux-gnu.so"),
        ("cp312-cp312-manylinux_2_28_x86_64", "_x.cpython-312-x86_64-linux-musl.so"),
        ("cp312-cp312-manylinux_2_28_x86_64", "_x.cpython-312-darwin.so"),
        ("cp312-cp312-macosx_11_0_arm64", "_x.cpython-312-x86_64-linux-gnu.so"),
        ("cp314-cp314-android_24_arm64_v8a", "_x.cpython-314-aarch64-linux-gnu.so"),
        ("cp314-cp314-ios_13_0_arm64_iphoneos", "_x.cpython-314-darwin.so"),
        ("cp312-cp312-win_amd64", "_x.cp312-win32.pyd"),
        ("cp312-cp312-win_arm64", "_x.cp312-win_amd64.pyd"),
        ("cp312-cp312-win_amd64", "_x.cp312-mingw_x86_64.pyd"),
        ("cp312-cp312-win_amd64", "_x.cp312t-win_amd64.pyd"),
        ("cp313-cp313-manylinux_2_28_x86_64", "_x.cpython-313d-x86_64-linux-gnu.so"),
        ("cp314-cp314t-manylinux_2_28_x86_64", "_x.abi3.so"),
        ("cp315-abi3.abi3t-manylinux_2_28_x86_64", "_x.abi3.so"),
        ("cp315-abi3t-manylinux_2_28_x86_64", "_x.cpython-315t-x86_64-linux-gnu.so"),
        ("pp311-pypy311_pp73-manylinux_2_28_x86_64", "_x.pypy310-pp73-x86_64-linux-gnu.so"),
        ("pp311-pypy311_pp73-manylinux_2_28_x86_64", "_x.cpython-311-x86_64-linux-gnu.so"),
        ("cp311-cp311-manylinux_2_28_x86_64", "_x.pypy311-pp73-x86_64-linux-gnu.so"),
        ("cp311-cp311-manylinux_2_28_x86_64", "_x.graalpy241-311-native-x86_64-linux.so"),
    ] {
        assert_eq!(says("WHL002", tags, file), [format!("WHL002 error {file}")], "{tags} {file}");
    }
}

/// Each of several platforms needs a file, and one module may have one for each.
#[test]
fn several_platforms() {
    let (intel, arm) = ("_x.cpython-312-x86_64-linux-gnu.so", "_x.cpython-312-aarch64-linux-gnu.so");
    let module = bundle("PyInit__x", &[]);
    let wheel = Wheel::new("cp312-cp312-linux_x86_64.linux_aarch64").member(&format!("spam/{intel}"), module.clone());
    let whl002 = |wheel: &Wheel| wheel.says().into_iter().filter(|l| l.starts_with("WHL002")).collect::<Vec<_>>();
    assert_eq!(whl002(&wheel), [format!("WHL002 error {intel}")]);
    assert_eq!(whl002(&wheel.member(&format!("spam/{arm}"), module)), NOTHING);
}

#[test]
fn names_of_debug_builds() {
    let dll = |hooks: &[&str]| pe(AMD64, &[("python312.dll", &["PyLong_FromLong"])], hooks);
    let file = "spam/_core_d.cp312-win_amd64.pyd";
    let wheel = Wheel::new("cp312-cp312-win_amd64").member(file, dll(&["PyInit__core"]));
    assert_eq!(wheel.says(), ["WHL002 error _core_d.cp312-win_amd64.pyd"]);
    let both = wheel.member("spam/_core.cp312-win_amd64.pyd", dll(&["PyInit__core"]));
    assert_eq!(both.says(), NOTHING);
    // A module whose name happens to end so.
    let named = Wheel::new("cp312-cp312-win_amd64").member(file, dll(&["PyInit__core_d"]));
    assert_eq!(named.says(), NOTHING);
}

#[test]
fn abi3t_before_it_was() {
    let exports = ["PyInit__x", "PyModExport__x"];
    let of = MachO { cpu: ARM64, imports: &[], exports: &exports, min_macos: 11 << 16, dyld_info: false };
    let wheel = |tags: &str| Wheel::new(&format!("{tags}-macosx_11_0_arm64")).member("spam/_x.so", macho(of));
    assert_eq!(wheel("cp313-abi3.abi3t").says(), ["WHL001 warning"]);
    assert_eq!(wheel("cp315-abi3.abi3t").says(), NOTHING);
    let kept_away = wheel("cp313-abi3.abi3t").member("spam-1.0.dist-info/METADATA", "Requires-Python: >=3.15\n");
    assert_eq!(kept_away.says(), NOTHING);
    // A suffix that is right for 3.15 with the GIL, and promises more than the tag.
    let suffix = Wheel::new("cp315-abi3-macosx_11_0_arm64").member("spam/_x.abi3t.so", macho(of));
    assert_eq!(suffix.says(), ["WHL002 warning _x.abi3t.so"]);
}

#[test]
fn tags_that_no_interpreter_has() {
    let says = |tags: &str| says("WHL001", &format!("{tags}-macosx_11_0_arm64"), "_x.so");
    assert_eq!(says("cp311-cp312"), ["WHL001 error"]);
    assert_eq!(says("cp313-cp313t"), NOTHING);
    assert_eq!(says("cp37-cp37m"), NOTHING);
    assert_eq!(says("cp311.cp312-cp311.cp312"), NOTHING);
    assert_eq!(says("py3-cp312"), NOTHING);
    assert_eq!(says("cp311-none"), NOTHING);
}

#[test]
fn folders_of_metadata() {
    let wheel = || Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_x.abi3.so", bundle("PyInit__x", &[]));
    // Below another folder it is a part of the package.
    assert_eq!(wheel().member("spam/_vendor/eggs-1.0.dist-info/METADATA", "").says(), NOTHING);
    assert_eq!(wheel().member("eggs-1.0.dist-info/METADATA", "").says(), ["WHL001 error"]);
    let tags = "cp311-abi3-macosx_11_0_arm64";
    let named = |folder: &str| {
        let text = format!("Root-Is-Purelib: false\nTag: {tags}\n");
        let wheel = Wheel::bare(tags).member("spam/_x.abi3.so", bundle("PyInit__x", &[]));
        wheel.member(&format!("{folder}.dist-info/WHEEL"), text).says()
    };
    assert_eq!(named("eggs-1.0"), ["WHL001 error"]);
    assert_eq!(named("Spam-1.0"), NOTHING);
}

/// Platforms that are neither desktop nor server.
#[test]
fn machines_of_small_platforms() {
    for (tags, file, cpu) in [
        ("cp314-cp314-ios_13_0_arm64_iphoneos", "_x.cpython-314-iphoneos.so", X86_64),
        ("cp314-cp314-ios_13_0_x86_64_iphonesimulator", "_x.cpython-314-iphonesimulator.so", ARM64),
        ("cp314-cp314-android_24_arm64_v8a", "_x.so", ARM64),
        ("cp312-cp312-pyodide_2024_0_wasm32", "_x.so", ARM64),
    ] {
        let of = MachO { cpu, imports: &[], exports: &["PyInit__x"], min_macos: 0, dyld_info: true };
        let wheel = Wheel::new(tags).member(&format!("spam/{file}"), macho(of));
        assert_eq!(wheel.says(), [format!("WHL004 error {file}")], "{tags}");
    }
    let of = MachO { cpu: ARM64, imports: &[], exports: &["PyInit__x"], min_macos: 12 << 16, dyld_info: true };
    let ios = |file: Vec<u8>| {
        Wheel::new("cp314-cp314-ios_13_0_arm64_iphoneos").member("spam/_x.cpython-314-iphoneos.so", file).says()
    };
    // Built for macOS; `LC_BUILD_VERSION` says so. Its platform is 1, that of iOS 2.
    let mut file = macho(of);
    assert_eq!(ios(file.clone()), ["WHL004 error _x.cpython-314-iphoneos.so"]);
    let command = file.windows(8).position(|w| w == [0x32, 0, 0, 0, 24, 0, 0, 0]).unwrap();
    file[command + 8] = 2;
    assert_eq!(ios(file), NOTHING);
}
