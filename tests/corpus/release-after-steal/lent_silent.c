/* A reference is taken before, or behind. */
#include <Python.h>

static PyObject *
swapped(PyObject *module, PyObject *pair)
{
    PyObject *out = PyTuple_New(2);
    if (out == NULL) {
        return NULL;
    }
    PyObject *second = PyTuple_GET_ITEM(pair, 1);
    PyTuple_SET_ITEM(out, 0, second);
    Py_INCREF(second);
    PyObject *first = PyTuple_GET_ITEM(pair, 0);
    Py_INCREF(first);
    PyTuple_SET_ITEM(out, 1, first);
    return out;
}

static PyObject *
described(PyObject *module, PyObject *list)
{
    return Py_BuildValue("(sO)", "first", PyList_GetItem(list, 0));
}

static PyObject *
counted(PyObject *list)
{
    PyObject *out = PyTuple_New(1);
    if (out == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(out, 0, PyList_GET_ITEM(list, 0));
    Py_INCREF(PyList_GET_ITEM(list, 0));
    return out;
}

/* Put back where it was. */
static PyObject *
called_with(PyObject *callable, PyObject *args, PyObject *other)
{
    PyObject *old = PyTuple_GET_ITEM(args, 0);
    PyTuple_SET_ITEM(args, 0, other);
    PyObject *result = PyObject_Call(callable, args, NULL);
    PyTuple_SET_ITEM(args, 0, old);
    return result;
}
