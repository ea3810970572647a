//! Modules put together from pieces of real code: declarations, functions, slot arrays, directives.

use super::Files;

/// Pieces at file level; `@` is a number that a byte gives.
const TOP: &[&str] = &[
    "typedef struct { PyObject_HEAD PyObject *f@; PyObject *g@; int n; } T@;\n",
    "typedef struct { PyObject *s@; PyTypeObject *t@; } state@;\n",
    "static PyTypeObject S@ = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = \"m.S@\", .tp_basicsize = sizeof(T@), .tp_dealloc = d@ };\n",
    "static PyTypeObject S@ = { PyVarObject_HEAD_INIT(NULL, 0) \"m.S@\", sizeof(T@), 0, (destructor)d@, 0,\n",
    "};\n",
    "static PyObject *kept@;\n",
    "static int count@ = 0;\n",
    "static PyType_Slot slots@[] = { {Py_tp_traverse, t@}, {Py_tp_dealloc, d@}, {Py_tp_clear, c@}, {0, NULL} };\n",
    "static PyType_Slot slots@[] = { {Py_tp_new, n@}, {Py_tp_init, i@}, {Py_tp_methods, m@}, {0, 0} };\n",
    "static PyType_Spec spec@ = { \"m.T@\", sizeof(T@), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots@ };\n",
    "static PyType_Spec spec@ = { .name = \"T@\", .basicsize = sizeof(T@), .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, .slots = slots@ };\n",
    "static PyMethodDef m@[] = { {\"f@\", (PyCFunction)f@, METH_VARARGS | METH_KEYWORDS, NULL}, {\"g\", f@, METH_O, 0}, {NULL} };\n",
    "static PyModuleDef def@ = { PyModuleDef_HEAD_INIT, .m_name = \"m\", .m_size = sizeof(state@), .m_slots = ms@, .m_traverse = mt@ };\n",
    "static struct PyModuleDef def@ = { PyModuleDef_HEAD_INIT, \"m\", NULL, -1, m@ };\n",
    "static PyModuleDef_Slot ms@[] = { {Py_mod_exec, x@}, {Py_mod_gil, Py_MOD_GIL_NOT_USED}, {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL} };\n",
    "PyMODINIT_FUNC PyInit_m@(void) {\n",
    "static int t@(PyObject *self, visitproc visit, void *arg) {\n",
    "static int c@(T@ *self) {\n",
    "static void d@(PyObject *self) {\n",
    "static PyObject *f@(PyObject *self, PyObject *args) {\n",
    "static PyObject *f@(T@ *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t nargs, PyObject *kw) {\n",
    "static PyObject *n@(PyTypeObject *type, PyObject *args, PyObject *kwds) {\n",
    "static int i@(T@ *self, PyObject *args, PyObject *kwds) {\n",
    "static int x@(PyObject *module) {\n",
    "static int mt@(PyObject *module, visitproc visit, void *arg) {\n",
    "static inline void h@(PyObject *o) {\n",
    "}\n",
    "#if PY_VERSION_HEX >= 0x030C0000\n",
    "#ifdef Py_GIL_DISABLED\n",
    "#ifdef M@\n",
    "#else\n",
    "#endif\n",
    "#define M@(x) do { Py_XDECREF(x); (x) = NULL; } while (0)\n",
    "#define M@ static\n",
    "#define M@(x) M1(x)\n",
    "#include \"m.h\"\n",
    "namespace n@ {\n",
    "class K@ : public B@ { PyObject *held; public: ~K@() { Py_DECREF(held); } static int count; };\n",
    "template <typename X> struct Q@ { X x; };\n",
    "extern \"C\" {\n",
];

/// Pieces of a function's body.
const INNER: &[&str] = &[
    "Py_VISIT(Py_TYPE(self));\n",
    "Py_VISIT(self->f@);\n",
    "Py_VISIT(((T@ *)self)->g@);\n",
    "Py_CLEAR(self->f@);\n",
    "Py_XDECREF(self->g@);\n",
    "PyObject_GC_UnTrack(self);\n",
    "PyTypeObject *tp = Py_TYPE(self);\n",
    "tp->tp_free(self);\n",
    "Py_DECREF(tp);\n",
    "PyObject_GC_Del(self);\n",
    "PyObject_Free(self);\n",
    "T@ *self = (T@ *)type->tp_alloc(type, 0);\n",
    "T@ *o = PyObject_GC_New(T@, state->t@);\n",
    "T@ *o = PyObject_New(T@, &S@);\n",
    "PyObject_GC_Track(o);\n",
    "o->f@ = Py_NewRef(args);\n",
    "self->f@ = NULL;\n",
    "self->n = 0;\n",
    "kept@ = PyList_New(0);\n",
    "count@++;\n",
    "Py_INCREF(kept@);\n",
    "PyObject *v@ = PyList_GetItem(args, 0);\n",
    "PyObject *v@ = PyDict_GetItemString(args, \"x\");\n",
    "PyObject *v@ = PyTuple_New(2);\n",
    "if (v@ == NULL) return NULL;\n",
    "if (!v@) goto error;\n",
    "if (v@ == NULL) {\n",
    "for (int i = 0; i < n; i++) {\n",
    "while (PyDict_Next(args, &pos, &k, &v@)) {\n",
    "switch (count@) {\n",
    "case @:\n",
    "default: break;\n",
    "} else {\n",
    "}\n",
    "do {\n",
    "} while (count@);\n",
    "goto error;\n",
    "error:\n",
    "return NULL;\n",
    "return 0;\n",
    "return -1;\n",
    "Py_RETURN_NONE;\n",
    "return (PyObject *)o;\n",
    "return v@;\n",
    "return h@(v@);\n",
    "h@(self->f@);\n",
    "Py_BEGIN_ALLOW_THREADS\n",
    "Py_END_ALLOW_THREADS\n",
    "Py_BEGIN_CRITICAL_SECTION(self);\n",
    "Py_END_CRITICAL_SECTION();\n",
    "PyModule_AddObject(module, \"x\", v@);\n",
    "if (PyModule_AddObject(module, \"x\", v@) < 0) { Py_DECREF(v@); return -1; }\n",
    "return PyModuleDef_Init(&def@);\n",
    "PyObject *m = PyModule_Create(&def@);\n",
    "state@ *state = PyModule_GetState(module);\n",
    "state->t@ = (PyTypeObject *)PyType_FromModuleAndSpec(module, &spec@, NULL);\n",
    "if (PyType_Ready(&S@) < 0) return NULL;\n",
    "PyArg_ParseTuple(args, \"O|i\", &v@, &n);\n",
    "M@(self->f@);\n",
    "M@\n",
    "PyTuple_SetItem(v@, 0, self->g@);\n",
    "PyTuple_SET_ITEM(v@, 0, kept@);\n",
    "if (visit(self->f@, arg)) return 1;\n",
    "int e = mt@(self, visit, arg); if (e) return e;\n",
    "PyGILState_Ensure();\n",
    "PyMutex_Lock(&self->lock);\n",
    "PyMutex_Unlock(&self->lock);\n",
    "PyObject_CallNoArgs(v@);\n",
    "Py_SETREF(self->f@, v@);\n",
    "static PyObject *once@;\n",
    "auto l = [&](PyObject *x) { return f@(x, args); };\n",
    "#ifdef M@\n",
    "#else\n",
    "#endif\n",
    "PyErr_SetString(PyExc_ValueError, \"x\");\n",
];

/// A module in up to two files: the low bits of a byte pick a piece, the next byte its number. In a function, pieces of
/// bodies are taken.
pub fn module(bytes: &[u8]) -> Files {
    let Some((&first, rest)) = bytes.split_first() else { return Files::new() };
    let name = if first & 1 == 0 { "m.c" } else { "m.cpp" };
    let mut files = vec![(name.to_owned(), b"#include <Python.h>\n".to_vec()), ("m.h".to_owned(), Vec::new())];
    let mut at = 0;
    let mut inside = false;
    for pair in rest.chunks(2) {
        let number = pair.get(1).copied().unwrap_or_default();
        let mut pick = pair[0] as usize;
        if pick == 0xff {
            at = 1 - at;
            continue;
        }
        let list = if inside { INNER } else { TOP };
        pick %= list.len();
        let piece = list[pick].replace('@', &(number % 4).to_string());
        // A body ends where a byte says so: a piece of it has more closing braces than opening ones only by chance.
        if !inside && piece.ends_with(") {\n") {
            inside = true;
        } else if inside && number >= 0xf0 {
            inside = false;
            files[at].1.extend(b"}\n");
        }
        files[at].1.extend(piece.as_bytes());
    }
    files
}
