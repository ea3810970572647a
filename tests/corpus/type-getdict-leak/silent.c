#include <Python.h>

Py_ssize_t
count(PyTypeObject *type)
{
    PyObject *dict = PyType_GetDict(type);
    Py_ssize_t n = PyDict_Size(dict);
    Py_DECREF(dict);
    return n;
}

PyObject *
dict_of(PyTypeObject *type)
{
    PyObject *dict = PyType_GetDict(type);
    return dict;
}

void drop(PyObject *);

void
handed(PyTypeObject *type)
{
    PyObject *dict = PyType_GetDict(type);
    drop(dict);
}
