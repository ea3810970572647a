#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;

/* The visit is there on some Pythons only. */
static int
late_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
#if PY_VERSION_HEX >= 0x030C0000
    Py_VISIT(Py_TYPE(self));
#endif
    Py_VISIT(((Thing *)self)->cb);
    return 0;
}
static PyType_Slot late_slots[] = {{Py_tp_traverse, late_traverse}, {0, NULL}};
PyType_Spec late_spec = {.name = "m.Late", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = late_slots};

/* An operand that only some Pythons have, at the start of the flags. */
static int
some_traverse(PyObject *self, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(((Thing *)self)->cb);
    return 0;
}
static PyType_Slot some_slots[] = {{Py_tp_traverse, some_traverse}, {0, NULL}};
PyType_Spec some_spec = {
    "m.Some",
    sizeof(Thing),
    0,
#if PY_VERSION_HEX >= 0x030C0000
    Py_TPFLAGS_MANAGED_WEAKREF |
#endif
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    some_slots,
};

/* Compiled for another interpreter only. */
#ifdef PYPY_VERSION
static int
pypy_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Thing *)self)->cb);
    return 0;
}
static PyType_Slot pypy_slots[] = {{Py_tp_traverse, pypy_traverse}, {0, NULL}};
PyType_Spec pypy_spec = {.name = "m.P", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = pypy_slots};
#endif
