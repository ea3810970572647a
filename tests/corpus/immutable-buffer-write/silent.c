#include <Python.h>

static PyObject *
mask(PyObject *self, PyObject *data)
{
    PyObject *copy = PyBytes_FromStringAndSize(NULL, PyBytes_GET_SIZE(data));
    if (copy != NULL) {
        char *bytes = PyBytes_AS_STRING(copy);
        memcpy(bytes, PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data));
        bytes[0] = 0;
    }
    return copy;
}

static PyObject *
pair(PyObject *self, PyObject *other)
{
    PyObject *tuple = PyTuple_New(2);
    if (tuple != NULL) {
        PyTuple_SET_ITEM(tuple, 0, Py_NewRef(self));
        PyTuple_SET_ITEM(tuple, 1, Py_NewRef(other));
    }
    return tuple;
}

/* It only reads, by a pointer that moves on. */
static PyObject *
count(PyObject *self, PyObject *text)
{
    const char *p = PyUnicode_AsUTF8(text);
    long n = 0;
    while (p != NULL && *p++ != 0) {
        n++;
    }
    return PyLong_FromLong(n);
}

/* Bytes that may change. */
static PyObject *
clear(PyObject *self, PyObject *array)
{
    memset(PyByteArray_AS_STRING(array), 0, PyByteArray_GET_SIZE(array));
    Py_RETURN_NONE;
}

PyMethodDef methods[] = {
    {"mask", mask, METH_O, NULL},
    {"pair", pair, METH_O, NULL},
    {"count", count, METH_O, NULL},
    {"clear", clear, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
