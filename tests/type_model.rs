//! The type model over real front-end facts: folded flags, kept types, effective GC, visits.

#![allow(clippy::unwrap_used)]

use extlint::facts::{CondId, FileId, Name, Python, Targets, Truth};
use extlint::link::Project;
use extlint::link::flow::traverse::Visits;
use extlint::link::macros::constants::{Bits, Folder, flags};
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
    let fixed = |name| extlint::link::objects::allocations::AllocatedType::Fixed(named(&project, name));
    assert_eq!(kept, [fixed("first"), fixed("second")]);
}

#[test]
fn a_helper_that_calls_itself_is_not_known() {
    let text = "static int f(PyObject *o, visitproc v, void *a) { return g(o, v, a); }\n\
                static int g(PyObject *o, visitproc v, void *a) { return f(o, v, a); }\n\
                static int h(PyObject *o, visitproc v, void *a) { Py_VISIT(Py_TYPE(o)); return f(o, v, a); }\n\
                static PyType_Slot f_slots[] = {{Py_tp_traverse, f}, {0, NULL}};\n\
                static PyType_Slot h_slots[] = {{Py_tp_traverse, h}, {0, NULL}};\n\
                static PyType_Spec f_spec = {\"m.F\", 0, 0, 0, f_slots};\n\
                static PyType_Spec h_spec = {\"m.H\", 0, 0, 0, h_slots};\n";
    let project = project(&[("a.c", text)]);
    let at = |name| project.resolve_func(FileId(0), Name::from(name))[0];
    let visits = |name| project.traversal(at(name), Python(12)).visits;
    assert_eq!((visits("f"), visits("h")), (Visits::Unknown, Visits::Yes));
}

/// Slot arrays and specs with the names given; `flags` for all of them.
fn specs(names: &[&str], flags: &str) -> String {
    let one = |n: &&str| {
        format!(
            "static PyType_Slot {n}_s[] = {{{{0, NULL}}}};\nPyType_Spec {n} = {{\"m.{n}\", 0, 0, {flags}, {n}_s}};\n"
        )
    };
    names.iter().map(one).collect()
}

/// Number of creations, the module and the base of the first one.
fn created(project: &Project, symbol: &str) -> (usize, Option<ModuleArg>, Option<TypeRef>) {
    let object = project.types.get(named(project, symbol));
    let first = object.creations.first();
    (object.creations.len(), first.map(|c| c.module), first.map(|c| c.base))
}

fn builtin(name: &str) -> TypeRef {
    TypeRef::Builtin(Name::from(name))
}

#[test]
fn every_function_that_creates_from_a_spec() {
    let text = specs(&["a", "b", "c", "d"], "0")
        + "PySlot e[] = {PySlot_STATIC_DATA(Py_tp_name, \"m.e\"), PySlot_DATA(Py_tp_module, m), PySlot_END};\n\
           PySlot f[] = {{.sl_id = Py_tp_name, .sl_ptr = \"m.f\"}, {.sl_id = Py_tp_base, .sl_ptr = &PyList_Type}, PySlot_END};\n\
           void make(PyObject *m) {\n\
               PyType_FromSpec(&a);\n\
               PyType_FromSpecWithBases(&b, (PyObject *)&PyList_Type);\n\
               PyType_FromModuleAndSpec(m, &c, NULL);\n\
               PyType_FromMetaclass(NULL, m, &d, (PyObject *)&PyDict_Type);\n\
               PyType_FromSlots(e);\n\
               PyType_FromSlots(f);\n\
           }\n";
    let project = project(&[("a.c", &text)]);
    let (given, absent) = (Some(ModuleArg::Given), Some(ModuleArg::Absent));
    assert_eq!(created(&project, "a"), (1, absent, Some(TypeRef::Null)));
    assert_eq!(created(&project, "b"), (1, absent, Some(builtin("PyList_Type"))));
    assert_eq!(created(&project, "c"), (1, given, Some(TypeRef::Null)));
    assert_eq!(created(&project, "d"), (1, given, Some(builtin("PyDict_Type"))));
    assert_eq!(created(&project, "e"), (1, given, Some(TypeRef::Null)));
    assert_eq!(project.type_base(named(&project, "f")), Some(builtin("PyList_Type")));
    assert_eq!(project.types.get(named(&project, "f")).name, Some(Name::from("m.f")));
}

#[test]
fn wrappers_hand_on_spec_base_and_module() {
    let text = specs(&["a", "b", "c", "d", "e"], "0")
        + "static PyTypeObject *add(PyObject *mod, PyType_Spec *spec, PyObject *bases) {\n\
               return (PyTypeObject *)PyType_FromModuleAndSpec(mod, spec, bases);\n\
           }\n\
           static int store(PyObject *mod, PyType_Spec *spec, PyTypeObject *base, PyTypeObject **out) {\n\
               *out = add(mod, spec, (PyObject *)base);\n\
               return *out == NULL ? -1 : 0;\n\
           }\n\
           #define CREATE(mod, tp, spec, base) do { \\\n\
               tp = (PyTypeObject *)PyType_FromMetaclass(NULL, mod, spec, (PyObject *)base); \\\n\
           } while (0)\n\
           #define ADD(TP, SPEC, META, BASE) if (store(m, SPEC, BASE, &TP) < 0) return -1\n\
           int make(PyObject *m, state *st) {\n\
               st->A = add(m, &a, NULL);\n\
               store(m, &b, &PyList_Type, &st->B);\n\
               CREATE(m, st->C, &c, st->B);\n\
               ADD(st->D, &d, NULL, st->A);\n\
               st->E = add(m, &e, (PyObject *)st->C);\n\
               return 0;\n\
           }\n";
    let project = project(&[("a.c", &text)]);
    let base = |name| project.type_base(named(&project, name));
    let of = |name| Some(TypeRef::Type(named(&project, name)));
    assert_eq!((base("a"), base("b")), (Some(TypeRef::Null), Some(builtin("PyList_Type"))));
    assert_eq!((base("c"), base("d"), base("e")), (of("b"), of("a"), of("c")));
    assert_eq!(created(&project, "a").1, Some(ModuleArg::Given));
}

#[test]
fn a_loop_over_a_table_creates_what_the_table_names() {
    let text = specs(&["a", "b"], "0")
        + "static PyType_Spec *table[] = {&a, &b, NULL};\n\
           void make(PyObject *m) {\n\
               for (int i = 0; table[i] != NULL; i++) {\n\
                   PyType_FromModuleAndSpec(m, table[i], NULL);\n\
               }\n\
           }\n";
    let project = project(&[("a.c", &text)]);
    assert_eq!(created(&project, "a"), (1, Some(ModuleArg::Given), Some(TypeRef::Null)));
    assert_eq!(created(&project, "b"), (1, Some(ModuleArg::Given), Some(TypeRef::Null)));
}

#[test]
fn a_row_of_a_table_may_name_a_base() {
    let text = specs(&["a", "b"], "0")
        + "struct row { PyType_Spec *spec; PyTypeObject *base; };\n\
           static struct row rows[] = {{&a, NULL}, {&b, &PyList_Type}};\n\
           void make(PyObject *m) {\n\
               for (int i = 0; i < 2; i++) {\n\
                   struct row *row = &rows[i];\n\
                   PyType_FromModuleAndSpec(m, row->spec, (PyObject *)row->base);\n\
               }\n\
           }\n";
    let project = project(&[("a.c", &text)]);
    let gc = |name| project.type_gc(named(&project, name), Python(12));
    assert_eq!((created(&project, "a").0, created(&project, "b").0), (1, 1));
    assert_eq!((gc("a"), gc("b")), (Some(Truth::False), Some(Truth::True)));
}

#[test]
fn static_members_of_classes_are_types_and_keep_types() {
    let text = "struct Foo { static PyType_Spec spec; static PyTypeObject *type; static bool ready(PyObject *m); };\n\
                static PyType_Slot slots[] = {{Py_tp_dealloc, void_cast(f)}, {0, 0}};\n\
                PyType_Spec Foo::spec = {\"m.Foo\", sizeof(Foo), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};\n\
                PyTypeObject *Foo::type = nullptr;\n\
                bool Foo::ready(PyObject *m) {\n\
                    type = reinterpret_cast<PyTypeObject *>(PyType_FromSpec(&spec));\n\
                    return type != nullptr;\n\
                }\n\
                PyObject *make() { return PyObject_GC_New(PyObject, Foo::type); }\n";
    let project = project(&[("a.cpp", text)]);
    let (id, object) = project.types.iter().next().unwrap();
    assert_eq!((object.short_name(), object.creations.len()), ("Foo", 1));
    assert_eq!(project.type_gc(id, Python(12)), Some(Truth::True));
}

#[test]
fn flags_set_at_run_time_count() {
    let text = "static PyTypeObject A = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.A\"};\n\
                static PyTypeObject B = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.B\", .tp_flags = Py_TPFLAGS_HAVE_GC};\n\
                static PyTypeObject C = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.C\", .tp_flags = Py_TPFLAGS_DEFAULT};\n\
                static PyTypeObject D = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.D\", .tp_flags = Py_TPFLAGS_DEFAULT};\n\
                int ready(void) {\n\
                    A.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC;\n\
                    B.tp_flags &= ~Py_TPFLAGS_HAVE_GC;\n\
                    C.tp_flags |= Py_TPFLAGS_HAVE_GC;\n\
                    C.tp_traverse = traverse;\n\
                    if (wanted()) { D.tp_flags = other(); }\n\
                    return PyType_Ready(&A);\n\
                }\n";
    let project = project(&[("a.c", text)]);
    let has = |name| project.type_flags(named(&project, name), Python(12)).has(flags::HAVE_GC);
    assert_eq!((has("A"), has("B"), has("C")), (Some(Truth::True), Some(Truth::False), Some(Truth::True)));
    assert_eq!(has("D"), None);
    assert_eq!(project.type_sets(named(&project, "C"), "tp_traverse", Python(12)), Some(Truth::True));
}

#[test]
fn bases_through_members_tuples_locals_slots_and_macros() {
    let text = specs(&["base", "member", "tuple", "local", "alias", "many"], "0")
        + "static PyType_Slot slot_s[] = {{Py_tp_base, &PyList_Type}, {0, NULL}};\n\
           PyType_Spec slot = {\"m.slot\", 0, 0, 0, slot_s};\n\
           #define Base_Type (get_state()->Base)\n\
           static PyTypeObject Parent = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.Parent\"};\n\
           static PyTypeObject Named = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.Named\", .tp_base = &Parent};\n\
           static PyTypeObject Late = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.Late\"};\n\
           void make(PyObject *m, state *st) {\n\
               st->Base = (PyTypeObject *)PyType_FromModuleAndSpec(m, &base, NULL);\n\
               PyType_FromModuleAndSpec(m, &member, (PyObject *)st->Base);\n\
               PyObject *bases = PyTuple_Pack(1, st->Base);\n\
               PyType_FromModuleAndSpec(m, &tuple, bases);\n\
               PyObject *one = (PyObject *)st->Base;\n\
               PyType_FromModuleAndSpec(m, &local, one);\n\
               PyType_FromModuleAndSpec(m, &alias, (PyObject *)Base_Type);\n\
               PyType_FromModuleAndSpec(m, &slot, NULL);\n\
               PyType_FromModuleAndSpec(m, &many, PyTuple_Pack(2, st->Base, &PyList_Type));\n\
               Late.tp_base = &PyDict_Type;\n\
           }\n";
    let project = project(&[("a.c", &text)]);
    let base = |name| project.type_base(named(&project, name));
    let of = Some(TypeRef::Type(named(&project, "base")));
    assert_eq!((base("member"), base("tuple"), base("local"), base("alias")), (of, of, of, of));
    assert_eq!(base("slot"), Some(builtin("PyList_Type")));
    assert_eq!(base("Named"), Some(TypeRef::Type(named(&project, "Parent"))));
    assert_eq!(base("Late"), Some(builtin("PyDict_Type")));
    // Two bases: not one, but each is known.
    assert_eq!(base("many"), None);
    let list = TypeRef::Type(named(&project, "base"));
    assert_eq!(project.types.get(named(&project, "many")).bases, [list, builtin("PyList_Type")]);
}

#[test]
fn specs_inside_functions_shared_slots_and_macros() {
    let text = "static PyType_Slot shared[] = {{Py_tp_traverse, traverse}, {0, NULL}};\n\
                #define SPEC(NAME, TEXT, SLOTS) static PyType_Spec NAME = { \\\n\
                    .name = \"m.\" TEXT, .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = SLOTS }\n\
                SPEC(first, \"First\", shared);\n\
                SPEC(second, \"Second\", shared);\n\
                PyObject *make(PyObject *m) {\n\
                    PyType_Slot slots[] = {{Py_tp_traverse, traverse}, {0, NULL}};\n\
                    PyType_Spec inner = {.name = \"m.Inner\", .flags = Py_TPFLAGS_HAVE_GC, .slots = slots};\n\
                    PyType_FromModuleAndSpec(m, &first, NULL);\n\
                    PyType_FromModuleAndSpec(m, &second, NULL);\n\
                    return PyType_FromModuleAndSpec(m, &inner, NULL);\n\
                }\n";
    let project = project(&[("a.c", text)]);
    for name in ["first", "second", "inner"] {
        let id = named(&project, name);
        assert_eq!(project.type_gc(id, Python(12)), Some(Truth::True), "{name}");
        assert_eq!(project.type_sets(id, "tp_traverse", Python(12)), Some(Truth::True), "{name}");
        assert_eq!(created(&project, name).0, 1, "{name}");
    }
}

#[test]
fn a_spec_of_another_file_and_a_type_in_two_forms() {
    let header = "extern PyType_Spec spec;\n";
    let define = "#include \"types.h\"\n".to_owned() + &specs(&["spec"], "Py_TPFLAGS_DEFAULT");
    let create = "#include \"types.h\"\nvoid make(PyObject *m) { PyType_FromModuleAndSpec(m, &spec, (PyObject *)&PyList_Type); }\n";
    let forms = "#if USE_SPECS\n\
                 static PyType_Slot s[] = {{0, NULL}};\nstatic PyType_Spec heap = {\"m.T\", 0, 0, 0, s};\n\
                 #else\nstatic PyTypeObject fixed = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.T\"};\n#endif\n";
    let project = project(&[("types.h", header), ("define.c", &define), ("create.c", create), ("forms.c", forms)]);
    assert_eq!(project.type_base(named(&project, "spec")), Some(builtin("PyList_Type")));
    assert!(project.types.get(named(&project, "heap")).is_heap());
    assert!(!project.types.get(named(&project, "fixed")).is_heap());
}
