#include <Python.h>

/* Dropped on every path, behind a test and through a function. */
static void drop(PyObject *dict) { Py_XDECREF(dict); }

Py_ssize_t
count(PyTypeObject *type)
{
    PyObject *dict = PyType_GetDict(type);
    if (dict == NULL) {
        return -1;
    }
    Py_ssize_t n = PyDict_Size(dict);
    drop(dict);
    return n;
}

int
has(PyTypeObject *type, PyObject *name)
{
    PyObject *dict = PyType_GetDict(type), *same = dict; //~ HT015
    return PyDict_Contains(same, name);
}
