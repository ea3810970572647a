#include <Python.h>

static PyObject *Error; //~ ISO011

int
spam_exec(PyObject *module)
{
    PyObject *limit = PyLong_FromLong(42);
    PyObject *other;
    if (PyModule_AddObject(module, "limit", limit) < 0) { //~ INIT016 ABI006
        return -1;
    }
    other = PyUnicode_FromString("other");
    PyModule_AddObject(module, "other", other);
    Error = PyErr_NewException("spam.Error", NULL, NULL);
    Py_INCREF(Error);
    PyModule_AddObject(module, "Error", Error);
    return PyModule_AddObject(module, "pi", PyFloat_FromDouble(3.14));
}
