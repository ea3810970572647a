/* Which failure of the call that steals can be, and which slot holds a reference. */
#include <Python.h>

/* A new list has the item: the call cannot fail. */
static PyObject *
new_list(PyObject *source, Py_ssize_t n)
{
    PyObject *list = PyList_New(n);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PySequence_GetItem(source, i);
        if (item == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        if (PyList_SetItem(list, i, item) < 0) {
            Py_DECREF(item);
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

static PyObject *
new_pair(PyObject *a)
{
    PyObject *pair = PyTuple_New(2);
    if (pair == NULL) {
        return NULL;
    }
    PyObject *item = PyObject_Str(a);
    if (PyTuple_SetItem(pair, 1, item)) {
        Py_XDECREF(item);
        Py_DECREF(pair);
        return NULL;
    }
    return pair;
}

/* Who knows how long another list is. */
static int
any_list(PyObject *list, PyObject *source, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PySequence_GetItem(source, i);
        if (item == NULL) {
            return -1;
        }
        if (PyList_SetItem(list, i, item) < 0) {
            Py_DECREF(item); //~ REF001
            return -1;
        }
    }
    return 0;
}

/* This one has no item. */
static PyObject *
no_room(PyObject *source)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *item = PyObject_Str(source);
    if (PyList_SetItem(list, 0, item) < 0) {
        Py_XDECREF(item); //~ REF001
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

/* A slot that is lent for one call. */
static PyObject *
lent(PyObject *callable, PyObject *args, int event)
{
    PyObject *old = PyTuple_GET_ITEM(args, 0);
    PyObject *number = PyLong_FromLong(event);
    if (number == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(args, 0, number);
    PyObject *result = PyObject_Call(callable, args, NULL);
    Py_DECREF(number);
    PyTuple_SET_ITEM(args, 0, old);
    return result;
}

/* That of a new tuple is not. */
static PyObject *
kept(PyObject *callable, int event)
{
    PyObject *args = PyTuple_New(1);
    if (args == NULL) {
        return NULL;
    }
    PyObject *number = PyLong_FromLong(event);
    if (number == NULL) {
        Py_DECREF(args);
        return NULL;
    }
    PyTuple_SET_ITEM(args, 0, number);
    PyObject *result = PyObject_Call(callable, args, NULL);
    Py_DECREF(number); //~ REF001
    Py_DECREF(args);
    return result;
}
