//! WHL005, WHL006 and WHL009 to WHL012: what a file was linked with and compiled by, against what it promises.

use crate::elf::{module, platform, shared};
use crate::images::{AMD64, ARM64, MachO, bundle, macho, pe};
use crate::support::{Wheel, check_binary};

/// A C library of any version: it gives the file a need for that version.
fn with_glibc(version: &str) -> Option<Vec<u8>> {
    with_library("libc.so.6", version)
}

/// A file that needs a version of a library.
fn with_library(soname: &str, version: &str) -> Option<Vec<u8>> {
    let map = format!("{version} {{ global: get_thing; }};\n");
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("map");
    std::fs::write(&script, map).unwrap();
    let flags = format!("-Wl,--version-script={}", script.display());
    let library =
        shared("int get_thing(void) { return 1; }\n", &[&flags, "-nostdlib", &format!("-Wl,-soname,{soname}")])?;
    let file = folder.path().join(soname);
    std::fs::write(&file, library).unwrap();
    let source = "extern int get_thing(void);\nvoid *PyInit__core(void) { return get_thing() ? 0 : 0; }\n";
    shared(source, &[file.to_str().unwrap(), "-nostdlib"])
}

#[test]
fn c_library() {
    let Some(core) = with_glibc("GLIBC_2.34") else { return };
    let arch = platform().replace("manylinux_2_28_", "");
    let says = |platforms: &str| {
        let platforms: Vec<String> = platforms.split('.').map(|p| format!("{p}_{arch}")).collect();
        let wheel = Wheel::new(&format!("cp312-cp312-{}", platforms.join(".")));
        wheel.member("spam/_core.so", core.clone()).says()
    };
    let wrong = ["WHL005 error _core.so GLIBC_2.34"];
    assert_eq!(says("manylinux_2_34"), [""; 0]);
    assert_eq!(says("manylinux_2_28"), wrong);
    // The lowest of several tags counts, under whatever name.
    assert_eq!(says("manylinux_2_34.manylinux2014"), wrong);
    assert_eq!(says("musllinux_1_2"), ["WHL005 error _core.so"]);
    // A tag for either C library promises none.
    assert_eq!(says("linux"), ["WHL001 note"]);
    let relr = with_glibc("GLIBC_ABI_DT_RELR").unwrap();
    let says = |platform: &str| {
        let wheel = Wheel::new(&format!("cp312-cp312-{platform}_{arch}"));
        wheel.member("spam/_core.so", relr.clone()).says()
    };
    assert_eq!(says("manylinux_2_35"), ["WHL005 error _core.so GLIBC_ABI_DT_RELR"]);
    assert_eq!(says("manylinux_2_36"), [""; 0]);
}

/// The C libraries of musl and Android have no versions: the name tells them.
#[test]
fn other_c_libraries() {
    let arch = platform().replace("manylinux_2_28_", "");
    let says = |tag: &str, soname: &str| {
        let core = with_library(soname, "SPAM_1")?;
        Some(Wheel::new(&format!("cp312-cp312-{tag}")).member("spam/_core.so", core).says())
    };
    let (many, musl) = (format!("manylinux_2_28_{arch}"), format!("musllinux_1_2_{arch}"));
    let Some(said) = says(&many, "libc.musl-x86_64.so.1") else { return };
    assert_eq!(said, ["WHL005 error _core.so"]);
    assert_eq!(says(&musl, "libc.musl-x86_64.so.1").unwrap(), [""; 0]);
    assert_eq!(says(&musl, "libc.so").unwrap(), [""; 0]);
    assert_eq!(says(&musl, "libc.so.6").unwrap(), ["WHL005 error _core.so"]);
    assert_eq!(says(&format!("{many}.{musl}"), "libc.so.6").unwrap(), [""; 0]);
    let android = if arch == "aarch64" { "android_21_arm64_v8a" } else { "android_21_x86_64" };
    if arch == "aarch64" || arch == "x86_64" {
        assert_eq!(says(android, "libc.so").unwrap(), [""; 0]);
        assert_eq!(says(android, "libc.so.6").unwrap(), ["WHL005 error _core.so"]);
    }
}

/// The old tags fix the versions of the C++ library, too, unless the wheel brings its own.
#[test]
fn cpp_library_of_old_tags() {
    let arch = platform().replace("manylinux_2_28_", "");
    for (version, oldest) in
        [("GLIBCXX_3.4.9", 5), ("GLIBCXX_3.4.13", 12), ("CXXABI_1.3.7", 17), ("GLIBCXX_3.4.20", 28)]
    {
        let Some(core) = with_library("libstdc++.so.6", version) else { return };
        for minor in [5, 12, 17, 28] {
            let wheel =
                Wheel::new(&format!("cp312-cp312-manylinux_2_{minor}_{arch}")).member("spam/_core.so", core.clone());
            let wrong = format!("WHL005 warning _core.so {version}");
            let expected = if minor < oldest { vec![wrong] } else { vec![] };
            assert_eq!(wheel.says(), expected, "{version} under 2.{minor}");
            let bundled = shared("int get_thing(void) { return 1; }\n", &[]).unwrap();
            assert_eq!(wheel.member("spam.libs/libstdc++.so.6", bundled).says(), [""; 0]);
        }
    }
}

#[test]
fn python_dlls() {
    let dll = |name: &'static str| pe(AMD64, &[(name, &["PyLong_FromLong"])], &["PyInit__core"]);
    let says = |tags: &str, name: &'static str| {
        Wheel::new(&format!("{tags}-win_amd64")).member("spam/_core.pyd", dll(name)).says()
    };
    assert_eq!(says("cp311-abi3", "python3.dll"), [""; 0]);
    assert_eq!(says("cp311-abi3", "python311.dll"), ["WHL006 error _core.pyd python311.dll"]);
    assert_eq!(says("cp312-cp312", "python312.dll"), [""; 0]);
    assert_eq!(says("cp312-cp312", "python3.dll"), [""; 0]);
    assert_eq!(says("cp312-cp312", "python311.dll"), ["WHL006 error _core.pyd python311.dll"]);
    assert_eq!(says("cp313-cp313t", "python313.dll"), ["WHL006 error _core.pyd python313.dll"]);
    assert_eq!(says("cp313-cp313t", "python313t.dll"), [""; 0]);
    assert_eq!(says("cp313-cp313t", "python3.dll"), ["WHL006 error _core.pyd python3.dll"]);
    assert_eq!(says("cp315-abi3", "python3t.dll"), [""; 0]);
    assert_eq!(says("cp311-abi3", "python3t.dll"), ["WHL006 error _core.pyd python3t.dll"]);
    assert_eq!(says("cp312-cp312", "libpython3.12.dll"), ["WHL006 error _core.pyd libpython3.12.dll"]);
    let mingw = Wheel::new("cp312-cp312-mingw_x86_64").member("spam/_core.pyd", dll("libpython3.12.dll"));
    assert_eq!(mingw.says(), [""; 0]);
    // The DLL of a debug build is another matter.
    assert_eq!(says("cp312-cp312", "python312_d.dll"), ["WHL010 error _core.pyd"]);
    assert_eq!(check_binary("_core.cp312-win_amd64.pyd", &dll("python310.dll")), ["WHL006 error python310.dll"]);
    assert_eq!(check_binary("_core.pyd", &dll("python310.dll")), [""; 0]);
}

#[test]
fn python_libraries() {
    let path = "/Library/Frameworks/Python.framework/Versions/3.11/Python";
    let imports = [("PyLong_FromLong", Some(path))];
    let of = MachO { cpu: ARM64, imports: &imports, exports: &["PyInit__core"], min_macos: 11 << 16, dyld_info: false };
    let says = |tags: &str, file: &str| {
        Wheel::new(&format!("{tags}-macosx_11_0_arm64")).member(&format!("spam/{file}"), macho(of)).says()
    };
    let line = |level: &str, file: &str| format!("WHL006 {level} {file} {path}");
    assert_eq!(says("cp311-abi3", "_core.abi3.so"), [line("error", "_core.abi3.so")]);
    let own = "_core.cpython-311-darwin.so";
    assert_eq!(says("cp311-cp311", own), [line("warning", own)]);
    let other = "_core.cpython-312-darwin.so";
    assert_eq!(says("cp312-cp312", other), [line("error", other)]);
    let Some(library) = with_library("libpython3.11.so.1.0", "SPAM_1") else { return };
    let says = |tags: &str| {
        let wheel = Wheel::new(&format!("{tags}-{}", platform())).member("spam/_core.so", library.clone());
        wheel.says()
    };
    assert_eq!(says("cp311-cp311"), ["WHL006 warning _core.so libpython3.11.so.1.0"]);
    assert_eq!(says("cp312-cp312"), ["WHL006 error _core.so libpython3.11.so.1.0"]);
    assert_eq!(says("cp311-abi3"), ["WHL006 error _core.so libpython3.11.so.1.0"]);
    let debug = with_library("libpython3.11d.so.1.0", "SPAM_1").unwrap();
    let file = "_core.cpython-311-x86_64-linux-gnu.so";
    assert_eq!(check_binary(file, &debug), ["WHL010 error"]);
    assert_eq!(check_binary("_core.cpython-311d-x86_64-linux-gnu.so", &debug), [""; 0]);
}

#[test]
fn names_of_another_version() {
    // 3.12 brought the first; 3.9 dropped the second; no version has the third.
    let names = ["PyType_FromMetaclass", "PyCFunction_ClearFreeList", "PyNobody_Knows", "PyLong_FromLong"];
    let mac = |tags: &str, suffix: &str| {
        let wheel = Wheel::new(&format!("{tags}-macosx_11_0_arm64"));
        wheel.member(&format!("spam/_core.{suffix}.so"), bundle("PyInit__core", &names)).says()
    };
    assert_eq!(
        mac("cp311-cp311", "cpython-311-darwin"),
        [
            "WHL009 error _core.cpython-311-darwin.so PyCFunction_ClearFreeList",
            "WHL009 error _core.cpython-311-darwin.so PyType_FromMetaclass"
        ]
    );
    assert_eq!(
        mac("cp312-cp312", "cpython-312-darwin"),
        ["WHL009 error _core.cpython-312-darwin.so PyCFunction_ClearFreeList"]
    );
    assert_eq!(mac("cp38-cp38", "cpython-38-darwin"), ["WHL009 error _core.cpython-38-darwin.so PyType_FromMetaclass"]);
    // What is newer than the table is not known.
    assert_eq!(mac("cp340-cp340", "cpython-340-darwin"), [""; 0]);
    let Some(elf) = shared(&module("PyInit__core", &["PyNobody_Knows", "PyLong_FromLong"]), &[]) else { return };
    assert_eq!(check_binary("_core.cpython-312-x86_64-linux-gnu.so", &elf), ["WHL009 error PyNobody_Knows"]);
    assert_eq!(check_binary("_core.cpython-313t-x86_64-linux-gnu.so", &elf), [""; 0]);
    assert_eq!(check_binary("_core.so", &elf), [""; 0]);
}

#[test]
fn builds_of_another_kind() {
    let Some(threads) = shared(&module("PyInit__core", &["_Py_DecRefShared"]), &[]) else { return };
    let debug = shared(&module("PyInit__core", &["_Py_NegativeRefcount", "_Py_RefTotal"]), &[]).unwrap();
    let says = |tag: &str, file: &[u8]| check_binary(&format!("_core.cpython-{tag}-x86_64-linux-gnu.so"), file);
    assert_eq!(says("313", &threads), ["WHL010 error"]);
    assert_eq!(says("313t", &threads), [""; 0]);
    assert_eq!(says("312", &debug), ["WHL010 error"]);
    assert_eq!(says("312d", &debug), [""; 0]);
    assert_eq!(check_binary("_core.abi3.so", &threads).len(), 2, "outside the stable ABI, and of another build");
}

#[test]
fn names_of_cpython() {
    let source = module("PyInit__core", &["PyLong_FromLong"])
        + "void PyObject_GenericHash(void) {}\nvoid PySpam_Own(void) {}\n\
           __attribute__((visibility(\"hidden\"))) void PyObject_Hash(void) {}\n";
    let Some(core) = shared(&source, &[]) else { return };
    let says = |path: &str| check_binary(path, &core);
    assert_eq!(says("_core.cpython-313-x86_64-linux-gnu.so"), ["WHL011 warning PyObject_GenericHash"]);
    // 3.12 has no such name.
    assert_eq!(says("_core.cpython-312-x86_64-linux-gnu.so"), [""; 0]);
    assert_eq!(says("_core.so"), ["WHL011 warning PyObject_GenericHash"]);
}

#[test]
fn headers_of_another_version() {
    let source = |head: &str| {
        module("PyInit__core", &["PyLong_FromLong"])
            + &format!(
                "struct def {{ unsigned long head[2], base[3]; const char *name, *doc; long rest[6]; }};\n\
                 static struct def def = {{{{{head}}}, {{0}}, \"_core\"}};\nvoid *keep(void) {{ return &def; }}\n"
            )
    };
    let Some(new) = shared(&source("0x00050000C0000000"), &[]) else { return };
    let says = |tag: &str, file: &[u8]| check_binary(&format!("_core.cpython-{tag}-x86_64-linux-gnu.so"), file);
    assert_eq!(says("313", &new), ["WHL012 error"]);
    assert_eq!(says("314", &new), [""; 0]);
    assert_eq!(check_binary("_core.abi3.so", &new), [""; 0]);
    let old = shared(&source("1"), &[]).unwrap();
    assert_eq!(says("313", &old), [""; 0]);
    assert_eq!(says("313t", &old), ["WHL010 error"]);
}

/// What headers of 3.15 record in a file, against what its tags promise: import compares them.
#[test]
fn recorded_abi() {
    let source = |flags: u16, abi: u32| {
        format!(
            "#include <stdint.h>\nextern void *PyLong_FromLong(long);\n\
             typedef struct {{ uint16_t id, flags; uint32_t zero; void *value; }} PySlot;\n\
             typedef struct {{ uint8_t major, minor; uint16_t flags; uint32_t build, abi; }} PyABIInfo;\n\
             static PyABIInfo info = {{1, 0, {flags}, 0x030f00b2, {abi:#x}}};\n\
             static PySlot slots[] = {{{{109, 0, 0, &info}}, {{100, 0, 0, \"spam\"}}, {{0}}}};\n\
             void *PyModExport_spam(void) {{ return PyLong_FromLong(0) ? slots : 0; }}\n"
        )
    };
    let says = |tags: &str, flags: u16, abi: u32| {
        let file = shared(&source(flags, abi), &[])?;
        Some(Wheel::new(&format!("{tags}-{}", platform())).member("spam.so", file).says())
    };
    // 1 stable, 2 with the GIL, 4 free-threaded.
    for (tags, flags, abi, expected) in [
        ("cp315-abi3.abi3t", 7, 0x030f_0000, &[][..]),
        ("cp316-abi3.abi3t", 7, 0x030f_0000, &[]),
        ("cp315-cp315", 2, 0x030f_00b2, &[]),
        ("cp315-cp315t", 4, 0x030f_00b2, &[]),
        // Nothing is compared where nothing is recorded.
        ("cp316-cp316", 2, 0, &[]),
        ("cp315-abi3", 3, 0x0310_0000, &["WHL012 error spam.so"]),
        ("cp315-abi3", 2, 0x030f_00b2, &["WHL012 error spam.so"]),
        ("cp316-cp316", 2, 0x030f_00b2, &["WHL012 error spam.so"]),
        ("cp315-abi3.abi3t", 3, 0x030f_0000, &["WHL010 error spam.so"]),
        ("cp315-abi3", 5, 0x030f_0000, &["WHL010 error spam.so"]),
        ("cp315-cp315t", 2, 0x030f_00b2, &["WHL010 error spam.so"]),
        ("cp315-cp315", 4, 0x030f_00b2, &["WHL010 error spam.so"]),
    ] {
        let Some(mut said) = says(tags, flags, abi) else { return };
        said.retain(|line| line.starts_with("WHL01"));
        assert_eq!(said, expected, "{tags} {flags} {abi:#x}");
    }
}
