#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;
static int traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }

/* The flag is there on old Pythons only, the slot on all. */
static PyType_Slot old_slots[] = {{Py_tp_traverse, traverse}, {0, NULL}};
static PyType_Spec old_spec = { //~ GC006
    .name = "m.Old",
    .basicsize = sizeof(Thing),
#if PY_VERSION_HEX < 0x030C0000
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC,
#else
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
#endif
    .slots = old_slots,
};
PyObject *make_old(PyObject *m) { return PyType_FromModuleAndSpec(m, &old_spec, NULL); }

/* Over a base with GC: the slot even keeps it from being inherited. */
static int list_clear(PyObject *self) { return PyList_Type.tp_clear(self); }
static PyType_Slot list_slots[] = {{Py_tp_clear, list_clear}, {0, NULL}};
static PyType_Spec list_spec = {"m.List", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, list_slots}; //~ GC006
PyObject *make_list(PyObject *m) { return PyType_FromModuleAndSpec(m, &list_spec, (PyObject *)&PyList_Type); }

/* A lock that is made a heap type with a traverse for the type, and without the flag. */
typedef struct { PyObject_HEAD void *lock; } Lock;
static PyType_Slot lock_slots[] = {{Py_tp_traverse, traverse}, {0, NULL}};
static PyType_Spec lock_spec = {"m.Lock", sizeof(Lock), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, lock_slots}; //~ GC006
PyObject *make_lock(PyObject *m) { return PyType_FromModuleAndSpec(m, &lock_spec, NULL); }
