#include <Python.h>

/* A jump back visits the type again. */
static int
back_traverse(PyObject *op, visitproc visit, void *arg)
{
    PyObject **item = (PyObject **)(op + 1);
again:
    Py_VISIT(Py_TYPE(op)); //~ GC004
    Py_VISIT(*item);
    if (*++item) {
        goto again;
    }
    return 0;
}
static PyType_Slot back_slots[] = {{Py_tp_traverse, back_traverse}, {0, NULL}};
PyType_Spec back_spec = {
    .name = "m.Back", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = back_slots,
};
