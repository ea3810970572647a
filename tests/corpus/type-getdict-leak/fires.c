#include <Python.h>

Py_ssize_t
count(PyTypeObject *type)
{
    PyObject *dict = PyType_GetDict(type); //~ HT015
    Py_ssize_t n = PyDict_Size(dict);
    return n;
}

