#include <Python.h>

/* Nobody creates it here: who does may say the module. */
static PyType_Slot slots[] = {{0, NULL}};
PyType_Spec spec = {"bare", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, slots};
