//! Limits of sizes, tables, conditions and rounds: what is just within each, and what is just past it.

use std::fs::{self, File};
use std::path::Path;

use extlint::input::{Input, Kind, Overlay, load};

use super::{lines, support::extlint};

#[test]
fn bytes_of_all_sources_of_a_run() {
    // Blanks where a text is told from other files, and a hole behind them.
    let folder = tempfile::tempdir().expect("a folder");
    let (large, small) = (folder.path().join("large.c"), folder.path().join("small.c"));
    let blanks = " ".repeat(8000);
    fs::write(&large, &blanks).expect("a file is written");
    fs::write(&small, " ").expect("a file is written");
    File::options().write(true).open(&large).and_then(|file| file.set_len(32 << 20)).expect("a file grows");
    let named = |path: &Path, name: String| Input::new(path.to_owned(), name, Kind::Source, true);
    let mut inputs: Vec<Input> = (10..26).map(|i| named(&large, format!("{i}.c"))).collect();
    let within = load(inputs.clone(), folder.path(), &Overlay::default());
    assert_eq!((within.files.len(), within.errors), (16, Vec::new()));
    drop(within.files);
    inputs.push(named(&small, "small.c".to_owned()));
    let past = load(inputs, folder.path(), &Overlay::default());
    let cause = "was not read: it has 1 bytes, and the limit for all sources of a run is 536870912";
    assert_eq!(past.files.len(), 16);
    assert!(past.errors.len() == 1 && past.errors[0].cause == cause, "{:?}", past.errors);
}

/// A shared object of 64 bits whose table of dynamic symbols has so many entries: zeros, which take no room on a disk.
fn shared_object(path: &Path, symbols: u64) {
    const HEADER: usize = 64;
    const TABLE: u64 = 512;
    let names = b"\0.dynsym\0.dynstr\0";
    let mut out = b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
    let halves = |out: &mut Vec<u8>, all: &[u16]| all.iter().for_each(|n| out.extend(n.to_le_bytes()));
    let words = |out: &mut Vec<u8>, all: &[u32]| all.iter().for_each(|n| out.extend(n.to_le_bytes()));
    let longs = |out: &mut Vec<u8>, all: &[u64]| all.iter().for_each(|n| out.extend(n.to_le_bytes()));
    halves(&mut out, &[3, 62]);
    words(&mut out, &[1]);
    longs(&mut out, &[0, 0, HEADER as u64]);
    words(&mut out, &[0]);
    halves(&mut out, &[HEADER as u16, 0, 0, 64, 3, 2]);
    // Its name, kind, flags, place, size, the table of its names, alignment, and the size of an entry.
    let strings = (HEADER + 3 * 64) as u64;
    for (name, kind, place, size, link, entry) in
        [(0, 0, 0, 0, 0, 0), (1, 11, TABLE, 24 * symbols, 2, 24), (9, 3, strings, names.len() as u64, 0, 0)]
    {
        words(&mut out, &[name, kind]);
        longs(&mut out, &[2, 0, place, size]);
        words(&mut out, &[link, 1]);
        longs(&mut out, &[8, entry]);
    }
    out.extend(names);
    fs::write(path, out).expect("a file is written");
    let file = File::options().write(true).open(path).expect("a file opens");
    file.set_len(TABLE + 24 * symbols).expect("a file grows");
}

#[test]
fn entries_of_the_tables_of_a_binary() {
    let folder = tempfile::tempdir().expect("a folder");
    // The first symbol stands for none.
    for (symbols, code) in [(8_000_001, 0), (8_000_002, 2)] {
        shared_object(&folder.path().join("m.so"), symbols);
        let output = extlint(folder.path(), ["check", "--no-config", "m.so"]);
        assert_eq!(output.code, Some(code), "{symbols}: {output:?}");
        let said = output.stderr.contains("over the limit of 8000000 table entries in one file");
        assert_eq!(said, code == 2, "{output:?}");
    }
}

#[test]
fn macros_that_rule_each_other_out() {
    for (count, found) in [(7, false), (8, true)] {
        let any: Vec<String> = (0..count).map(|i| format!("defined(A{i})")).collect();
        let none: Vec<String> = any.iter().map(|one| format!("!{one}")).collect();
        let text = format!(
            "#include <Python.h>\n#if {}\n#if {}\nstatic PyObject *kept;\nvoid keep(void) {{ kept = PyList_New(0); }}\n\
             #endif\n#endif\n",
            any.join(" || "),
            none.join(" && ")
        );
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("m.c"), text).expect("a file is written");
        let output = extlint(folder.path(), ["check", "--no-config", "--output-format", "concise"]);
        // Past the limit, code that is in no build is checked like other code.
        assert_eq!(output.stdout.contains("kept"), found, "{count}: {output:?}");
    }
}

#[test]
fn rounds_of_edits() {
    let text = |count: usize| {
        let defs = lines(count, |i| {
            format!(
                "static PyModuleDef def{i} = {{ PyModuleDef_HEAD_INIT, \"m{i}\", NULL, sizeof(S), NULL, slots }};\n\
                 PyMODINIT_FUNC PyInit_m{i}(void);"
            )
        });
        let inits =
            lines(count, |i| format!("PyMODINIT_FUNC PyInit_m{i}(void) {{ return PyModuleDef_Init(&def{i}); }}"));
        format!(
            "#include <Python.h>\ntypedef struct {{ PyObject *cache; }} S;\nstatic int fill(PyObject *m)\n{{\n    \
             ((S *)PyModule_GetState(m))->cache = PyList_New(0);\n    return 0;\n}}\n\
             static PyModuleDef_Slot slots[] = {{ {{Py_mod_exec, fill}}, {{0, NULL}} }};\n{defs}{inits}"
        )
    };
    // The functions of each module go to one place: one module in a round.
    for (count, left) in [(20, 0), (21, 1)] {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("m.c"), text(count)).expect("a file is written");
        let arguments = ["check", "--no-config", "--select", "INIT003", "--unsafe-fixes", "--output-format", "concise"];
        let output = extlint(folder.path(), arguments.iter().chain(&["--fix"]));
        assert!(output.stderr.contains("fixed 20 findings in 1 file"), "{count}: {output:?}");
        assert_eq!(output.stdout.matches("INIT003").count(), left, "{output:?}");
        assert_eq!(output.stderr.contains("maximum number of rounds"), left > 0, "{output:?}");
    }
}
