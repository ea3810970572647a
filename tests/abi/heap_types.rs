//! What flags, slots and calls say about types in compiled files: tracked by the collector or not.

use extlint::abi::read_binary;
use extlint::facts::FileId;

use crate::elf::shared;
use crate::recover::{GIL, types};
use crate::support::check_binary;

/// `FLAGS` and `SLOTS` describe `m.Heap`; `MAKE` is the code that makes it.
const SOURCE: &str = r#"
extern PyObject *PyType_FromModuleAndSpec(PyObject *, PyType_Spec *, PyObject *);
extern PyObject *PyType_FromSpec(PyType_Spec *);
static int walk(PyObject *self, void *visit, void *arg) { return self != visit && !arg; }
static int clear(PyObject *self) { return self != 0; }
static Slot slots[] = {SLOTS {0}};
static PyType_Spec spec = {"m.Heap", 32, 0, FLAGS, slots};
static int exec(PyObject *m) { PyObject *base = (PyObject *)&spec; (void)base; MAKE return 0; }
static Slot module_slots[] = {{2, exec}, {0}};
static PyModuleDef module = {HEAD, 0, 0, 0, "m", 0, 0, 0, module_slots};
PyObject *PyInit_m(void) { (void)walk; (void)clear; return PyModuleDef_Init(&module); }
"#;

const GC: &str = "1u << 14";
const BARE: &str = "if (!PyType_FromModuleAndSpec(m, &spec, 0)) return -1;";

/// What the rules on collection say of a file made like this, at every level of optimisation.
fn says(flags: &str, slots: &str, make: &str, expected: &[&str]) {
    let text = SOURCE.replace("FLAGS", flags).replace("SLOTS", slots).replace("MAKE", make);
    let source = types("{1, 0}", GIL) + &text;
    for level in ["-O0", "-O2"] {
        let Some(bytes) = shared(&source, &["-s", "-w", level]) else { return };
        let said = check_binary("m.cpython-312-x86_64-linux-gnu.so", &bytes);
        let said: Vec<&str> = said.iter().filter(|l| l.starts_with("GC")).map(String::as_str).collect();
        assert_eq!(said, expected, "{level}: {flags} {slots} {make}");
    }
}

/// The code that makes the type names its bases, and shows that nothing changes what it is made of.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
#[test]
fn by_the_code_that_makes_them() {
    // No base, no flag.
    says("0", "", BARE, &["GC005 note m.Heap"]);
    says("0", "", "if (!PyType_FromSpec(&spec)) return -1;", &["GC005 note m.Heap"]);
    // A base may have the flag; an immutable type is left alone; what another file does is unknown.
    says("0", "", "if (!PyType_FromModuleAndSpec(m, &spec, m)) return -1;", &[]);
    says("0", "{48, walk},", BARE, &[]);
    says("1u << 8", "", BARE, &[]);
    says("0", "", "extern void make(void *); make(&spec);", &[]);
    // Slots without the flag, which a class with subclasses hands on to them.
    says("0", "{71, walk}, {51, clear},", BARE, &["GC006 warning m.Heap"]);
    says("0", "{51, clear},", BARE, &["GC006 warning m.Heap"]);
    says("1u << 10", "{71, walk},", BARE, &[]);
    // The flag without the slot.
    says(GC, "", BARE, &["GC007 error m.Heap"]);
    // Code sets what is missing before it makes the type.
    says("0", "{71, walk},", "spec.flags |= 1u << 14; return PyType_FromSpec(&spec) != 0;", &[]);
    says(
        GC,
        "{51, clear}, {52, 0},",
        "slots[1].slot = 71; slots[1].value = walk; return PyType_FromSpec(&spec) != 0;",
        &[],
    );
    // Nothing is wrong.
    says(
        GC,
        "{71, walk}, {51, clear},",
        "if (!PyType_FromModuleAndSpec(m, &spec, m)) return -1;",
        &["GC001 warning m.Heap"],
    );
}

/// A description in constant memory stays as it is, whatever the machine.
#[test]
fn in_constant_memory() {
    let text = SOURCE.replace("FLAGS", GC).replace("SLOTS", "").replace("MAKE", "");
    let text =
        text.replace("static Slot slots", "static const Slot slots").replace("static PyType_Spec", "const PyType_Spec");
    let source = types("{1, 0}", GIL) + &text;
    let Some(bytes) = shared(&source, &["-s", "-w", "-Wl,-z,relro,-z,now"]) else { return };
    let said = check_binary("m.cpython-310-x86_64-linux-gnu.so", &bytes);
    assert!(said.iter().any(|l| l == "GC007 warning spec"), "{said:?}");
}

/// Static types have the same fields.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
#[test]
fn static_types() {
    let text = r#"
        extern int PyType_Ready(void *);
        static int walk(PyObject *self, void *visit, void *arg) { return self != visit && !arg; }
        static PyTypeObject Ignored = {HEAD, 0, "m.Ignored", 32, 0, {0}, 0, 0, walk};
        static PyTypeObject Missing = {HEAD, 0, "m.Missing", 32, 0, {0}, 1ul << 14};
        static PyTypeObject Late = {HEAD, 0, "m.Late", 32, 0, {0}, 1ul << 14};
        static PyTypeObject Whole = {HEAD, 0, "m.Whole", 32, 0, {0}, 1ul << 14, 0, walk};
        static PyTypeObject Plain = {HEAD, 0, "m.Plain", 32};
        static PyModuleDef module = {HEAD, 0, 0, 0, "m", 0, -1};
        extern PyObject *PyModule_Create2(PyModuleDef *, int);
        PyObject *PyInit_m(void) {
            Late.traverse = walk;
            if (PyType_Ready(&Ignored) || PyType_Ready(&Missing) || PyType_Ready(&Late)) return 0;
            if (PyType_Ready(&Whole) || PyType_Ready(&Plain)) return 0;
            return PyModule_Create2(&module, 1013);
        }
    "#;
    let source = types("{1, 0}", GIL) + text;
    let Some(bytes) = shared(&source, &["-s", "-w"]) else { return };
    let found = read_binary(FileId(0), "m.so", &bytes).unwrap().slices[0].recovered.clone();
    let fixed: Vec<&str> = found.types.iter().filter(|t| !t.fixed).map(|t| t.name.as_str()).collect();
    assert_eq!(fixed, ["m.Late"]);
    let said = check_binary("m.cpython-312-x86_64-linux-gnu.so", &bytes);
    let said: Vec<&str> = said.iter().filter(|l| l.starts_with("GC")).map(String::as_str).collect();
    assert_eq!(said, ["GC006 warning m.Ignored", "GC007 error m.Missing"]);
}

/// Types that only code shows: an object without a header is a type where it is made ready, zeros are one where a
/// struct sequence is made of them.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
#[test]
fn types_that_code_shows() {
    let text = r#"
        extern int PyType_Ready(void *), PyStructSequence_InitType2(void *, void *);
        typedef struct { const char *name, *doc; } Field;
        typedef struct { const char *name, *doc; Field *fields; int in_sequence; } Desc;
        static PyTypeObject Headless = {{0, 0}, 0, "m.Headless", 32, 0, {0}, 1};
        static PyTypeObject Unready = {{0, 0}, 0, "m.Unready", 32, 0, {0}, 1};
        static PyTypeObject Sequence;
        static Field fields[] = {{"a", 0}, {0}};
        static Desc desc = {"m.Sequence", 0, fields, 1};
        static PyModuleDef module = {HEAD, 0, 0, 0, "m", 0, -1};
        void *keep[] = {&Unready};
        extern PyObject *PyModule_Create2(PyModuleDef *, int);
        PyObject *PyInit_m(void) {
            if (PyType_Ready(&Headless) || PyStructSequence_InitType2(&Sequence, &desc)) return 0;
            return PyModule_Create2(&module, 1013);
        }
    "#;
    let source = types("{1, 0}", GIL) + text;
    for level in ["-O0", "-O2"] {
        let Some(bytes) = shared(&source, &["-s", "-w", level]) else { return };
        let said = check_binary("m.cpython-312-x86_64-linux-gnu.so", &bytes);
        let said: Vec<&str> = said.iter().filter(|l| l.starts_with("ISO")).map(String::as_str).collect();
        assert_eq!(said, ["ISO001 warning m.Headless", "ISO002 warning m.Sequence"], "{level}");
    }
}
