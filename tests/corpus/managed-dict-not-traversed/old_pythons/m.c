#include <Python.h>

/* Before Python 3.12 there is no such protocol. */
typedef struct { PyObject_HEAD PyObject *attr; } Instance;
static int traverse(Instance *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->attr); return 0; }
static int clear(Instance *self) { Py_CLEAR(self->attr); return 0; }
static PyType_Slot slots[] = {{Py_tp_traverse, traverse}, {Py_tp_clear, clear}, {0, NULL}};
PyType_Spec spec = {"m.A", sizeof(Instance), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_MANAGED_DICT, slots};
