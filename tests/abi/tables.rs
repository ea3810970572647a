//! The tables of `src/capi` against the Pythons of this machine: `python3` and `python3.x` on PATH and those that
//! `EXTLINT_PYTHONS` lists. Without one there is a notice; `EXTLINT_REQUIRE_PYTHON=1` makes a failure of that.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use extlint::abi::read_binary;
use extlint::capi::{exports, macros, stable};
use extlint::facts::FileId;

const EXPORTS: &str = include_str!("../../src/capi/exports.tsv");
const STABLE: &str = include_str!("../../src/capi/stable_abi.tsv");
const MACROS: &str = include_str!("../../src/capi/macros.tsv");

/// A release build with the GIL.
pub(super) struct Python {
    program: PathBuf,
    pub(super) minor: u8,
    /// `3.11.7`.
    pub(super) version: String,
    pub(super) headers: PathBuf,
}

impl Python {
    /// Whether the tables are made from this very release. Others of the same minor version may lack private names.
    pub(super) fn is_source(&self) -> bool {
        let head: String = EXPORTS.lines().take_while(|l| l.starts_with('#')).collect();
        head.split([' ', ',', '#']).any(|word| word == self.version)
    }

    /// Runs a script with a text as its input.
    pub(super) fn run(&self, script: &str, input: &str) -> String {
        let mut command = Command::new(&self.program);
        command.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", self.program.display());
        String::from_utf8(output.stdout).unwrap()
    }

    /// Those of the names that the dynamic linker finds in the running interpreter.
    fn exported(&self, names: &[&str]) -> Vec<String> {
        let script =
            "import ctypes, sys\nfor n in sys.stdin.read().split():\n    if hasattr(ctypes.pythonapi, n): print(n)";
        self.run(script, &names.join("\n")).lines().map(str::to_owned).collect()
    }
}

/// Every program that may be a Python.
fn programs() -> Vec<PathBuf> {
    let mut programs: Vec<PathBuf> = vec!["python3".into()];
    programs.extend((exports::OLDEST..=exports::NEWEST).map(|minor| PathBuf::from(format!("python3.{minor}"))));
    if let Some(list) = std::env::var_os("EXTLINT_PYTHONS") {
        programs.extend(std::env::split_paths(&list));
    }
    programs
}

/// One for each release.
pub(super) fn pythons() -> Vec<Python> {
    let (mut found, mut any): (Vec<Python>, bool) = (Vec::new(), false);
    for program in programs().into_iter().filter(|_| cfg!(target_os = "linux")) {
        let script = "import sys, sysconfig as s\n\
                      print(sys.version_info[1], '.'.join(map(str, sys.version_info[:3])), s.get_path('include'),\n\
                            int(hasattr(sys, 'gettotalrefcount') or bool(s.get_config_var('Py_GIL_DISABLED'))))";
        let Ok(output) = Command::new(&program).args(["-c", script]).output() else { continue };
        any |= output.status.success();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minor, version, headers, "0"] = fields[..] else { continue };
        let minor: u8 = minor.parse().unwrap();
        let held = (exports::OLDEST..=exports::NEWEST).contains(&minor);
        if held && !found.iter().any(|p| p.version == version) {
            found.push(Python { program, minor, version: version.to_owned(), headers: headers.into() });
        }
    }
    if found.is_empty() {
        // The system's only Python may be newer than the tables.
        assert!(any || std::env::var_os("EXTLINT_REQUIRE_PYTHON").is_none_or(|v| v == "0"), "no Python");
        crate::support::skipped("no Python of a version that the tables hold");
    }
    found
}

fn names(table: &'static str) -> Vec<&'static str> {
    table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').next().unwrap()).collect()
}

#[test]
fn exports_of_installed_pythons() {
    let names = names(EXPORTS);
    for python in pythons() {
        let found = python.exported(&names);
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        let listed: Vec<&str> = names.iter().copied().filter(|n| exports::lookup(n).by(python.minor)).collect();
        if python.is_source() {
            assert_eq!(found, listed, "{}", python.version);
        } else {
            let missing = listed.iter().filter(|n| !n.starts_with('_') && !found.contains(n)).collect::<Vec<_>>();
            assert!(missing.is_empty(), "{}: {missing:?}", python.version);
        }
    }
}

/// What a version has promised for every system it exports. CPython forgot one name in one version.
#[test]
fn stable_names_of_installed_pythons() {
    for python in pythons() {
        let promised = names(STABLE).into_iter().filter(|name| {
            let entry = stable::lookup(name).unwrap();
            entry.added <= python.minor && entry.condition.is_none()
        });
        let promised: Vec<&str> = promised.collect();
        let found = python.exported(&promised);
        let mut missing: Vec<&&str> = promised.iter().filter(|n| !found.iter().any(|f| f == *n)).collect();
        missing.retain(|name| !(**name == "PyCFunction_New" && python.minor == 9));
        assert!(missing.is_empty(), "{}: {missing:?}", python.version);
    }
}

/// The package that the table is made from, where a Python has it.
#[test]
fn stable_names_of_the_package() {
    let script = "import sys, abi3info\nfrom importlib import metadata\nprint(metadata.version('abi3info'))\n\
                  for kind, items in (('f', abi3info.FUNCTIONS), ('d', abi3info.DATAS)):\n    for s, i in items.items():\n        \
                  print(s.name, i.added.minor, kind, i.ifdef.name if i.ifdef else '-', int(bool(i.abi_only)))";
    let mut checked = 0;
    for program in programs() {
        let Ok(output) = Command::new(program).args(["-c", script]).output() else { continue };
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut lines = text.lines();
        let Some(version) = lines.next() else { continue };
        if !STABLE.contains(&format!("abi3info {version}")) {
            crate::support::skipped(&format!("the table is not made from abi3info {version}"));
            continue;
        }
        let mut rows: Vec<String> = lines.map(str::to_owned).collect();
        rows.sort_by(|a, b| a.split(' ').next().unwrap().as_bytes().cmp(b.split(' ').next().unwrap().as_bytes()));
        let held = names(STABLE).into_iter().map(|name| {
            let e = stable::lookup(name).unwrap();
            let kind = if e.data { 'd' } else { 'f' };
            format!("{name} {} {kind} {} {}", e.added, e.condition.unwrap_or("-"), u8::from(e.abi_only))
        });
        assert_eq!(rows, held.collect::<Vec<_>>());
        checked += 1;
    }
    if checked == 0 {
        crate::support::skipped("no Python with the abi3info that the table is made from");
    }
}

/// Uses of public macros and inline functions; each line for the versions that have the macro.
const USES: &str = r#"
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <frameobject.h>
static void dealloc(PyObject *a) {}
PyObject *object(PyObject *a) {
    Py_INCREF(a);
    if (PyByteArray_AS_STRING(a)[0] == 'x') Py_FatalError("x");
    if (Py_UNICODE_ISSPACE(7) || Py_UNICODE_ISALNUM(8) || Py_ISALPHA('c')) PyErr_BadInternalCall();
    PyArg_ParseTuple(a, "");
    if (PyWeakref_CheckRef(a) || PyIter_Check(a)) return Py_BuildValue("");
    if (Py_EnterRecursiveCall(" here")) return NULL;
    Py_LeaveRecursiveCall();
    PyObject_CallMethod(a, "x", NULL);
    PyObject_INIT(a, Py_TYPE(a));
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(a)) return NULL;
#endif
#if PY_VERSION_HEX >= 0x03090000
    PyObject_CallOneArg(a, a);
#endif
#if PY_VERSION_HEX >= 0x03080000
    Py_TRASHCAN_BEGIN(a, dealloc);
    Py_TRASHCAN_END;
#else
    Py_TRASHCAN_SAFE_BEGIN(a);
    Py_TRASHCAN_SAFE_END(a);
#endif
    Py_XDECREF(a);
    return _PyObject_GC_New(Py_TYPE(a)) ? Py_True : PyObject_New(PyObject, Py_TYPE(a));
}
"#;

/// What a compiler takes from the headers: every private name in the object file is in the table, for that version.
#[test]
fn private_names_of_compiled_macros() {
    for python in pythons().into_iter().filter(|p| p.headers.join("Python.h").is_file()) {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("in.c");
        std::fs::write(&source, USES).unwrap();
        let mut seen = 0;
        for flags in [&[][..], &["-DNDEBUG", "-O2"]] {
            let output = folder.path().join("out.so");
            let mut command = Command::new("cc");
            command.args(["-shared", "-fPIC", "-w", "-I"]).arg(&python.headers).arg(&source).arg("-o").arg(&output);
            let Ok(done) = command.args(flags).output() else {
                crate::support::skipped("no C compiler");
                return;
            };
            assert!(done.status.success(), "{}: {}", python.version, String::from_utf8_lossy(&done.stderr));
            let facts = read_binary(FileId(0), "out.so", &std::fs::read(&output).unwrap()).unwrap();
            for import in facts.slices[0].imports.iter().filter(|i| i.name.starts_with("_Py")) {
                let found = macros::lookup(&import.name).is_some_and(|found| found.by(python.minor));
                assert!(found, "{}: {}", python.version, import.name);
                seen += 1;
            }
        }
        assert!(seen > 10, "{}: {seen}", python.version);
    }
}

/// Names of types, which no binary has.
const IS_TYPE: &[&str] = &["_PyDateTime_BaseTZInfo"];

/// Every name of the table of macros is one that the same version exports, or that a build without the GIL does.
#[test]
fn private_names_are_exported() {
    for name in names(MACROS) {
        let known = exports::lookup(name);
        let exported = |minor| known.by(minor) || minor >= 13 && !known.anywhere() || IS_TYPE.contains(&name);
        let wrong: Vec<u8> = (exports::OLDEST..=exports::NEWEST)
            .filter(|&minor| macros::lookup(name).unwrap().by(minor) && !exported(minor))
            .collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
    }
}
