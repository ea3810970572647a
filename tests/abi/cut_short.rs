//! What is not read to its end in a real file is said: machine code, paths through it, debug information, its types.
#![cfg(all(feature = "debuginfo", feature = "disasm", target_arch = "x86_64"))]

use extlint::abi::read_binary;
use extlint::facts::{BinaryCut, FileId};

use crate::elf::shared;
use crate::recover::{GIL, types};
use crate::support::check_binary;

/// Objects, a type whose flags and slots do not agree, and variables, as far as a reader has to know them.
const MODULE: &str = r#"
typedef struct _object { long refs; void *ob_type; } PyObject;
extern PyObject *PyList_New(long);
static PyObject *kept;
static int calls;
PyObject *PyInit_spam(void) { calls++; kept = PyList_New(calls); return kept; }
"#;

/// What was cut short in this text; None without a compiler.
fn cuts(text: &str, flags: &[&str]) -> Option<Vec<BinaryCut>> {
    let bytes = shared(&format!("{MODULE}{text}"), flags)?;
    let binary = read_binary(FileId(0), "spam.cpython-313-x86_64-linux-gnu.so", &bytes).unwrap();
    Some(binary.slices.into_iter().flat_map(|slice| slice.recovered.cuts).collect())
}

#[test]
fn a_small_module_is_read_to_its_end() {
    let Some(said) = cuts("", &["-g"]) else { return };
    assert_eq!(said, []);
}

#[test]
fn more_machine_code_than_is_gone_through() {
    let text = "__attribute__((used)) static void large(void) { __asm__ volatile(\".fill 68000000, 1, 0x90\"); }\n";
    let Some(said) = cuts(text, &["-g"]) else { return };
    assert_eq!(said, [BinaryCut::Code]);
}

#[test]
fn debug_information_that_grows_when_it_is_inflated() {
    let text =
        "__asm__(\".section .debug_str,\\\"MS\\\",@progbits,1\\n.fill 4000000, 1, 0x61\\n.byte 0\\n.text\\n\");\n";
    let Some(said) = cuts(text, &["-g", "-gz=zlib"]) else { return };
    assert_eq!(said, [BinaryCut::Debug]);
    let Some(said) = cuts(text, &["-g", "-gz=none"]) else { return };
    assert_eq!(said, []);
}

#[test]
fn types_made_of_types_made_of_types() {
    let alias = |depth: usize| {
        let aliases: String = (0..depth).map(|i| format!("typedef t{i} t{};\n", i + 1)).collect();
        format!("typedef long t0;\n{aliases}static t{depth} deep;\nlong use(void) {{ return ++deep; }}\n")
    };
    let Some(said) = cuts(&alias(10), &["-g"]) else { return };
    assert_eq!(said, []);
    let Some(said) = cuts(&alias(60), &["-g"]) else { return };
    assert_eq!(said, [BinaryCut::Types]);
}

/// A traverse function longer than the instructions that are followed: nothing is said about the type, but the cut is.
#[test]
fn a_traverse_that_is_not_followed_to_its_end() {
    let module = |nops: usize| {
        types("{1, 0}", GIL)
            + &format!(
                "extern PyObject *PyType_FromModuleAndSpec(PyObject *, PyType_Spec *, PyObject *);\n\
                 static int walk(PyObject *self, void *visit, void *arg)\n\
                 {{ __asm__ volatile(\".fill {nops}, 1, 0x90\"); return !self; }}\n\
                 static Slot slots[] = {{{{71, walk}}, {{0}}}};\n\
                 static PyType_Spec spec = {{\"m.Heap\", 32, 0, 1u << 14, slots}};\n\
                 static int exec(PyObject *m) {{ return PyType_FromModuleAndSpec(m, &spec, 0) ? 0 : -1; }}\n\
                 static Slot module_slots[] = {{{{2, exec}}, {{0}}}};\n\
                 static PyModuleDef module = {{HEAD, 0, 0, 0, \"m\", 0, 0, 0, module_slots}};\n\
                 PyObject *PyInit_m(void) {{ return PyModuleDef_Init(&module); }}\n"
            )
    };
    for (nops, code, expected) in [(100, true, vec![]), (40_000, false, vec![BinaryCut::Paths])] {
        let Some(bytes) = shared(&module(nops), &["-s", "-w"]) else { return };
        let path = "m.cpython-312-x86_64-linux-gnu.so";
        let binary = read_binary(FileId(0), path, &bytes).unwrap();
        let said: Vec<BinaryCut> = binary.slices.into_iter().flat_map(|slice| slice.recovered.cuts).collect();
        assert_eq!(said, expected, "{nops}");
        assert_eq!(check_binary(path, &bytes).iter().any(|line| line.starts_with("GC001")), code, "{nops}");
    }
}

#[test]
fn helpers_of_a_traverse_that_are_not_followed_to_their_end() {
    let module = |helpers: usize| {
        let chain: String = (0..helpers)
            .map(|i| {
                format!(
                    "__attribute__((noinline)) static int w{}(PyObject *self, void *visit, void *arg)\n\
                     {{ int r = w{i}(self, visit, arg); __asm__ volatile(\"\"); return r; }}\n",
                    i + 1
                )
            })
            .collect();
        types("{1, 0}", GIL)
            + &format!(
                "extern PyObject *PyType_FromModuleAndSpec(PyObject *, PyType_Spec *, PyObject *);\n\
                 __attribute__((noinline)) static int w0(PyObject *self, void *visit, void *arg) {{ return !self; }}\n\
                 {chain}static Slot slots[] = {{{{71, w{helpers}}}, {{0}}}};\n\
                 static PyType_Spec spec = {{\"m.Heap\", 32, 0, 1u << 14, slots}};\n\
                 static int exec(PyObject *m) {{ return PyType_FromModuleAndSpec(m, &spec, 0) ? 0 : -1; }}\n\
                 static Slot module_slots[] = {{{{2, exec}}, {{0}}}};\n\
                 static PyModuleDef module = {{HEAD, 0, 0, 0, \"m\", 0, 0, 0, module_slots}};\n\
                 PyObject *PyInit_m(void) {{ return PyModuleDef_Init(&module); }}\n"
            )
    };
    for (helpers, expected) in [(3, vec![]), (4, vec![BinaryCut::Paths])] {
        let Some(bytes) = shared(&module(helpers), &["-s", "-w"]) else { return };
        let path = "m.cpython-312-x86_64-linux-gnu.so";
        let binary = read_binary(FileId(0), path, &bytes).unwrap();
        let said: Vec<BinaryCut> = binary.slices.into_iter().flat_map(|slice| slice.recovered.cuts).collect();
        assert_eq!(said, expected, "{helpers}");
        assert_eq!(
            check_binary(path, &bytes).iter().any(|line| line.starts_with("GC001")),
            expected.is_empty(),
            "{helpers}"
        );
    }
}
