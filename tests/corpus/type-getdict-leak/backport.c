#include <Python.h>

static PyObject *
PyType_GetDict(PyTypeObject *type)
{
    return type->tp_dict; //~ ABI012
}

Py_ssize_t
count(PyTypeObject *type)
{
    PyObject *dict = PyType_GetDict(type);
    return PyDict_Size(dict);
}
