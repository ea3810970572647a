/* A reference for the call, and one for the function. */
#include <Python.h>

static int
with_its_own(PyObject *list, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (PyList_SetItem(list, 0, Py_NewRef(text)) < 0) {
        Py_DECREF(text);
        return -1;
    }
    Py_DECREF(text);
    return 0;
}

static int
failed_only(PyObject *module)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return -1;
    }
    int status = PyModule_AddObject(module, "list", list); //~ ABI006
    if (status < 0) {
        Py_DECREF(list);
    }
    return status;
}

static PyObject *
anew(PyObject *list, PyObject *arg, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *text = PyObject_Str(arg);
        if (text == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        PyList_SET_ITEM(list, i, text);
    }
    return list;
}

static PyObject *
forgotten(PyObject *both, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        goto error;
    }
    PyTuple_SET_ITEM(both, 0, text);
    text = NULL;
    if (PyObject_IsTrue(both) < 0) {
        goto error;
    }
    return both;
error:
    Py_XDECREF(text);
    return NULL;
}

/* One of the cases sets it. */
static int
by_kind(PyObject *both, PyObject *arg, int kind)
{
    PyObject *text = NULL;
    for (int i = 0; i < 2; i++) {
        switch (kind) {
        case 0:
            text = PyObject_Str(arg);
            break;
        case 1:
            text = PyObject_Repr(arg);
            break;
        }
        if (text == NULL) {
            return -1;
        }
        PyTuple_SET_ITEM(both, i, text);
    }
    return 0;
}
