/* Owned in time, or out of something that nobody else has. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *children; } Node;

static PyObject *
find(Node *self, PyObject *wanted)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(self->children); i++) {
        PyObject *child = Py_NewRef(PyList_GET_ITEM(self->children, i));
        int same = PyObject_RichCompareBool(child, wanted, Py_EQ);
        if (same != 0) {
            return same < 0 ? (Py_DECREF(child), NULL) : child;
        }
        Py_DECREF(child);
    }
    Py_RETURN_NONE;
}

static PyObject *
taken(Node *self, PyObject *wanted)
{
    PyObject *child = PyList_GET_ITEM(self->children, 0);
    Py_INCREF(child);
    int same = PyObject_RichCompareBool(wanted, wanted, Py_EQ);
    PyObject *text = same < 0 ? NULL : PyObject_Repr(child);
    Py_DECREF(child);
    return text;
}

static PyObject *
own_list(PyObject *arg)
{
    PyObject *list = PySequence_List(arg);
    if (list == NULL || PyList_GET_SIZE(list) == 0) {
        Py_XDECREF(list);
        return NULL;
    }
    PyObject *first = PyList_GET_ITEM(list, 0);
    int same = PyObject_RichCompareBool(arg, arg, Py_EQ);
    PyObject *text = same < 0 ? NULL : PyObject_Repr(first);
    Py_DECREF(list);
    return text;
}

static PyObject *
keywords(PyObject *args, PyObject *kwargs)
{
    PyObject *key = PyDict_GetItemString(kwargs, "key");
    if (key == NULL || PyObject_IsTrue(args) < 0) {
        return NULL;
    }
    return PyObject_Repr(key);
}
