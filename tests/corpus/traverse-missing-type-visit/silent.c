#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;

static int
thing_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(((Thing *)op)->cb);
    return 0;
}
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {0, NULL}};
PyType_Spec thing_spec = {.name = "m.T", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = thing_slots};

/* Flags that are not known. */
static int
other_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(((Thing *)op)->cb);
    return 0;
}
static PyType_Slot other_slots[] = {{Py_tp_traverse, other_traverse}, {0, NULL}};
PyType_Spec other_spec = {.name = "m.O", .flags = FLAGS_OF_ANOTHER_HEADER, .slots = other_slots};
