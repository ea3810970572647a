/* A new reference that some path forgets. */
#include <Python.h>

static PyObject *
early_return(PyObject *self, PyObject *arg)
{
    PyObject *name = PyObject_Str(arg);
    if (name == NULL) {
        return NULL;
    }
    PyObject *value = PyObject_Repr(arg);
    if (value == NULL) {
        return NULL; //~ REF002
    }
    PyObject *both = PyTuple_Pack(2, name, value);
    Py_DECREF(name);
    Py_DECREF(value);
    return both;
}

static PyObject *
cleanup_forgets_one(PyObject *self, PyObject *arg)
{
    PyObject *result = NULL;
    PyObject *keys = PyDict_Keys(arg);
    if (!keys) {
        goto error;
    }
    PyObject *iter = PyObject_GetIter(keys);
    if (iter == NULL)
        goto error;
    result = PySequence_List(iter);
    Py_DECREF(iter);
    Py_DECREF(keys);
    return result;
error:
    Py_XDECREF(result);
    return NULL; //~ REF002
}

static int
in_a_loop(PyObject *list, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PyLong_FromSsize_t(i * 1000);
        if (item == NULL) {
            return -1;
        }
        if (PyList_Append(list, item) < 0) {
            return -1; //~ REF002
        }
        Py_DECREF(item);
    }
    return 0;
}

static int
each_round(PyObject *it)
{
    PyObject *item;
    while ((item = PyIter_Next(it)) != NULL) { //~ REF002
        if (PyObject_IsTrue(item) < 0) {
            Py_DECREF(item);
            return -1;
        }
    }
    return PyErr_Occurred() ? -1 : 0;
}

static int
never_held(PyObject *dict)
{
    return PyDict_SetItemString(dict, "answer", PyUnicode_FromString("42")); //~ REF002
}

static void
dropped(PyObject *target)
{
    PyObject_CallMethod(target, "flush", NULL); //~ REF002
}

static PyObject *
overwritten(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    text = PyUnicode_Concat(text, text); //~ REF002
    return text;
}

/* A helper that returns a new reference, and one that only looks. */
static PyObject *
make(void)
{
    return PyList_New(0);
}

static int
looks(PyObject *list)
{
    return PyList_GET_SIZE(list) > 0;
}

static int
from_a_helper(void)
{
    PyObject *list = make();
    if (list == NULL) {
        return -1;
    }
    return looks(list); //~ REF002
}

/* Taken, and given up on one of two ways. */
static PyObject *
taken_twice(PyObject *self, PyObject *callback)
{
    Py_INCREF(callback);
    PyObject *result = PyObject_CallNoArgs(callback);
    if (result == NULL) {
        return NULL; //~ REF002
    }
    Py_DECREF(callback);
    return result;
}

/* The format "O" takes a reference of its own. */
static PyObject *
build(PyObject *self, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    return Py_BuildValue("(Oi)", text, 1); //~ REF002
}

/* A macro that fails. */
#define CHECK(value) do { if ((value) < 0) { Py_DECREF(list); return NULL; } } while (0)

static PyObject *
by_macro(PyObject *self, PyObject *arg)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *item = PyObject_Repr(arg);
    if (item == NULL) {
        Py_DECREF(list);
        return NULL;
    }
    CHECK(PyList_Append(list, item)); //~ REF002
    Py_DECREF(item);
    return list;
}

/* One way through a `switch`. */
static PyObject *
by_case(PyObject *arg, int how)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    switch (how) {
    case 0:
        return text;
    case 1:
        Py_DECREF(text);
        return PyObject_Repr(arg);
    default:
        PyErr_SetString(PyExc_ValueError, "how");
        return NULL; //~ REF002
    }
}
