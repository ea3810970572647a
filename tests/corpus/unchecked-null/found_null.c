/* A test has just said that it is NULL; a function of the file may return NULL; a pointer to a function may be NULL. */
#include <Python.h>

/* The way of the error releases what is not there. */
static int
report(PyObject *weak, PyObject *callback)
{
    PyObject *owner = NULL;
    if (PyWeakref_GetRef(weak, &owner) < 0) {
        return -1;
    }
    if (owner == NULL) {
        goto error;
    }
    PyObject *result = PyObject_CallOneArg(callback, owner);
    if (result == NULL) {
        goto error;
    }
    Py_DECREF(result);
    Py_DECREF(owner);
    return 0;

error:
    Py_DECREF(owner); //~ REF004
    return -1;
}

/* What could not be resized is NULL. */
static PyObject *
halved(PyObject *all)
{
    PyObject *out = PyTuple_New(PyList_GET_SIZE(all));
    if (out == NULL) {
        return NULL;
    }
    if (_PyTuple_Resize(&out, PyList_GET_SIZE(all) / 2) < 0) {
        Py_DECREF(out); //~ REF004
        return NULL;
    }
    return out;
}

static PyObject *
unpacked(PyObject *arg)
{
    PyObject *out = PyTuple_New(1);
    if (out == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(out, 0, Py_NewRef(arg));
    return out;
}

static PyObject *
first(PyObject *arg)
{
    PyObject *all = unpacked(arg);
    PyObject *item = Py_NewRef(PyTuple_GET_ITEM(all, 0)); //~ REF004
    Py_DECREF(all);
    return item;
}

static PyObject *
forward(PyObject *callable, PyObject *const *args, size_t nargs, PyObject *names)
{
    return PyVectorcall_Function(callable)(callable, args, nargs, names); //~ REF004
}

/* Passed to what does not look. */
static PyObject *
encoded(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    PyObject *bytes = PyUnicode_AsUTF8String(text); //~ REF004
    Py_XDECREF(text);
    return bytes;
}
