/* Used after the only reference is gone. */
#include <Python.h>

typedef struct { PyObject_HEAD int error; } Conn;

static int
length(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    Py_DECREF(text);
    return PyUnicode_GetLength(text) > 0; //~ REF005
}

static PyObject *
connect(PyTypeObject *type)
{
    Conn *self = PyObject_New(Conn, type);
    if (self == NULL) {
        return NULL;
    }
    self->error = 1;
    Py_DECREF(self);
    PyErr_Format(PyExc_OSError, "error %d", self->error); //~ REF005
    return NULL;
}

static PyObject *
twice(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    PyObject *upper = PyObject_CallMethod(text, "upper", NULL);
    if (upper == NULL) {
        Py_DECREF(text);
        goto error;
    }
    Py_DECREF(text);
    return upper;
error:
    Py_DECREF(text); //~ REF005
    return NULL;
}

/* Returned as if somebody else held it. */
static PyObject *
cache_of(PyObject *type)
{
    PyObject *cache = PyObject_GetAttrString(type, "_cache");
    Py_XDECREF(cache);
    return cache; //~ REF005
}
