/* What a container only lends is given to a call that takes it over. */
#include <Python.h>

static PyObject *
swapped(PyObject *module, PyObject *pair)
{
    PyObject *out = PyTuple_New(2);
    if (out == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(out, 0, PyTuple_GET_ITEM(pair, 1)); //~ REF001
    PyTuple_SET_ITEM(out, 1, PyTuple_GetItem(pair, 0)); //~ REF001
    return out;
}

static PyObject *
described(PyObject *module, PyObject *list)
{
    return Py_BuildValue("(sN)", "first", PyList_GetItem(list, 0)); //~ REF001
}

static int
copied(PyObject *from, PyObject *to)
{
    PyObject *item = PyList_GetItem(from, 0);
    if (item == NULL) {
        return -1;
    }
    return PyList_SetItem(to, 0, item); //~ REF001
}
