#include <Python.h>

// The flag comes from where the initialiser does not show it, or with the slot.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
static int traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Thing *)self)->cb); return 0; }
static int clear(PyObject *self) { Py_CLEAR(((Thing *)self)->cb); return 0; }

/* Set on the type that the call made. */
static PyType_Slot late_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {0, NULL}};
static PyType_Spec late_spec = {"m.Late", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, late_slots};
PyObject *
make_late(PyObject *m)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &late_spec, NULL);
    if (type != NULL) {
        type->tp_flags |= Py_TPFLAGS_HAVE_GC; //~ HT017
    }
    return (PyObject *)type;
}

/* Slot and flag in branches of the same condition. */
static PyType_Slot with_slots[] = {
#ifdef THING_GC
    {Py_tp_traverse, traverse},
    {Py_tp_clear, clear},
#endif
    {0, NULL},
};
static PyType_Spec with_spec = {
    .name = "m.With",
    .basicsize = sizeof(Thing),
#ifdef THING_GC
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC,
#else
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
#endif
    .slots = with_slots,
};
PyObject *make_with(PyObject *m) { return PyType_FromModuleAndSpec(m, &with_spec, NULL); }

/* A macro of another header among the operands. */
static PyType_Slot open_slots[] = {{Py_tp_traverse, traverse}, {0, NULL}};
static PyType_Spec open_spec = {"m.Open", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | PROJECT_GC_FLAG, open_slots};
PyObject *make_open(PyObject *m) { return PyType_FromModuleAndSpec(m, &open_spec, NULL); }
