#include <Python.h>

/* Python 3.8 is not asked for. */
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
static int
thing_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static PyType_Slot slots[] = {{Py_tp_traverse, thing_traverse}, {0, NULL}};
PyType_Spec spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
