//! WHL001 to WHL004: names, metadata, suffixes, hooks and machines that do not agree.

use extlint::finding::Confidence;

use crate::elf::{module, platform, shared};
use crate::images::{AMD64, ARM64, MachO, X86_64, bundle, fat, macho, pe};
use crate::support::{Wheel, check_binary};

const MAC: &str = "macosx_11_0_arm64";
const NOTHING: [&str; 0] = [];

fn mac(tags: &str, file: &str) -> Wheel {
    let hook = format!("PyInit_{}", file.split('.').next().unwrap());
    Wheel::new(&format!("{tags}-{MAC}")).member(&format!("spam/{file}"), bundle(&hook, &["PyLong_FromLong"]))
}

fn windows(tags: &str, file: &str) -> Wheel {
    let hook = format!("PyInit_{}", file.split('.').next().unwrap());
    let imports: &[(&str, &[&str])] = &[("python3.dll", &["PyLong_FromLong"])];
    Wheel::new(&format!("{tags}-win_amd64")).member(&format!("spam/{file}"), pe(AMD64, imports, &[&hook]))
}

#[test]
fn metadata() {
    let says =
        |text: &str| mac("cp311-abi3", "_core.abi3.so").member("spam-1.0.dist-info/WHEEL", format!("{text}\n")).says();
    let tag = format!("Tag: cp311-abi3-{MAC}");
    assert_eq!(says(&tag), NOTHING);
    assert_eq!(says("Tag: cp311-cp311-macosx_11_0_arm64"), ["WHL001 error WHEEL"]);
    assert_eq!(says("Tag: cp311-abi3"), ["WHL001 error WHEEL"]);
    assert_eq!(says("Wheel-Version: 1.0"), ["WHL001 warning WHEEL"]);
    assert_eq!(says(&format!("Root-Is-Purelib: true\n{tag}")), ["WHL001 error WHEEL"]);
    let both = Wheel::new(&format!("cp311.cp312-abi3-{MAC}")).member("_core.abi3.so", bundle("PyInit__core", &[]));
    assert_eq!(both.says(), NOTHING);
    let compressed = format!("Tag: cp311.cp312-abi3-{MAC}\n");
    assert_eq!(both.member("spam-1.0.dist-info/WHEEL", compressed).says(), ["WHL001 note WHEEL"]);
    // Compiled files for the right folder, whatever the root is.
    let split = Wheel::new(&format!("cp311-abi3-{MAC}"))
        .member("spam-1.0.dist-info/WHEEL", format!("Root-Is-Purelib: true\n{tag}\n"))
        .member("spam-1.0.data/platlib/_core.abi3.so", bundle("PyInit__core", &[]));
    assert_eq!(split.says(), NOTHING);
}

#[test]
fn platform_any() {
    let wheel = Wheel::new("py3-none-any").member("_core.abi3.so", bundle("PyInit__core", &[]));
    assert_eq!(wheel.says(), ["WHL001 warning _core.abi3.so"]);
    let several = wheel.member("_core.pyd", pe(AMD64, &[], &["PyInit__core"]));
    assert_eq!(several.says(), NOTHING);
    assert_eq!(Wheel::new("py3-none-any").says(), NOTHING);
}

#[test]
fn suffixes() {
    for (tags, file) in [
        ("cp311-abi3", "_core.abi3.so"),
        ("cp311-abi3", "_core.so"),
        ("cp312-cp312", "_core.cpython-312-darwin.so"),
        ("cp312-cp312", "_core.abi3.so"),
        ("cp37-cp37m", "_core.cpython-37m-darwin.so"),
        ("cp313-cp313t", "_core.cpython-313t-darwin.so"),
    ] {
        assert_eq!(mac(tags, file).says(), NOTHING, "{tags} {file}");
    }
    for (tags, file) in [
        ("cp311-abi3", "_core.cpython-311-darwin.so"),
        ("cp312-cp312", "_core.cpython-311-darwin.so"),
        ("cp313-cp313", "_core.cpython-313t-darwin.so"),
        ("cp313-cp313t", "_core.cpython-313-darwin.so"),
        ("cp313-cp313t", "_core.abi3.so"),
        ("cp313-cp313", "_core.cpython-313d-darwin.so"),
        ("cp311-abi3", "_core.pypy39-pp73-darwin.so"),
        ("cp311-abi3", "_core.abi3t.so"),
    ] {
        let expected = format!("WHL002 error {file}");
        assert!(mac(tags, file).says().contains(&expected), "{tags} {file}");
    }
    assert_eq!(windows("cp311-abi3", "_core.pyd").says(), NOTHING);
    assert_eq!(windows("cp311-cp311", "_core.cp311-win_amd64.pyd").says(), NOTHING);
    assert_eq!(windows("cp311-abi3", "_core.cp311-win_amd64.pyd").says(), ["WHL002 error _core.cp311-win_amd64.pyd"]);
    assert_eq!(windows("cp311-abi3", "_core.abi3.pyd").says(), ["WHL002 warning _core.abi3.pyd"]);
}

#[test]
fn one_fitting_file_is_enough() {
    let module = bundle("PyInit__core", &[]);
    let wheel = Wheel::new(&format!("cp311-abi3-{MAC}"))
        .member("spam/_core.cpython-311-darwin.so", module.clone())
        .member("spam/_core.cpython-312-darwin.so", module.clone());
    assert_eq!(wheel.says(), ["WHL002 error _core.cpython-311-darwin.so"]);
    assert_eq!(wheel.member("spam/_core.abi3.so", module).says(), NOTHING);
}

#[test]
fn suffixes_of_another_libc() {
    let says = |tags: &str, file: &str| {
        let hook = bundle("PyInit__core", &[]);
        let mut said = Wheel::new(tags).member(file, hook).says();
        said.retain(|line| line.starts_with("WHL002"));
        said
    };
    let (gnu, musl) = ("_core.cpython-312-x86_64-linux-gnu.so", "_core.cpython-312-x86_64-linux-musl.so");
    assert_eq!(says("cp312-cp312-manylinux_2_28_x86_64", gnu), NOTHING);
    assert_eq!(says("cp312-cp312-musllinux_1_2_x86_64", musl), NOTHING);
    assert_eq!(says("cp312-cp312-manylinux_2_28_x86_64", musl), [format!("WHL002 error {musl}")]);
    assert_eq!(says("cp312-cp312-musllinux_1_2_x86_64", gnu), [format!("WHL002 warning {gnu}")]);
    assert_eq!(says("cp310-cp310-musllinux_1_2_x86_64", "_core.cpython-310-x86_64-linux-gnu.so"), NOTHING);
}

#[test]
fn hooks() {
    let wheel = |file: &str, hook: &str, imports: &[&str]| {
        Wheel::new(&format!("cp311-abi3-{MAC}")).member(&format!("spam/{file}"), bundle(hook, imports)).says()
    };
    assert_eq!(wheel("_core.abi3.so", "PyInit__core", &[]), NOTHING);
    assert_eq!(wheel("_core.abi3.so", "PyInit_core", &[]), ["WHL003 error _core.abi3.so PyInit_core"]);
    assert_eq!(wheel("_core.abi3.so", "other", &["PyLong_FromLong"]), ["WHL003 warning _core.abi3.so PyInit__core"]);
    // Opened by other means than import.
    assert_eq!(wheel("_core.abi3.so", "other", &[]), NOTHING);
    assert_eq!(wheel("libcore.so", "PyInit_core", &[]), NOTHING);
    assert_eq!(wheel("späm.abi3.so", "PyInitU_spm_rla", &["PyModuleDef_Init"]), NOTHING);
    let single = wheel("späm.abi3.so", "PyInitU_spm_rla", &["PyModule_Create2"]);
    assert_eq!(single, ["WHL003 error späm.abi3.so PyInitU_spm_rla"]);
    assert_eq!(wheel("_core.abi3.so", "PyModExport__core", &[]), ["WHL003 error _core.abi3.so PyModExport__core"]);
    assert_eq!(check_binary("spam.cpython-312-darwin.so", &bundle("PyInit_eggs", &[])), ["WHL003 error PyInit_eggs"]);
    assert_eq!(check_binary("spam_d.pyd", &pe(AMD64, &[], &["PyInit_spam"])), NOTHING);
}

#[test]
fn several_hooks_in_one_file() {
    let exports = ["PyInit_one", "PyInit_two"];
    let of = MachO { cpu: ARM64, imports: &[], exports: &exports, min_macos: 0, dyld_info: true };
    assert_eq!(check_binary("two.abi3.so", &macho(of)), NOTHING);
    assert_eq!(check_binary("three.abi3.so", &macho(of)), ["WHL003 error PyInit_one"]);
}

#[test]
fn hooks_for_free_threading() {
    let wheel = |exports: &[&str], import: &str, tags: &str| {
        let imports = [(import, None)];
        let of = MachO { cpu: ARM64, imports: &imports, exports, min_macos: 11 << 16, dyld_info: false };
        Wheel::new(&format!("{tags}-{MAC}")).member("spam/_core.so", macho(of)).check()
    };
    let both = ["PyInit__core", "PyModExport__core"];
    assert!(wheel(&both, "PyModuleDef_Init", "cp313-abi3.abi3t").iter().all(|f| f.rule.code != "WHL003"));
    assert!(wheel(&both[1..], "PyModule_GetState", "cp315-abi3.abi3t").is_empty());
    for (import, confidence) in [("PyModuleDef_Init", Confidence::Certain), ("PyModule_New", Confidence::Likely)] {
        let found = wheel(&both[..1], import, "cp315-abi3t");
        let said: Vec<_> = found.iter().map(|f| (f.rule.code, f.confidence, f.message.as_str())).collect();
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!((found[0].rule.code, found[0].confidence), ("WHL003", confidence));
    }
}

#[test]
fn hidden_hook() {
    let source = module("PyInit__core", &["PyLong_FromLong"]);
    let Some(core) = shared(&source, &["-fvisibility=hidden"]) else { return };
    let wheel = Wheel::new(&format!("cp311-abi3-{}", platform())).member("spam/_core.abi3.so", core);
    assert_eq!(wheel.says(), ["WHL003 error _core.abi3.so PyInit__core"]);
}

#[test]
fn machines() {
    let slice =
        |cpu, min_macos| macho(MachO { cpu, imports: &[], exports: &["PyInit__core"], min_macos, dyld_info: true });
    let says = |platform: &str, file: Vec<u8>| {
        Wheel::new(&format!("cp311-abi3-{platform}")).member("spam/_core.abi3.so", file).says()
    };
    let both = fat(&[(X86_64, slice(X86_64, 10 << 16 | 9 << 8)), (ARM64, slice(ARM64, 11 << 16))]);
    assert_eq!(says("macosx_10_9_universal2", both.clone()), NOTHING);
    assert_eq!(says("macosx_10_9_x86_64", both.clone()), NOTHING);
    assert_eq!(says("macosx_10_9_intel", both), NOTHING);
    assert_eq!(says("macosx_11_0_universal2", slice(ARM64, 11 << 16)), ["WHL004 error _core.abi3.so"]);
    assert_eq!(says("macosx_11_0_x86_64", slice(ARM64, 11 << 16)), ["WHL004 error _core.abi3.so"]);
    assert_eq!(says("manylinux_2_28_aarch64", slice(ARM64, 11 << 16)), ["WHL004 error _core.abi3.so"]);
    assert_eq!(says("macosx_11_0_arm64", slice(ARM64, 12 << 16)), ["WHL004 warning _core.abi3.so"]);
    assert_eq!(says("macosx_11_0_arm64", slice(ARM64, 11 << 16 | 3 << 8)), NOTHING);
    let dll = pe(AMD64, &[], &["PyInit__core"]);
    for (platform, expected) in [
        ("win_amd64", &NOTHING[..]),
        ("win32", &["WHL004 error _core.pyd"]),
        ("win_arm64", &["WHL004 error _core.pyd"]),
    ] {
        let wheel = Wheel::new(&format!("cp311-abi3-{platform}")).member("spam/_core.pyd", dll.clone());
        assert_eq!(wheel.says(), expected, "{platform}");
    }
    // Without a hook it is a library, perhaps kept for another machine.
    let library = pe(AMD64, &[], &["other"]);
    let wheel = windows("cp311-abi3", "_core.pyd").member("spam/other.dll", library);
    assert_eq!(wheel.says(), NOTHING);
}
