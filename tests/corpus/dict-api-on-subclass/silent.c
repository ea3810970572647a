#include <Python.h>

static PyObject *
get(PyObject *self, PyObject *object)
{
    PyObject *value = NULL;
    if (PyDict_CheckExact(object)) {
        return PyDict_GetItemRef(object, Py_None, &value) < 0 ? NULL : value;
    }
    if (PyDict_Check(object)) {
        return PyObject_GetItem(object, Py_None);
    }
    return PyMapping_GetItemString(object, "name");
}

/* The keyword arguments, and a dict that was made here. */
static PyObject *
call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyObject *copy = PyDict_New();
    int found = 0;
    if (PyDict_Check(kwargs)) {
        found = PyDict_Contains(kwargs, Py_None);
    }
    if (PyDict_Check(copy)) {
        found += PyDict_Contains(copy, Py_None);
    }
    Py_XDECREF(copy);
    return PyLong_FromLong(found);
}

PyMethodDef methods[] = {
    {"get", get, METH_O, NULL},
    {"call", (PyCFunction)(void (*)(void))call, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};
