#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;

/* Python 3.8 visits the type itself: the edit has a guard. */
static int
thing_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Thing *self = (Thing *)op;
    Py_VISIT(self->cb);
    return 0;
}
static PyType_Slot slots[] = {{Py_tp_traverse, thing_traverse}, {0, NULL}};
PyType_Spec spec = {.name = "m.T", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = slots};
