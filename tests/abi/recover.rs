//! Objects of the C API in stripped files. The C text lays the structures out by hand: no header of CPython is needed,
//! and every layout can be had from one compiler.

use extlint::abi::read_binary;
use extlint::facts::{DataSpec, Declared, FileId, Headers, Recovered};

use crate::elf::shared;

/// The parts of the headers that the structures need; `HEAD` is the header of a static object.
pub(crate) fn types(head: &str, head_fields: &str) -> String {
    format!(
        "#include <stddef.h>\n\
         #define HEAD {head}\n\
         typedef struct {{ {head_fields} void *ob_type; }} PyObject;\n\
         extern PyObject PyType_Type;\n\
         extern PyObject *PyModuleDef_Init(void *);\n\
         typedef struct {{ const char *name; void *meth; int flags; const char *doc; }} PyMethodDef;\n\
         typedef struct {{ int slot; void *value; }} Slot;\n\
         typedef struct {{ PyObject head; void *init; size_t index; void *copy; const char *name, *doc;\n\
             ptrdiff_t size; PyMethodDef *methods; Slot *slots; void *traverse, *clear, *free; }} PyModuleDef;\n\
         typedef struct {{ PyObject head; ptrdiff_t size; const char *name; ptrdiff_t basicsize, itemsize;\n\
             void *a[15]; unsigned long flags; const char *doc; void *traverse, *clear, *b[4]; PyMethodDef *methods;\n\
             void *c[18]; unsigned int tag; void *finalize, *call; }} PyTypeObject;\n\
         typedef struct {{ const char *name; int basicsize, itemsize; unsigned flags; Slot *slots; }} PyType_Spec;\n"
    )
}

pub(crate) const OBJECTS: &str = r#"
static PyObject *run(PyObject *self, PyObject *arg) { return self ? arg : self; }
static int walk(PyObject *self, int (*visit)(PyObject *, void *), void *arg) { return visit(self->ob_type, arg); }
static PyMethodDef methods[] = {{"run", run, 8, "Runs."}, {"stop", run, 4 | 0x20, 0}, {0}};
static Slot slots[] = {{2, run}, {3, (void *)2}, {4, (void *)1}, {0}};
static PyModuleDef module = {HEAD, 0, 0, 0, "pkg.spam", "Doc.", 24, methods, slots, walk, 0, 0};
static PyModuleDef single = {HEAD, 0, 0, 0, "single", 0, -1};
static PyTypeObject Type = {HEAD, 0, "pkg.spam.Type", 48, 0, {run}, 1ul << 14, 0, walk, 0, {0}, methods};
static Slot spec_slots[] = {{71, walk}, {64, methods}, {52, run}, {0}};
static PyType_Spec spec = {"pkg.spam.Heap", 32, 0, 1u << 14, spec_slots};
static Slot no_slots[] = {{0}};
static PyType_Spec empty = {"pkg.spam.Empty", 0, 0, 0, no_slots};
void *keep[] = {&single, &Type, &spec, &empty};
PyObject *PyInit_spam(void) { keep[0] = &single; return PyModuleDef_Init(&module); }
"#;

/// A function that makes a module in one interpreter only.
const MAKE: &str = "extern long PyInterpreterState_GetID(void *);\n\
    PyObject *make(PyObject *spec) { return PyInterpreterState_GetID(0) ? 0 : spec; }\n";

pub(crate) const GIL: &str = "size_t refs;";
const FREE_THREADED: &str = "size_t tid; unsigned flags, local; size_t shared;";

fn recovered(source: &str, flags: &[&str]) -> Option<Recovered> {
    let bytes = shared(source, flags)?;
    let facts = read_binary(FileId(0), "spam.so", &bytes).unwrap();
    Some(facts.slices[0].recovered.clone())
}

fn check(found: &Recovered, headers: Headers) {
    let module = found.modules.iter().find(|m| m.name == "pkg.spam").unwrap();
    assert_eq!((module.size, module.headers, module.hooks), (24, Some(headers), [true, false, false]));
    assert_eq!(module.slots.as_ref().unwrap().iter().map(|s| s.id).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!((module.multiple_interpreters(), module.gil()), (Declared::Number(2), Declared::Number(1)));
    let single = found.modules.iter().find(|m| m.name == "single").unwrap();
    assert_eq!((single.size, &single.slots, single.gil()), (-1, &None, Declared::Unknown));
    assert_eq!(found.modules.len(), 2);
    let [object] = found.types.as_slice() else { panic!("{:?}", found.types) };
    assert_eq!((object.name.as_str(), object.basicsize, object.flags), ("pkg.spam.Type", 48, 1 << 14));
    assert!(object.traverse.is_set() && object.methods == module.methods);
    let specs: Vec<(&str, i32, usize)> =
        found.specs.iter().map(|s: &DataSpec| (s.name.as_str(), s.basicsize, s.slots.len())).collect();
    assert_eq!(specs.len(), 2, "{specs:?}");
    assert!(specs.contains(&("pkg.spam.Heap", 32, 3)) && specs.contains(&("pkg.spam.Empty", 0, 0)));
    let [table] = found.methods.as_slice() else { panic!("{:?}", found.methods) };
    let methods: Vec<(&str, u32)> = table.methods.iter().map(|m| (m.name.as_str(), m.flags)).collect();
    assert_eq!(methods, [("run", 8), ("stop", 0x24)]);
    assert_eq!(found.headers(), Some(headers));
}

/// The word that each family of headers puts in front of a static object.
#[test]
fn every_header() {
    for (head, fields, headers) in [
        ("{1, 0}", GIL, Headers::Old),
        ("{0xFFFFFFFF, 0}", GIL, Headers::Immortal),
        ("{0x00050000C0000000, &PyType_Type}", GIL, Headers::Flagged),
        ("{0, 0, 0xFFFFFFFF, 0, 0}", FREE_THREADED, Headers::FreeThreaded),
        ("{0, 4, 0xFFFFFFFF, 0, 0}", FREE_THREADED, Headers::FreeThreadedFlagged),
    ] {
        let Some(found) = recovered(&(types(head, fields) + OBJECTS), &["-s"]) else { return };
        check(&found, headers);
    }
}

/// Packed relative relocations instead of a table with addends.
#[test]
fn packed_relocations() {
    let source = types("{1, 0}", GIL) + OBJECTS;
    let Some(found) = recovered(&source, &["-s", "-Wl,-z,pack-relative-relocs"]) else { return };
    check(&found, Headers::Old);
}

/// A header word of another value is no header; nor is a structure with a number where a pointer belongs.
#[test]
fn other_structures_are_none() {
    let source = types("{2, 0}", GIL) + OBJECTS;
    let Some(found) = recovered(&source, &["-s"]) else { return };
    assert!(found.modules.is_empty() && found.types.is_empty());
    let wrong = types("{1, 0}", GIL)
        + &OBJECTS
            .replace("\"Doc.\", 24, methods", "(void *)7, 24, methods")
            .replace("48, 0, {run}", "48, 0, {methods}");
    let Some(found) = recovered(&wrong, &["-s"]) else { return };
    assert_eq!(found.modules.iter().map(|m| m.name.as_str()).collect::<Vec<_>>(), ["single"]);
    assert!(found.types.is_empty());
}

/// What headers of 3.15 put into a file: slots of one kind for modules and types, and the ABI.
#[test]
fn slots_of_3_15() {
    let source = r#"
        #include <stdint.h>
        extern void *PyLong_FromLong(long);
        typedef struct { uint16_t id, flags; uint32_t zero; void *value; } PySlot;
        typedef struct { uint8_t major, minor; uint16_t flags; uint32_t build, abi; } PyABIInfo;
        static PyABIInfo info = {1, 0, 7, 0x030f00b2, 0x030f0000};
        static PySlot slots[] = {
            {109, 0, 0, &info}, {100, 0, 0, "spam"}, {102, 0, 0, (void *)16}, {87, 0, 0, (void *)1}, {0}};
        void *PyModExport_spam(void) { return PyLong_FromLong(0) ? slots : 0; }
    "#;
    for flags in [&["-s"][..], &["-s", "-Wl,-z,pack-relative-relocs"]] {
        let Some(found) = recovered(source, flags) else { return };
        let info = found.abi_info.unwrap();
        assert_eq!((info.flags, info.build_version, info.abi_version), (7, 0x030f_00b2, 0x030f_0000));
        let [module] = found.modules.as_slice() else { panic!("{:?}", found.modules) };
        assert_eq!((module.name.as_str(), module.size, module.gil()), ("spam", 16, Declared::Number(1)));
        assert_eq!(module.multiple_interpreters(), Declared::No);
    }
}

/// Symbols and debug information name what was found; a stripped file has neither.
#[test]
fn names_and_lines_of_the_source() {
    let source = types("{1, 0}", GIL) + OBJECTS;
    let Some(found) = recovered(&source, &["-g"]) else { return };
    let of = |address: u64| (found.symbol_at(address), found.line_at(address).map(|l| l.path.rsplit('/').next()));
    assert_eq!(of(found.types[0].address), (Some("Type"), cfg!(feature = "debuginfo").then_some(Some("in.c"))));
    let spec = found.specs.iter().find(|s| s.name == "pkg.spam.Heap").unwrap();
    assert_eq!(found.symbol_at(spec.address), Some("spec"));
    assert_eq!(found.symbol_at(spec.traverse_at().unwrap()), Some("walk"));
    if cfg!(feature = "debuginfo") {
        let line = |text: &str| source.lines().position(|l| l.starts_with(text)).map(|l| l as u32 + 1);
        assert_eq!(found.line_at(spec.traverse_at().unwrap()).map(|l| l.line), line("static int walk"));
        assert_eq!(found.line_of("PyInit_spam").map(|l| l.line), line("PyObject *PyInit_spam"));
    }
    let Some(stripped) = recovered(&source, &["-g", "-s"]) else { return };
    assert!(stripped.lines.is_empty() && stripped.symbols.iter().all(|s| s.1 == "PyInit_spam" || s.1 == "keep"));
    assert_eq!(stripped.types, found.types);
}

/// A file that has nothing to do with CPython is not searched.
#[test]
fn without_the_c_api() {
    let source = types("{1, 0}", GIL) + &OBJECTS.replace("PyModuleDef_Init", "other").replace("PyInit_spam", "start");
    let source = source.replace("PyType_Type", "other_type").replace("PyModuleDef_Init", "other");
    let Some(found) = recovered(&source, &["-s"]) else { return };
    assert_eq!((found.modules, found.types, found.specs, found.methods), (vec![], vec![], vec![], vec![]));
}

/// Traverse functions: which of them visit the type, in the words of the C text.
#[cfg(all(feature = "disasm", target_arch = "x86_64"))]
mod visits {
    use super::{GIL, recovered, types};

    const PRELUDE: &str = r#"
        extern int PyObject_VisitManagedDict(PyObject *, void *, void *);
        extern void *PyType_GetModuleState(void *);
        extern int PyOther_Traverse(PyObject *, void *, void *);
        typedef int (*visitproc)(PyObject *, void *);
        typedef struct { PyObject head; PyObject *a, *b; long n; PyObject **items; } Self;
        static inline void *Py_TYPE(void *o) { return ((PyObject *)o)->ob_type; }
        #define Py_VISIT(x) do { if (x) { int r = visit((PyObject *)(x), arg); if (r) return r; } } while (0)
    "#;

    /// Body of the function, and whether it visits the type.
    const BODIES: &[(&str, Option<bool>)] = &[
        ("Py_VISIT(Py_TYPE(self)); Py_VISIT(self->a); return 0;", Some(true)),
        ("Py_VISIT(self->a); Py_VISIT(self->b); return visit(Py_TYPE(self), arg);", Some(true)),
        ("for (long i = 0; i < self->n; i++) Py_VISIT(self->items[i]); Py_VISIT(Py_TYPE(self)); return 0;", Some(true)),
        ("return 0;", Some(false)),
        ("Py_VISIT(self->a); Py_VISIT(self->b); return 0;", Some(false)),
        ("for (long i = 0; i < self->n; i++) Py_VISIT(self->items[i]); return 0;", Some(false)),
        ("PyObject **state = PyType_GetModuleState(Py_TYPE(self)); Py_VISIT(*state); return 0;", Some(false)),
        ("if (((Self *)Py_TYPE(self))->n) Py_VISIT(self->a); return 0;", Some(false)),
        ("Py_VISIT(self->b); return PyObject_VisitManagedDict((PyObject *)self, visit, arg);", Some(false)),
        ("Py_VISIT(self->a); return PyOther_Traverse((PyObject *)self, visit, arg);", None),
        (
            "visitproc *base = (visitproc *)self->b; return ((int (*)(void *, void *, void *))*base)(self, visit, arg);",
            None,
        ),
    ];

    #[test]
    fn of_compiled_functions() {
        let mut source = types("{1, 0}", GIL) + PRELUDE;
        for (i, (body, _)) in BODIES.iter().enumerate() {
            source += &format!(
                "static int walk{i}(Self *self, visitproc visit, void *arg) {{ {body} }}\n\
                 static Slot slots{i}[] = {{{{71, walk{i}}}, {{0}}}};\n\
                 PyType_Spec spec{i} = {{\"m.T{i}\", 40, 0, 1u << 14, slots{i}}};\n"
            );
        }
        source += "PyModuleDef module = {HEAD, 0, 0, 0, \"m\"};\nvoid *PyInit_m(void) { return PyModuleDef_Init(&module); }\n";
        for level in ["-O0", "-O1", "-O2", "-O3", "-Os"] {
            let Some(found) = recovered(&source, &["-s", "-w", level]) else { return };
            assert_eq!(found.specs.len(), BODIES.len());
            for (i, (body, expected)) in BODIES.iter().enumerate() {
                let spec = found.specs.iter().find(|s| s.name == format!("m.T{i}")).unwrap();
                assert_eq!(spec.visits_type, *expected, "{level}: {body}");
            }
        }
    }
}

/// The rules that read these facts: what a module says about itself, and what contradicts it.
#[test]
fn rules_on_compiled_modules() {
    let source = types("{1, 0}", GIL) + OBJECTS;
    let source = source.replace("PyInit_spam(void) { keep[0] = &single;", "PyInit_spam(void) {");
    let says = |source: &str, flags: &[&str]| {
        let bytes = shared(source, flags)?;
        Some(crate::support::check_binary("spam.cpython-313-x86_64-linux-gnu.so", &bytes))
    };
    let Some(said) = says(&source, &["-s"]) else { return };
    let has = |said: &[String], line: &str| said.iter().any(|l| l == line);
    // Own-GIL support is claimed: the static type makes both an error.
    assert!(has(&said, "ISO001 error pkg.spam.Type") && has(&said, "INIT006 error spam"), "{said:?}");
    assert!(!said.iter().any(|l| l.starts_with("INIT00") && !l.starts_with("INIT006")), "{said:?}");
    let said = says(&source, &[]).unwrap();
    assert!(has(&said, "ISO001 error Type"), "{said:?}");
    let modest = source.replace("{3, (void *)2}, ", "").replace("\"Doc.\", 24", "\"Doc.\", -1");
    let said = says(&modest, &["-s"]).unwrap();
    for line in ["ISO001 warning pkg.spam.Type", "INIT005 note pkg.spam", "INIT002 error pkg.spam"] {
        assert!(has(&said, line), "{line}: {said:?}");
    }
    let main_only = source.replace("{3, (void *)2}", "{3, (void *)0}");
    assert!(has(&says(&main_only, &["-s"]).unwrap(), "ISO001 note pkg.spam.Type"));
    // A function that makes the module and asks for the interpreter's id refuses a second one.
    let made = modest
        .replace("static Slot slots[] = {", &format!("{MAKE}static Slot slots[] = {{{{1, make}}, "))
        .replace("static PyModuleDef single = {HEAD, 0, 0, 0, \"single\", 0, -1};\n", "")
        .replace("{&single, ", "{");
    assert!(has(&says(&made, &["-s"]).unwrap(), "ISO001 note pkg.spam.Type"));
    let unasked = made.replace("PyInterpreterState_GetID", "PyInterpreterState_GetDict");
    assert!(has(&says(&unasked, &["-s"]).unwrap(), "ISO001 warning pkg.spam.Type"));
    let unmade = made.replace("{1, make}, ", "");
    assert!(has(&says(&unmade, &["-s"]).unwrap(), "ISO001 warning pkg.spam.Type"));
    let claimed = made.replace("{4, (void *)1}", "{3, (void *)2}");
    assert!(has(&says(&claimed, &["-s"]).unwrap(), "ISO001 error pkg.spam.Type"));
    let single = source.replace("PyModuleDef_Init(&module)", "PyModule_Create2(&single, 1013)");
    let single =
        single.replace("extern PyObject *PyModuleDef_Init(void *);", "extern PyObject *PyModule_Create2(void *, int);");
    let said = says(&single, &["-s"]).unwrap();
    assert!(has(&said, "INIT001 warning PyInit_spam") && !said.iter().any(|l| l.starts_with("INIT002")), "{said:?}");
}

/// Whether a file for a free-threaded build says that it needs no GIL.
#[test]
fn rules_on_free_threaded_modules() {
    let source = types("{0, 0, 0xFFFFFFFF, 0, 0}", FREE_THREADED) + OBJECTS;
    let source = source.replace("PyInit_spam(void) { keep[0] = &single;", "PyInit_spam(void) {");
    let says = |source: &str| {
        let bytes = shared(source, &["-s"])?;
        Some(crate::support::check_binary("spam.cpython-313t-x86_64-linux-gnu.so", &bytes))
    };
    let found = |said: Vec<String>| said.iter().any(|line| line == "FT004 warning pkg.spam");
    let Some(said) = says(&source) else { return };
    assert!(!found(said));
    assert!(found(says(&source.replace(", {4, (void *)1}", "")).unwrap()));
    let called = source.replace(", {4, (void *)1}", "").replace(
        "{ return PyModuleDef_Init",
        "{ extern void PyUnstable_Module_SetGIL(void); PyUnstable_Module_SetGIL(); return PyModuleDef_Init",
    );
    assert!(!found(says(&called).unwrap()));
}
