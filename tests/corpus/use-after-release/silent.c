/* Somebody else holds it, or it is not used. */
#include <Python.h>

static PyObject *
in_a_dict(PyObject *dict, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL || PyDict_SetItem(dict, arg, text) < 0) {
        Py_XDECREF(text);
        return NULL;
    }
    Py_DECREF(text);
    return PyObject_Repr(text);
}

static int
another(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    Py_XDECREF(text);
    text = PyObject_Repr(arg);
    int found = text != NULL && PyUnicode_GetLength(text) > 0;
    Py_CLEAR(text);
    return found && text == NULL;
}

static int
only_compared(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    int made = text != NULL;
    Py_XDECREF(text);
    return made && text != arg;
}

static Py_ssize_t
one_of_two(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    Py_INCREF(text);
    Py_DECREF(text);
    Py_ssize_t size = PyUnicode_GetLength(text);
    Py_DECREF(text);
    return size;
}
