#include <Python.h>

// Slots of types that are not collected, of static types, and slots that are not set.
typedef struct { PyObject_HEAD int n; } Plain;
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
static int traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->cb); return 0; }
static int clear(Thing *self) { Py_CLEAR(self->cb); return 0; }
static void plain_free(void *p) { PyObject_Free(p); }

static PyType_Slot plain_slots[] = {{Py_tp_free, plain_free}, {0, NULL}};
static PyType_Spec plain_spec = {"m.Plain", sizeof(Plain), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, plain_slots};
PyObject *make_plain(PyObject *m) { return PyType_FromModuleAndSpec(m, &plain_spec, NULL); }

static void own_free(void *p) { PyObject_GC_Del(p); }
static PyTypeObject static_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static", .tp_basicsize = sizeof(Thing), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)traverse, .tp_clear = (inquiry)clear, .tp_free = own_free,
};

static PyType_Slot null_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_free, NULL}, {0, NULL}};
PyType_Spec null_spec = {"m.Null", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, null_slots};

static PyType_Slot cast_slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {Py_tp_free, (void *)(freefunc)PyObject_GC_Del}, {0, NULL}};
PyType_Spec cast_spec = {"m.Cast", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, cast_slots};
