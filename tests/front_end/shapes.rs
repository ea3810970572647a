//! C that the grammar alone cannot read.

use extlint::facts::{Scope, Storage};

#[cfg(feature = "cpp")]
use crate::project;
use crate::{c, functions, items, show, var, whole};

#[test]
fn a_type_object_is_read_by_position() {
    let facts = whole(
        "static PyTypeObject T = {\n    PyVarObject_HEAD_INIT(NULL, 0)\n    \"m.T\",\n    sizeof(T_object),\n    0,\n    \
         (destructor)T_dealloc, /* tp_dealloc */\n};\n",
    );
    let init = var(&facts, "T").init.expect("has one");
    let fields: Vec<String> = items(&facts, init).iter().map(|&i| show(&facts, i)).collect();
    assert_eq!(fields[0], "PyVarObject_HEAD_INIT(NULL, 0)");
    assert_eq!(fields[1], "\"m.T\"");
    assert_eq!(fields[4], "(destructor)T_dealloc");
    assert_eq!((facts.stats.initialisers, facts.stats.broken_initialisers), (1, 0));
}

#[test]
fn a_designated_type_object_keeps_its_fields() {
    let facts = whole(
        "PyTypeObject T = {\n    .ob_base = PyVarObject_HEAD_INIT(NULL, 0)\n    .tp_name = \"m.T\",\n    .tp_flags = \
         Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,\n};\n",
    );
    let init = var(&facts, "T").init.expect("has one");
    let fields: Vec<String> = items(&facts, init).iter().map(|&i| show(&facts, i)).collect();
    assert_eq!(fields[1], ".tp_name = \"m.T\"");
    assert_eq!(fields[2], ".tp_flags = Py_TPFLAGS_DEFAULT BitOr Py_TPFLAGS_HAVE_GC");
}

#[test]
fn object_heads_become_fields() {
    let facts =
        whole("typedef struct {\n    PyObject_HEAD\n    PyObject *cb;\n} A;\nstruct b { PyObject_VAR_HEAD int n; };\n");
    let fields =
        |i: usize| facts.records[i].fields.iter().map(|f| (f.name.as_str(), f.ty.base.as_str())).collect::<Vec<_>>();
    assert_eq!(facts.records[0].typedef.map(|n| n.as_str()), Some("A"));
    assert_eq!(fields(0), [("ob_base", "PyObject"), ("cb", "PyObject")]);
    assert_eq!(fields(1), [("ob_base", "PyVarObject"), ("n", "int")]);
}

#[test]
fn statement_macros_without_semicolon() {
    let facts = whole(
        "PyDoc_STRVAR(doc, \"text\")\nstatic PyObject *\nf(PyObject *self, PyObject *Py_UNUSED(args))\n{\n    int n;\n    \
         Py_BEGIN_ALLOW_THREADS\n    n = read_it();\n    Py_END_ALLOW_THREADS\n    Py_BEGIN_CRITICAL_SECTION(self);\n    n++;\n    \
         Py_END_CRITICAL_SECTION();\n    if (n) {\n        Py_RETURN_NONE;\n    }\n    UNKNOWN_STATEMENT(n)\n    return NULL;\n}\n",
    );
    assert_eq!(functions(&facts), ["f"]);
    let locals: Vec<&str> = facts.vars.iter().map(|v| v.name.as_str()).collect();
    assert_eq!(locals, ["n"], "no macro is taken for a type");
}

#[test]
fn types_as_arguments_and_nested_members() {
    let facts = whole(
        "int f(va_list v) {\n    char *s = va_arg(v, char *);\n    T *t = PyMem_New(struct item *, 3);\n    return g(int) + \
         offsetof(struct a, b.c) + PyMem_New(T, 2);\n}\n",
    );
    assert_eq!(functions(&facts), ["f"]);
}

#[test]
fn attributes_in_every_place() {
    let facts = whole(
        "__attribute__((visibility(\"default\"))) int a;\nstatic int __attribute__((unused)) b;\nstatic __thread int c;\n\
         static __declspec(thread) int d;\nPy_LOCAL_INLINE(int)\nf(void)\n{\n    return 0;\n}\nPyAPI_DATA(PyTypeObject) E_Type;\n",
    );
    assert!(var(&facts, "c").thread_local && var(&facts, "d").thread_local && !var(&facts, "b").thread_local);
    assert_eq!(var(&facts, "E_Type").storage, Storage::Extern, "PyAPI_DATA declares");
    assert_eq!(functions(&facts), ["f"]);
    assert_eq!(facts.funcs[0].linkage, extlint::facts::Linkage::Internal);
}

#[test]
fn parameters_of_the_old_style_are_no_globals() {
    let facts = c(
        "static int add(a, b)\n    int a;\n    char *b;\n{\n    static int calls;\n    return a + calls++;\n}\nint after;\n",
    );
    let outside: Vec<&str> = facts.vars.iter().filter(|v| v.scope == Scope::File).map(|v| v.name.as_str()).collect();
    assert_eq!(outside, ["after"]);
    assert_eq!(functions(&facts), ["add"]);
}

#[test]
fn declarators() {
    let facts = whole(
        "static PyObject *const cache[4][2];\nstatic int (*hook)(void), plain;\nstatic const char *const *names;\n\
         static PyObject *(*table[3])(int);\nextern PyObject *elsewhere;\nstatic struct { int n; } state;\n",
    );
    let ty = |name: &str| var(&facts, name).ty;
    assert_eq!((ty("cache").pointers, ty("cache").arrays, ty("cache").is_const_object()), (1, 2, true));
    assert!(ty("hook").function_pointer && !ty("plain").function_pointer);
    assert!(ty("names").const_base && !ty("names").is_const_object());
    assert!(ty("table").function_pointer && ty("table").arrays == 1);
    assert!(!var(&facts, "elsewhere").is_static_definition() && var(&facts, "hook").is_static_definition());
    assert_eq!(ty("state").pointers, 0);
}

#[test]
fn latin_1_and_byte_order_marks_are_ordinary() {
    let text = b"\xef\xbb\xbf/* \xe9\xe8 */ static int caf\xe9; static const char *s = \"\xff\";\n";
    let input = extlint::source::SourceInput { file: extlint::facts::FileId(0), path: "m.c", text };
    let facts = extlint::source::read(&[input], &Default::default()).remove(0);
    assert_eq!(facts.vars.len(), 2, "{:?}", facts.gaps);
}

#[cfg(feature = "cpp")]
#[test]
fn cpp_members_namespaces_and_casts() {
    let text = "namespace n {\nstruct S { static PyType_Spec spec; static PyTypeObject *type; int x; };\nstatic int hidden;\n}\n\
                PyType_Spec n::S::spec = {\"m.S\", sizeof(n::S), 0, Py_TPFLAGS_DEFAULT, slots};\nextern \"C\" int f() {\n    static \
                int calls;\n    auto p = reinterpret_cast<PyObject*>(x);\n    return 0;\n}\n";
    let facts = project(&[("m.cpp", text)]).remove(0);
    assert_eq!(facts.stats.errors, 0, "{:?}", facts.gaps);
    assert_eq!(var(&facts, "n::S::spec").storage, Storage::Member);
    assert_eq!(var(&facts, "hidden").scope, Scope::File);
    assert!(matches!(var(&facts, "calls").scope, Scope::Local(_)));
    assert!(facts.records.iter().any(|r| r.tag.is_some_and(|t| t == "S")));
}

#[cfg(feature = "cpp")]
#[test]
fn a_header_that_speaks_cpp_is_read_as_cpp() {
    let facts = project(&[
        ("a.h", "#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif\n"),
        ("b.h", "template <class T>\nstruct Holder { T value; };\n"),
    ]);
    let languages: Vec<_> = facts.iter().map(|f| f.language).collect();
    assert_eq!(languages, [extlint::facts::Language::C, extlint::facts::Language::Cpp]);
    assert_eq!(facts[0].stats.errors, 0);
}
