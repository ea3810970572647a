/* Given up after a call took it. */
#include <Python.h>

static int
set(PyObject *list, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (PyList_SetItem(list, 0, text) < 0) {
        Py_DECREF(text); //~ REF001
        return -1;
    }
    return 0;
}

static PyObject *
pair(PyObject *arg)
{
    PyObject *text = NULL, *both = PyTuple_New(1);
    if (both == NULL) {
        return NULL;
    }
    text = PyObject_Str(arg);
    if (text == NULL) {
        goto error;
    }
    PyTuple_SET_ITEM(both, 0, text);
    if (PyObject_IsTrue(both) < 0) {
        goto error;
    }
    return both;
error:
    Py_XDECREF(text); //~ REF001
    Py_DECREF(both);
    return NULL;
}

static int
add(PyObject *module)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return -1;
    }
    int status = PyModule_AddObject(module, "list", list); //~ ABI006 INIT016
    if (status == 0) {
        Py_DECREF(list); //~ REF001
    }
    return status;
}

static void
raise_it(PyObject *arg)
{
    PyObject *value = PyObject_Str(arg);
    PyErr_Restore(Py_NewRef(PyExc_ValueError), value, NULL);
    Py_XDECREF(value); //~ REF001
}

static void
consume(PyObject *object)
{
    Py_DECREF(object);
}

static int
by_helper(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    consume(text);
    Py_DECREF(text); //~ REF001
    return 0;
}
