#include <Python.h>

// Types that PyType_Ready refuses since Python 3.11, and that were accepted before.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define GC (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC)

/* The base has one; with the flag it is not inherited. */
static PyType_Slot none[] = {{0, NULL}};
static PyType_Spec dict_spec = {"m.Dict", 0, 0, GC, none}; //~ GC007
PyObject *make_dict(PyObject *m) { return PyType_FromModuleAndSpec(m, &dict_spec, (PyObject *)&PyDict_Type); }

/* A static type. */
static PyTypeObject static_type = { //~ GC007 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static",
    .tp_basicsize = sizeof(Thing),
    .tp_flags = GC,
};

/* The slot is there on some Pythons, the flag on all. */
static int traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static PyType_Slot some_slots[] = {
#if PY_VERSION_HEX < 0x030C0000
    {Py_tp_traverse, traverse},
#endif
    {0, NULL},
};
static PyType_Spec some_spec = {"m.Some", sizeof(Thing), 0, GC, some_slots}; //~ GC007
PyObject *make_some(PyObject *m) { return PyType_FromModuleAndSpec(m, &some_spec, NULL); }
