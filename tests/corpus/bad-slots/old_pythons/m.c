#include <Python.h>

/* Up to Python 3.11 the second replaces the first: a warning. */
static PyType_Slot slots[] = {
    {Py_tp_doc, "one"},
    {Py_tp_doc, "two"}, //~ HT009
    {0, NULL},
};
PyType_Spec spec = {"m.Twice", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
