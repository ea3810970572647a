//! WHL003, WHL009, WHL010 and WHL012 over tables: hooks for names beyond ASCII, names of other builds and versions,
//! header words.

use crate::elf::{module, platform, shared};
use crate::images::{AMD64, ARM64, MachO, bundle, macho, pe};
use crate::support::{Wheel, check_binary};

const NOTHING: [&str; 0] = [];

/// What reference counting and the creation of modules call in builds of another kind.
#[test]
fn names_of_other_builds() {
    for (name, debug) in [
        ("_Py_DecRefShared", false),
        ("_Py_MergeZeroLocalRefcount", false),
        ("_Py_NegativeRefcount", true),
        ("_Py_RefTotal", true),
        ("_Py_INCREF_IncRefTotal", true),
        ("_Py_DECREF_DecRefTotal", true),
        ("PyModule_Create2TraceRefs", true),
    ] {
        let says = |flags: &str| {
            let file = format!("_core.cpython-313{flags}-darwin.so");
            let mut said = check_binary(&file, &bundle("PyInit__core", &["PyLong_FromLong", name]));
            said.retain(|line| line.starts_with("WHL"));
            said
        };
        let (wrong, right) = (["WHL010 error"], NOTHING);
        assert_eq!(says(""), wrong, "{name}");
        assert_eq!(says("t"), if debug { &wrong[..] } else { &right[..] }, "{name}");
        assert_eq!(says("d"), if debug { &right[..] } else { &wrong[..] }, "{name}");
        assert_eq!(says("td"), right, "{name}");
    }
}

/// The first word of static objects, and which versions with the GIL or without it write it.
#[test]
fn header_words() {
    let (gil, threads) = ("size_t refs;", "size_t tid; unsigned flags, local; size_t shared;");
    for (head, fields, free_threaded, oldest) in [
        ("{1, 0}", gil, false, 6),
        // 3.12 has it in files of the interpreter's own.
        ("{0xFFFFFFFF, 0}", gil, false, 12),
        ("{0x00050000C0000000, 0}", gil, false, 14),
        ("{0, 0, 0xFFFFFFFF, 0, 0}", threads, true, 13),
        ("{0, 4, 0xFFFFFFFF, 0, 0}", threads, true, 14),
    ] {
        let source = crate::recover::types(head, fields)
            + "static PyModuleDef module = {HEAD, 0, 0, 0, \"spam\"};\n\
               void *PyInit_spam(void) { return PyModuleDef_Init(&module); }\n";
        let Some(file) = shared(&source, &["-s"]) else { return };
        for minor in [8, 11, 12, 13, 14, 15] {
            let says = |flags: &str| {
                let path = format!("spam.cpython-3{minor}{flags}-x86_64-linux-gnu.so");
                let mut said = check_binary(&path, &file);
                said.retain(|line| line.starts_with("WHL"));
                said
            };
            let newer: &[&str] = if minor < oldest { &["WHL012 error"] } else { &[] };
            if free_threaded {
                assert_eq!(says("t"), newer, "{head} {minor}t");
                assert!(says("").contains(&"WHL010 error".to_owned()), "{head} {minor}");
            } else {
                assert_eq!(says(""), newer, "{head} {minor}");
            }
        }
    }
}

/// On Windows the DLL says that a name is CPython's; the table is of Linux, so that only known names count.
#[test]
fn names_of_another_version_on_windows() {
    let names: &[&str] = &["PyType_FromMetaclass", "PyNobody_Knows", "PyErr_SetFromWindowsErr", "PyLong_FromLong"];
    let imports: &[(&str, &[&str])] = &[("python311.dll", names), ("other.dll", &["PyCFunction_ClearFreeList"])];
    let wheel = Wheel::new("cp311-cp311-win_amd64").member("spam/_core.pyd", pe(AMD64, imports, &["PyInit__core"]));
    assert_eq!(wheel.says(), ["WHL009 error _core.pyd PyType_FromMetaclass"]);
}

/// A debug build's own names are another matter, and so is a version beyond the table.
#[test]
fn versions_that_are_not_known() {
    let Some(file) = shared(&module("PyInit_spam", &["PyNobody_Knows"]), &[]) else { return };
    for tag in ["316", "340", "312d", "313t"] {
        assert_eq!(check_binary(&format!("spam.cpython-{tag}-x86_64-linux-gnu.so"), &file), NOTHING, "{tag}");
    }
    let wheel = Wheel::new(&format!("cp312-cp312-{}", platform())).member("spam.so", file);
    assert_eq!(wheel.says(), ["WHL009 error spam.so PyNobody_Knows"]);
}

/// A private name may come with a patch release; one that was dropped does not come back.
#[test]
fn private_names_of_another_version() {
    let says = |name: &str| check_binary("spam.cpython-312-darwin.so", &bundle("PyInit_spam", &[name]));
    // 3.13 has the first, 3.7 had the second.
    assert_eq!(says("_PyCriticalSection_BeginSlow"), ["WHL009 warning _PyCriticalSection_BeginSlow"]);
    assert_eq!(says("_PyCFunction_FastCallKeywords"), ["WHL009 error _PyCFunction_FastCallKeywords"]);
}

/// The spellings of hooks for names beyond ASCII; expected values are what Python's codec gives.
#[test]
fn hooks_beyond_ascii() {
    for (stem, encoded) in [("späm", "spm_rla"), ("mod_ñ", "mod__jqa"), ("модуль", "d1aobi0a9c"), ("日本", "wgv71a")]
    {
        let says = |tags: &str, hooks: &[&str]| {
            let of = MachO { cpu: ARM64, imports: &[], exports: hooks, min_macos: 11 << 16, dyld_info: false };
            Wheel::new(&format!("{tags}-macosx_11_0_arm64")).member(&format!("spam/{stem}.so"), macho(of)).says()
        };
        let (init, export) = (format!("PyInitU_{encoded}"), format!("PyModExportU_{encoded}"));
        assert_eq!(says("cp311-abi3", &[&init]), NOTHING);
        assert_eq!(says("cp315-abi3.abi3t", &[&export]), NOTHING);
        assert_eq!(says("cp311-abi3", &[&export]), [format!("WHL003 error {stem}.so {export}")]);
        // The prefix of ASCII names, and the letters as they are. Systems write such file names in several ways, so that
        // this is less sure.
        for wrong in [format!("PyInit_{encoded}"), format!("PyInit_{stem}")] {
            assert_eq!(says("cp311-abi3", &[&wrong]), [format!("WHL003 warning {stem}.so {wrong}")]);
        }
    }
}
