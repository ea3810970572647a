//! The type model over real front-end facts: folded flags, kept types, effective GC, visits.

#![allow(clippy::unwrap_used)]

use extlint::facts::{CondId, FileId, Name, Python, Targets, Truth};
use extlint::link::Project;
use extlint::link::constants::{Bits, Folder, flags};
use extlint::link::summary::{Visits, visits_type};
use extlint::link::types::{ModuleArg, TypeId, TypeRef};
use extlint::source::{SourceInput, read};

fn project(files: &[(&str, &str)]) -> Project {
    let targets = Targets::default();
    let inputs: Vec<SourceInput<'_>> = files
        .iter()
        .enumerate()
        .map(|(i, (path, text))| SourceInput { file: FileId(i as u32), path, text: text.as_bytes() })
        .collect();
    let paths = files.iter().map(|(path, _)| (*path).to_owned()).collect();
    Project::link(read(&inputs, &targets), paths, targets)
}

fn flags_of(text: &str) -> Vec<Bits> {
    let project = project(&[("a.c", text)]);
    let facts = project.file(FileId(0));
    let init = facts.vars.iter().find_map(|v| v.init).unwrap();
    let folder = |python| Folder { project: &project, file: FileId(0), given: CondId::ALWAYS, python };
    [Python(11), Python(12)].map(|python| folder(python).bits(init)).to_vec()
}

fn named(project: &Project, symbol: &str) -> TypeId {
    project.types.iter().find(|(_, t)| t.symbol == symbol).unwrap().0
}

#[test]
fn flags_through_operators_macros_and_enumerators() {
    let text = "#define BASE Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC\n\
                #define MORE ((unsigned long)(BASE) | (1UL << 10))\n\
                enum { OWN = 1 << 8, NEXT };\n\
                unsigned long f = (MORE | NEXT) & ~OWN;\n";
    assert_eq!(flags_of(text), [Bits::exact(1 << 14 | 1 << 10 | 1); 2]);
}

#[test]
fn an_operand_has_the_condition_that_it_stands_under() {
    let text = "unsigned long f =\n\
                #if PY_VERSION_HEX >= 0x030C0000\n\
                Py_TPFLAGS_MANAGED_WEAKREF |\n\
                #endif\n\
                Py_TPFLAGS_HAVE_GC;\n";
    assert_eq!(flags_of(text), [Bits::exact(1 << 14), Bits::exact(1 << 14 | 1 << 3)]);
}

#[test]
fn open_and_unknown_operands_are_told_apart() {
    let text = "unsigned long f = Py_TPFLAGS_HAVE_GC\n\
                #ifdef SUBCLASSABLE\n\
                | Py_TPFLAGS_BASETYPE\n\
                #endif\n\
                ;\n";
    let bits = flags_of(text)[0];
    assert_eq!(bits.has(flags::HAVE_GC), Some(Truth::True));
    assert_eq!(bits.has(flags::BASETYPE), Some(Truth::Maybe));
    assert_eq!(bits.has(flags::HEAPTYPE), Some(Truth::False));
    let unknown = flags_of("unsigned long f = Py_TPFLAGS_HAVE_GC | ELSEWHERE;\n")[0];
    assert_eq!(unknown.has(flags::HAVE_GC), Some(Truth::True));
    assert_eq!(unknown.has(flags::BASETYPE), None);
}

#[test]
fn gc_is_inherited_where_neither_traverse_nor_clear_is_set() {
    let text = "static PyType_Slot none[] = {{0, NULL}};\n\
                static PyType_Slot clear[] = {{Py_tp_clear, f}, {0, NULL}};\n\
                PyType_Spec a = {\"m.A\", 0, 0, Py_TPFLAGS_DEFAULT, none};\n\
                PyType_Spec b = {\"m.B\", 0, 0, Py_TPFLAGS_DEFAULT, clear};\n\
                PyType_Spec c = {\"m.C\", 0, 0, Py_TPFLAGS_DEFAULT, none};\n\
                void g(PyObject *m, PyObject *base) {\n\
                    PyType_FromModuleAndSpec(m, &a, (PyObject *)&PyList_Type);\n\
                    PyType_FromSpecWithBases(&b, (PyObject *)&PyList_Type);\n\
                    PyType_FromModuleAndSpec(m, &c, base);\n\
                }\n";
    let project = project(&[("a.c", text)]);
    let gc = |name| project.type_gc(named(&project, name), Python(12));
    assert_eq!((gc("a"), gc("b"), gc("c")), (Some(Truth::True), Some(Truth::False), None));
    let creation = |name| project.types.get(named(&project, name)).creations[0];
    assert_eq!(creation("a").base, TypeRef::Builtin(Name::from("PyList_Type")));
    assert_eq!((creation("a").module, creation("b").module), (ModuleArg::Given, ModuleArg::Absent));
}

#[test]
fn a_field_of_the_same_name_in_another_file_is_another_type() {
    let file = |name: &str, flags: &str| {
        format!(
            "static PyType_Slot s[] = {{{{0, NULL}}}};\n\
             static PyType_Spec {name} = {{\"m.T\", 0, 0, {flags}, s}};\n\
             void make(PyObject *m, state *st) {{ st->T = PyType_FromModuleAndSpec(m, &{name}, NULL); }}\n\
             PyObject *alloc(state *st) {{ return PyObject_New(PyObject, st->T); }}\n"
        )
    };
    let (a, b) = (file("first", "0"), file("second", "Py_TPFLAGS_HAVE_GC"));
    let project = project(&[("a.c", &a), ("b.c", &b)]);
    let kept: Vec<_> = project.allocations().iter().map(|a| a.of.clone()).collect();
    let fixed = |name| extlint::link::allocations::AllocatedType::Fixed(named(&project, name));
    assert_eq!(kept, [fixed("first"), fixed("second")]);
}

#[test]
fn a_helper_that_calls_itself_is_not_known() {
    let text = "static int f(PyObject *o, visitproc v, void *a) { return g(o, v, a); }\n\
                static int g(PyObject *o, visitproc v, void *a) { return f(o, v, a); }\n\
                static int h(PyObject *o, visitproc v, void *a) { Py_VISIT(Py_TYPE(o)); return f(o, v, a); }\n";
    let project = project(&[("a.c", text)]);
    let visits = |name| visits_type(&project, project.resolve_func(FileId(0), Name::from(name))[0], Python(12));
    assert_eq!((visits("f"), visits("h")), (Visits::Unknown, Visits::Yes));
}
