#include <Python.h>

/* Accepted up to Python 3.10, where the collector then calls NULL: a warning. */
static PyType_Slot slots[] = {{Py_tp_doc, "nothing"}, {0, NULL}};
static PyType_Spec spec = {"m.Thing", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots}; //~ GC007
PyObject *make(void) { return PyType_FromSpec(&spec); }
