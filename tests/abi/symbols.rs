//! WHL007 and WHL008: names outside the stable ABI and names newer than the floor, in every format.

use extlint::abi::read_binary;
use extlint::facts::FileId;
use extlint::finding::{Confidence, Place};

use crate::elf::{module, platform, shared};
use crate::images::{AMD64, ARM64, MachO, X86_64, bundle, fat, macho, pe};
use crate::support::{Wheel, check_binary};

const PYTHON: &str = "/Library/Frameworks/Python.framework/Versions/3.11/Python";

#[test]
fn imports_outside_the_stable_abi() {
    let source = module("PyInit__core", &["PyLong_FromLong", "PyUnicode_New", "_PyUnicode_Ready", "PyOther_Name"])
        + "extern void PyCode_New(void) __attribute__((weak));\n\
           void *maybe(void) { return PyCode_New; }\n\
           void PyObject_CallOneArg(void) {}\n\
           void *own(void) { return PyObject_CallOneArg; }\n";
    let Some(core) = shared(&source, &[]) else { return };
    let other = shared("void PyOther_Name(void) {}\n", &[]).unwrap();
    let wheel = Wheel::new(&format!("cp311-abi3-{}", platform()))
        .member("spam/_core.abi3.so", core)
        .member("spam/libother.so", other);
    // Exported up to 3.11 only; exported by all known versions. Weak, own and neighbour's names are no violations.
    assert_eq!(
        wheel.says(),
        [
            "WHL007 error _core.abi3.so _PyUnicode_Ready",
            "WHL007 warning _core.abi3.so PyUnicode_New",
            "WHL011 warning _core.abi3.so PyObject_CallOneArg",
        ]
    );
}

#[test]
fn names_in_no_table_count_only_where_nobody_else_can_have_them() {
    let core = shared(&module("PyInit__core", &["PyNobody_Knows"]), &[]);
    let Some(core) = core else { return };
    let wheel = |tags: &str| Wheel::new(&format!("{tags}-{}", platform())).member("spam/_core.abi3.so", core.clone());
    let findings = wheel("cp311-abi3").check();
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].rule.code, findings[0].confidence), ("WHL007", Confidence::Likely));
    // A library that is neither the system's nor in the wheel may have it.
    let import = [("PyNobody_Knows", None), ("PyOther_Thing", Some("@rpath/libother.dylib"))];
    let open =
        MachO { cpu: ARM64, imports: &import, exports: &["PyInit__core"], min_macos: 11 << 16, dyld_info: false };
    let wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_core.abi3.so", macho(open));
    assert_eq!(wheel.says(), [""; 0]);
}

#[test]
fn libraries_outside_the_input_do_not_provide_names_of_cpython() {
    let imports = [("PyUnicode_New", None), ("PyOther_Thing", Some("@rpath/libother.dylib"))];
    let of = MachO { cpu: ARM64, imports: &imports, exports: &["PyInit__core"], min_macos: 11 << 16, dyld_info: false };
    let wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_core.abi3.so", macho(of));
    // No other library has a name that CPython exports.
    assert_eq!(wheel.says(), ["WHL007 warning _core.abi3.so PyUnicode_New"]);
    let other = MachO { exports: &["PyUnicode_New"], imports: &[], ..of };
    assert_eq!(wheel.member("spam/libother.dylib", macho(other)).says(), [""; 0]);
}

#[test]
fn names_newer_than_the_floor() {
    let names = ["PyType_GetQualName", "PyObject_GetBuffer", "PyType_FromSpec"];
    let wheel = |tags: &str| Wheel::new(tags).member("spam/_core.abi3.so", bundle("PyInit__core", &names));
    // 3.8 to 3.10 lack the first; all export the second, stable from 3.11 on.
    assert_eq!(
        wheel("cp38-abi3-macosx_11_0_arm64").says(),
        ["WHL008 error _core.abi3.so PyType_GetQualName", "WHL008 warning _core.abi3.so PyObject_GetBuffer"]
    );
    assert_eq!(wheel("cp311-abi3-macosx_11_0_arm64").says(), [""; 0]);
    assert_eq!(wheel("cp38-cp38-macosx_11_0_arm64").says(), ["WHL009 error _core.abi3.so PyType_GetQualName"]);
    let kept_away = wheel("cp38-abi3-macosx_11_0_arm64")
        .member("spam-1.0.dist-info/METADATA", "Name: spam\nRequires-Python: >=3.11\n");
    assert_eq!(
        kept_away.says(),
        ["WHL008 warning _core.abi3.so PyObject_GetBuffer", "WHL008 warning _core.abi3.so PyType_GetQualName"]
    );
}

#[test]
fn slices_of_a_fat_file() {
    for dyld_info in [false, true] {
        let slice =
            |cpu, imports| macho(MachO { cpu, imports, exports: &["PyInit__core"], min_macos: 11 << 16, dyld_info });
        let both: &[_] = &[("PyUnicode_New", None), ("PyUnicode_AsUTF8", Some(PYTHON))];
        let file = fat(&[(X86_64, slice(X86_64, both)), (ARM64, slice(ARM64, &both[..1]))]);
        let findings = Wheel::new("cp311-abi3-macosx_11_0_universal2").member("spam/_core.abi3.so", file).check();
        let said: Vec<(Option<&str>, Vec<String>)> = findings
            .iter()
            .filter(|f| f.rule.code == "WHL007")
            .map(|f| {
                let Place::Binary { evidence, .. } = &f.place else { panic!("not in a binary") };
                (f.symbol.as_deref(), evidence.clone())
            })
            .collect();
        let expected = [(Some("PyUnicode_AsUTF8"), vec!["slice x86_64".to_owned()]), (Some("PyUnicode_New"), vec![])];
        assert_eq!(said, expected, "dyld_info: {dyld_info}");
    }
}

#[test]
fn names_of_another_macos_library() {
    let imports = [("PyUnicode_New", Some("@rpath/libmine.dylib")), ("PyUnicode_AsUTF8", Some(PYTHON))];
    for dyld_info in [false, true] {
        let of = MachO { cpu: ARM64, imports: &imports, exports: &["PyInit__core"], min_macos: 11 << 16, dyld_info };
        let wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64").member("spam/_core.abi3.so", macho(of));
        let linked = format!("WHL006 error _core.abi3.so {PYTHON}");
        assert_eq!(wheel.says(), [&linked, "WHL007 warning _core.abi3.so PyUnicode_AsUTF8"]);
    }
}

#[test]
fn dlls() {
    let imports: &[(&str, &[&str])] = &[
        ("python3.dll", &["PyType_GetQualName", "PyErr_SetFromWindowsErr", "PyOS_AfterFork_Child", "PyUnicode_New"]),
        ("pythoncom312.dll", &["PyCom_Something", "PyUnicode_AsUTF8"]),
        ("KERNEL32.dll", &["Sleep"]),
    ];
    let wheel = Wheel::new("cp39-abi3-win_amd64").member("spam/_core.pyd", pe(AMD64, imports, &["PyInit__core"]));
    assert_eq!(
        wheel.says(),
        [
            "WHL007 error _core.pyd PyOS_AfterFork_Child",
            "WHL007 warning _core.pyd PyUnicode_New",
            "WHL008 error _core.pyd PyType_GetQualName",
        ]
    );
    let elsewhere = Wheel::new("cp39-abi3-macosx_11_0_arm64")
        .member("spam/_core.abi3.so", bundle("PyInit__core", &["PyErr_SetFromWindowsErr"]));
    assert_eq!(elsewhere.says(), ["WHL007 error _core.abi3.so PyErr_SetFromWindowsErr"]);
}

#[test]
fn who_promises() {
    let unstable = bundle("PyInit_spam", &["PyUnicode_New", "_PyThreadState_UncheckedGet"]);
    // 3.13 dropped the second: without a floor that is enough for an error.
    assert_eq!(
        check_binary("build/spam.abi3.so", &unstable),
        ["WHL007 error _PyThreadState_UncheckedGet", "WHL007 warning PyUnicode_New"]
    );
    assert_eq!(check_binary("build/spam.cpython-312-darwin.so", &unstable), [""; 0]);
    // Beside a file for the stable ABI, one for a single version promises nothing.
    let stable = bundle("PyInit_spam", &["PyLong_FromLong"]);
    let wheel = Wheel::new("cp311-abi3-macosx_11_0_arm64")
        .member("spam.abi3.so", stable)
        .member("spam.cpython-312-darwin.so", unstable.clone());
    assert_eq!(wheel.says(), [""; 0]);
    let wheel = Wheel::new("cp312-cp312-macosx_11_0_arm64").member("spam.abi3.so", unstable);
    assert_eq!(wheel.says(), [""; 0]);
}

/// WHL014: what the headers of that Python bring in by themselves, and what the manual documents, is no private name.
#[test]
fn private_names() {
    // The first two through macros, the third documented, the fourth in the stable ABI, the fifth known to no version.
    let names = ["_Py_FatalErrorFunc", "_PyUnicode_Ready", "_PyBytes_Resize", "_Py_Dealloc", "_PyNobody_Knows"];
    let private = ["_PyType_Lookup", "_PyDict_GetItem_KnownHash"];
    let all: Vec<&str> = names.into_iter().chain(private).collect();
    let says = |file: &str| {
        let mut said = check_binary(file, &bundle("PyInit_spam", &all));
        said.retain(|line| line.starts_with("WHL014"));
        said
    };
    let expected = ["WHL014 note _PyDict_GetItem_KnownHash", "WHL014 note _PyType_Lookup"];
    assert_eq!(says("spam.cpython-311-darwin.so"), expected);
    // 3.12 has no macro that leads to the second name, and does not export it: another rule.
    assert_eq!(says("spam.cpython-312-darwin.so"), expected);
    // 3.8 had no macro for the first, and did not export it either.
    assert_eq!(says("spam.cpython-38-darwin.so"), expected);
    for silent in ["spam.cpython-340-darwin.so", "spam.abi3.so", "spam.so"] {
        assert_eq!(says(silent), [""; 0], "{silent}");
    }
    let headers = check_binary("spam.cpython-310-darwin.so", &bundle("PyInit_spam", &["_PyObject_MakeTpCall"]));
    assert_eq!(headers, [""; 0]);
    // 3.11 made a function of the inline one that led there.
    let headers = check_binary("spam.cpython-311-darwin.so", &bundle("PyInit_spam", &["_PyObject_MakeTpCall"]));
    assert_eq!(headers, ["WHL014 note _PyObject_MakeTpCall"]);
}

/// A module that makes types without a description in its data makes them out of sight.
#[test]
fn types_out_of_sight() {
    for (imports, hides) in
        [(&["PyType_FromSpec", "PyLong_FromLong"][..], true), (&["PyType_Ready"], true), (&["PyLong_FromLong"], false)]
    {
        let Some(bytes) = shared(&module("PyInit_spam", imports), &["-s"]) else { return };
        let facts = read_binary(FileId(0), "spam.so", &bytes).unwrap();
        assert_eq!(facts.slices[0].hides_types(), hides, "{imports:?}");
    }
}
