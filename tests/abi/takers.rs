//! Wheels against everybody who gets them: the ABI tag `none`, platforms, stable suffixes, free-threaded builds.

use crate::elf::{module, platform, shared};
use crate::images::{AMD64, ARM64, MachO, X86_64, bundle, macho, pe};
use crate::support::{Wheel, check_binary};

const NOTHING: [&str; 0] = [];
const MAC: &str = "macosx_11_0_arm64";

fn only(rule: &str, mut said: Vec<String>) -> Vec<String> {
    said.retain(|line| line.starts_with(rule));
    said
}

/// `py3-none` is for every Python 3, `cp313-none` for either build of one.
#[test]
fn files_for_one_python_without_an_abi_tag() {
    let file = "_x.cpython-313-darwin.so";
    let wheel = |tags: &str, file: &str| {
        Wheel::new(&format!("{tags}-{MAC}")).member(&format!("spam/{file}"), bundle("PyInit__x", &[]))
    };
    for tags in ["py3-none", "py39-none", "py2.py3-none", "cp312-none", "cp312.cp314-none"] {
        assert_eq!(wheel(tags, file).says(), [format!("WHL002 error {file}")], "{tags}");
    }
    for tags in ["cp313-none", "cp312.cp313-none", "pp310-none"] {
        assert_eq!(wheel(tags, file).says(), NOTHING, "{tags}");
    }
    assert_eq!(wheel("cp313-none", "_x.cpython-313t-darwin.so").says(), NOTHING);
    assert_eq!(wheel("py3-none", "_x.abi3.so").says(), NOTHING);
    assert_eq!(wheel("py3-none", "_x.so").says(), NOTHING);
    // What else keeps others from asking for the file.
    let module = || bundle("PyInit__x", &[]);
    let one = || wheel("py3-none", file);
    assert_eq!(one().member("spam-1.0.dist-info/METADATA", "Requires-Python: ==3.13.*\n").says(), NOTHING);
    assert_eq!(one().member("spam-1.0.dist-info/METADATA", "Requires-Python: >=3.13\n").says().len(), 1);
    assert_eq!(one().member("spam/_x.py", "").says(), NOTHING);
    assert_eq!(one().member("spam/_x.cpython-312-darwin.so", module()).says(), NOTHING);
    assert_eq!(one().member("spam/_x.so", module()).says(), NOTHING);
    // An interpreter of its own, with its own modules.
    assert_eq!(one().member("spam/lib/libpython3.13.dylib", bundle("Py_Main", &[])).says(), NOTHING);
    let inside = Wheel::new(&format!("py3-none-{MAC}")).member(&format!("spam/lib-dynload/{file}"), module());
    assert_eq!(inside.says(), NOTHING);
}

#[test]
fn libraries_of_one_python_without_an_abi_tag() {
    let says = |tags: &str, dll: &'static str| {
        let module = pe(AMD64, &[(dll, &["PyLong_FromLong"])], &["PyInit__x"]);
        Wheel::new(&format!("{tags}-win_amd64")).member("spam/_x.pyd", module).says()
    };
    let wrong = |dll: &str| [format!("WHL006 error _x.pyd {dll}")];
    for tags in ["py3-none", "py312-none", "cp311-none", "cp311.cp312-none"] {
        assert_eq!(says(tags, "python312.dll"), wrong("python312.dll"), "{tags}");
    }
    assert_eq!(says("cp312-none", "python312.dll"), NOTHING);
    // A free-threaded 3.13 gets the wheel, too, and has no such DLL.
    assert_eq!(says("cp313-none", "python313.dll"), wrong("python313.dll"));
    assert_eq!(says("cp313-none", "python313t.dll"), wrong("python313t.dll"));
    assert_eq!(says("py3-none", "python3.dll"), NOTHING);
    assert_eq!(says("py3-none", "python3t.dll"), wrong("python3t.dll"));
    let own = pe(AMD64, &[("python312.dll", &["PyLong_FromLong"])], &["PyInit__x"]);
    let embedded =
        Wheel::new("py3-none-win_amd64").member("spam/_x.pyd", own.clone()).member("spam/python312.dll", own);
    assert_eq!(only("WHL006", embedded.says()), NOTHING);
    let path = "/Library/Frameworks/Python.framework/Versions/3.11/Python";
    let imports = [("PyLong_FromLong", Some(path))];
    let of = MachO { cpu: ARM64, imports: &imports, exports: &["PyInit__x"], min_macos: 11 << 16, dyld_info: false };
    let says = |tags: &str| Wheel::new(&format!("{tags}-{MAC}")).member("spam/_x.so", macho(of)).says();
    assert_eq!(says("py3-none"), [format!("WHL006 error _x.so {path}")]);
    assert_eq!(says("cp311-none"), [format!("WHL006 warning _x.so {path}")]);
}

/// A module definition with this header, handed to import.
fn defined(head: &str, fields: &str, slots: &str) -> String {
    crate::recover::types(head, fields)
        + &format!(
            "static int run(void *m) {{ return 0; }}\n\
             static Slot slots[] = {{{slots}{{0, 0}}}};\n\
             static PyModuleDef module = {{HEAD, 0, 0, 0, \"spam\", 0, 0, 0, slots}};\n\
             void *PyInit_spam(void) {{ return PyModuleDef_Init(&module); }}\n"
        )
}

const GIL: (&str, &str) = ("{0xFFFFFFFF, 0}", "size_t refs;");
const THREADS: (&str, &str) = ("{0, 0, 0xFFFFFFFF, 0, 0}", "size_t tid; unsigned flags, local; size_t shared;");

#[test]
fn builds_that_the_tag_none_includes() {
    let (with, without) =
        (defined(GIL.0, GIL.1, "{2, run}, "), defined(THREADS.0, THREADS.1, "{2, run}, {4, (void *)1}, "));
    let Some(gil) = shared(&with, &["-s"]) else { return };
    let threads = shared(&without, &["-s"]).unwrap();
    let says = |tags: &str, file: &[u8]| {
        only("WHL010", Wheel::new(&format!("{tags}-{}", platform())).member("spam.so", file).says())
    };
    let (error, warning) = (["WHL010 error spam.so"], ["WHL010 warning spam.so"]);
    assert_eq!(says("cp313-none", &gil), error);
    assert_eq!(says("cp313-cp313", &gil), NOTHING);
    assert_eq!(says("cp312-none", &gil), NOTHING);
    assert_eq!(says("py3-none", &gil), warning);
    assert_eq!(says("cp313-cp313.cp313t", &gil), error);
    assert_eq!(says("cp313-none", &threads), error);
    assert_eq!(says("py3-none", &threads), error);
    assert_eq!(says("cp313-cp313.cp313t", &threads), error);
    assert_eq!(says("cp313-cp313t", &threads), NOTHING);
    // Each build has a file: import takes the more exact one.
    let both = Wheel::new(&format!("cp313-none-{}", platform()))
        .member("spam.so", gil.clone())
        .member("spam.cpython-313t-x86_64-linux-gnu.so", threads);
    assert_eq!(only("WHL010", both.says()), NOTHING);
    let old = Wheel::new(&format!("py3-none-{}", platform()))
        .member("spam.so", gil)
        .member("spam-1.0.dist-info/METADATA", "Requires-Python: >=3.9,<3.13\n");
    assert_eq!(only("WHL010", old.says()), NOTHING);
}

/// Who turns the GIL on in a build that the tag or the suffix promises the file to.
#[test]
fn modules_that_ask_for_the_gil() {
    let says = |tags: &str, slots: &str| {
        let file = shared(&defined(THREADS.0, THREADS.1, slots), &["-s"])?;
        Some(only("FT004", Wheel::new(&format!("{tags}-{}", platform())).member("spam.so", file).says()))
    };
    let Some(silent) = says("cp313-cp313t", "{2, run}, ") else { return };
    assert_eq!(silent, ["FT004 warning spam.so spam"]);
    assert_eq!(says("cp313-cp313t", "{2, run}, {4, (void *)0}, ").unwrap(), ["FT004 note spam.so spam"]);
    assert_eq!(says("cp313-cp313t", "{2, run}, {4, (void *)1}, ").unwrap(), NOTHING);
    // An array that code fills before import reads it; an empty one that no code names is what it seems.
    let empty = defined(THREADS.0, THREADS.1, "");
    let filled = empty.replace(
        "{ return PyModuleDef_Init",
        "{ slots[0].slot = 4; slots[0].value = (void *)1; return PyModuleDef_Init",
    );
    let says = |source: &str| check_binary("spam.cpython-313t-x86_64-linux-gnu.so", &shared(source, &["-s"]).unwrap());
    assert_eq!(only("FT004", says(&filled)), NOTHING);
    let seen: &[&str] =
        if cfg!(all(feature = "disasm", target_arch = "x86_64")) { &["FT004 warning spam"] } else { &[] };
    assert_eq!(only("FT004", says(&empty)), seen);
    // More slots in another array: not known.
    let more = defined(THREADS.0, THREADS.1, "{2, run}, {94, run}, ");
    assert_eq!(only("FT004", says(&more)), NOTHING);
    let single = defined(THREADS.0, THREADS.1, "").replace(
        "return PyModuleDef_Init(&module)",
        "extern void *PyModule_Create2(void *, int); return PyModule_Create2(&module, 1013)",
    );
    let file = shared(&single, &["-s"]).unwrap();
    assert_eq!(
        check_binary("spam.cpython-314t-x86_64-linux-gnu.so", &file),
        ["FT004 warning PyInit_spam", "INIT001 warning PyInit_spam"]
    );
    let calls = single.replace(
        "extern void *PyModule_Create2",
        "extern void PyUnstable_Module_SetGIL(void); PyUnstable_Module_SetGIL(); extern void *PyModule_Create2",
    );
    let file = shared(&calls, &["-s"]).unwrap();
    assert_eq!(check_binary("spam.cpython-314t-x86_64-linux-gnu.so", &file), ["INIT001 warning PyInit_spam"]);
}

#[test]
fn stable_suffixes_with_a_platform() {
    let says = |tags: &str, file: &str| {
        let exports = ["PyInit__x", "PyModExport__x"];
        let of = MachO { cpu: X86_64, imports: &[], exports: &exports, min_macos: 0, dyld_info: true };
        only("WHL002", Wheel::new(tags).member(&format!("spam/{file}"), macho(of)).says())
    };
    let linux = |tags: &str| format!("{tags}-manylinux_2_28_x86_64");
    let (plain, threads) = ("_x.abi3-x86_64-linux-gnu.so", "_x.abi3t-x86_64-linux-gnu.so");
    assert_eq!(says(&linux("cp315-abi3"), plain), NOTHING);
    assert_eq!(says(&linux("cp315-cp315"), plain), NOTHING);
    assert_eq!(says(&linux("cp315-abi3.abi3t"), threads), NOTHING);
    // Found, and the file promises more than the tag.
    assert_eq!(says(&linux("cp315-cp315t"), threads), [format!("WHL002 warning {threads}")]);
    // Older versions look for `.abi3.so` alone.
    assert_eq!(says(&linux("cp39-abi3"), plain), [format!("WHL002 error {plain}")]);
    assert_eq!(says(&linux("cp313-cp313"), plain), [format!("WHL002 error {plain}")]);
    assert_eq!(says(&linux("cp315-abi3t"), plain), [format!("WHL002 error {plain}")]);
    assert_eq!(says("cp315-abi3-musllinux_1_2_x86_64", plain), [format!("WHL002 warning {plain}")]);
    assert_eq!(says("cp315-abi3-manylinux_2_28_aarch64", plain), [format!("WHL002 error {plain}")]);
}

#[test]
fn platforms_that_nobody_has() {
    let says = |platform: &str| {
        Wheel::new(&format!("cp312-cp312-{platform}")).member("spam/_x.so", bundle("PyInit__x", &[])).says()
    };
    assert_eq!(says("macosx_10_9_arm64"), ["WHL001 error"]);
    assert_eq!(says("macosx_11_5_arm64"), ["WHL001 error"]);
    assert_eq!(says("macosx_11_5_arm64.macosx_11_0_arm64"), ["WHL001 warning"]);
    assert_eq!(only("WHL001", says("win_x86_64")), ["WHL001 error"]);
    assert_eq!(only("WHL001", says("linux_x86_64")), ["WHL001 note"]);
    assert_eq!(only("WHL001", says("manylinux2014")), ["WHL001 error"]);
    assert_eq!(says(MAC), NOTHING);
}

#[test]
fn folder_said_twice() {
    let says = |lines: &str| {
        let text = format!("{lines}Tag: cp312-abi3-{MAC}\n");
        let wheel = Wheel::new(&format!("cp312-abi3-{MAC}")).member("spam-1.0.dist-info/WHEEL", text);
        wheel.member("spam/_x.abi3.so", bundle("PyInit__x", &[])).says()
    };
    let (pure, plat) = ("Root-Is-Purelib: true\n", "Root-Is-Purelib: false\n");
    assert_eq!(says(&format!("{pure}{plat}")), ["WHL001 error WHEEL", "WHL001 warning WHEEL"]);
    assert_eq!(says(&format!("{plat}{pure}")), ["WHL001 warning WHEEL"]);
    assert_eq!(says(&format!("{plat}{plat}")), NOTHING);
}

/// A macro as an undefined symbol is sure to be missing, whatever the file is linked with.
#[test]
fn macros_as_imports() {
    let imports = [("PyTuple_SET_ITEM", None), ("PyOther_Thing", Some("@rpath/libother.dylib"))];
    let of = MachO { cpu: ARM64, imports: &imports, exports: &["PyInit__x"], min_macos: 11 << 16, dyld_info: false };
    let says =
        |tags: &str, file: &str| Wheel::new(&format!("{tags}-{MAC}")).member(&format!("spam/{file}"), macho(of)).says();
    assert_eq!(says("cp39-abi3", "_x.abi3.so"), ["WHL007 error _x.abi3.so PyTuple_SET_ITEM"]);
    assert_eq!(says("cp312-cp312", "_x.so"), ["WHL009 error _x.so PyTuple_SET_ITEM"]);
    assert_eq!(says("py3-none", "_x.so"), ["WHL009 error _x.so PyTuple_SET_ITEM"]);
    assert_eq!(says("pp310-pypy310_pp73", "_x.so"), NOTHING);
    assert_eq!(check_binary("_x.so", &macho(of)), ["WHL009 error PyTuple_SET_ITEM"]);
    let Some(elf) = shared(&module("PyInit__x", &["PyList_GET_ITEM", "PyLong_FromLong"]), &[]) else { return };
    assert_eq!(check_binary("_x.abi3.so", &elf), ["WHL007 error PyList_GET_ITEM"]);
    assert_eq!(check_binary("_x.cpython-313t-x86_64-linux-gnu.so", &elf), ["WHL009 error PyList_GET_ITEM"]);
}

#[test]
fn libraries_for_another_machine() {
    let library = |cpu: u32| macho(MachO { cpu, imports: &[], exports: &["fold"], min_macos: 0, dyld_info: true });
    let wheel = |platform: &str, files: &[(&str, u32)]| {
        let wheel = Wheel::new(&format!("py3-none-{platform}"));
        files.iter().fold(wheel, |wheel, (path, cpu)| wheel.member(path, library(*cpu))).says()
    };
    let wrong = ["WHL004 warning libfold.1.dylib"];
    assert_eq!(wheel(MAC, &[("sort/libfold.1.dylib", X86_64)]), wrong);
    assert_eq!(wheel(MAC, &[("sort/libfold.1.dylib", ARM64)]), NOTHING);
    assert_eq!(wheel("macosx_10_9_x86_64", &[("sort/libfold.1.dylib", ARM64)]), wrong);
    assert_eq!(wheel(MAC, &[("sort/libfold.so", X86_64)]), ["WHL004 warning libfold.so"]);
    // One for each machine, under whatever name or folder.
    assert_eq!(wheel(MAC, &[("a/libfold.1.dylib", X86_64), ("b/libfold.2.dylib", ARM64)]), NOTHING);
    assert_eq!(wheel(MAC, &[("sort/libfold_x64.dylib", X86_64)]), NOTHING);
    assert_eq!(wheel(MAC, &[("sort/lib32/libfold.dylib", X86_64)]), NOTHING);
    // One of two machines: only where a file for the other asks for it.
    let both = "macosx_11_0_universal2";
    assert_eq!(wheel(both, &[("sort/libfold.dylib", X86_64)]), NOTHING);
    let asks = [("fold", Some("@rpath/libfold.dylib"))];
    let user = macho(MachO { cpu: ARM64, imports: &asks, exports: &[], min_macos: 0, dyld_info: false });
    let asked = Wheel::new(&format!("py3-none-{both}"))
        .member("sort/libfold.dylib", library(X86_64))
        .member("sort/libuser.dylib", user)
        .says();
    assert_eq!(asked, ["WHL004 warning libfold.dylib"]);
    let windows = |machine: u16, needs: &[(&str, &[&str])]| {
        let dll = pe(machine, needs, &["fold"]);
        Wheel::new("py3-none-win_amd64").member("sort/fold.dll", dll).says()
    };
    let native: &[(&str, &[&str])] = &[("KERNEL32.dll", &["Sleep"])];
    assert_eq!(windows(0xaa64, native), ["WHL004 warning fold.dll"]);
    assert_eq!(windows(AMD64, native), NOTHING);
    // .NET runs the file on every machine.
    assert_eq!(windows(0xaa64, &[("mscoree.dll", &["_CorDllMain"])]), NOTHING);
    assert_eq!(windows(0xaa64, &[]), NOTHING);
}

/// The size of the table of exports is that of its head: loaders do not read it.
#[test]
fn exports_without_a_size() {
    let mut module = pe(AMD64, &[("python312.dll", &["PyLong_FromLong"])], &["PyInit__x", "PyOwn_Name"]);
    let header = u32::from_le_bytes(module[60..64].try_into().unwrap()) as usize;
    // Behind the signature, the file header and the fields of a 64-bit image: the first directory, its size second.
    let size = header + 24 + 112 + 4;
    module[size..size + 4].copy_from_slice(&40u32.to_le_bytes());
    let facts = extlint::abi::read_binary(extlint::facts::FileId(0), "_x.pyd", &module).unwrap();
    assert_eq!(facts.slices[0].exports, ["PyOwn_Name"]);
    assert!(facts.is_extension());
}
