#include <Python.h>

/* Up to Python 3.8 the interpreter visits the type itself. */
static PyType_Slot none[] = {{0, NULL}};
static PyType_Spec error_spec = {"m.Error", 0, 0, Py_TPFLAGS_DEFAULT, none};
PyObject *make_error(void) { return PyType_FromSpecWithBases(&error_spec, PyExc_ValueError); }
