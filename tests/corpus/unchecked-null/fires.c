/* Followed without a test. */
#include <Python.h>

typedef struct { PyObject_HEAD int state; } Conn;

static PyObject *
twice(PyObject *arg)
{
    PyObject *both = PyTuple_New(1);
    PyTuple_SET_ITEM(both, 0, Py_NewRef(arg)); //~ REF004
    return both;
}

static PyObject *
connect(PyTypeObject *type)
{
    Conn *self = PyObject_New(Conn, type);
    self->state = 1; //~ REF004
    return (PyObject *)self;
}

static int
text(PyObject *dict, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    int status = PyDict_SetItemString(dict, "text", text);
    Py_DECREF(text); //~ REF004
    return status;
}

static PyObject *
lookup(PyObject *dict, PyObject *key)
{
    PyObject *found = PyDict_GetItem(dict, key);
    Py_INCREF(found); //~ REF004
    return found;
}
