/* Tested, in one way or another. */
#include <Python.h>

typedef struct { PyObject_HEAD int state; } Conn;

static PyObject *
tested(PyTypeObject *type)
{
    Conn *self;
    if (!(self = PyObject_New(Conn, type))) {
        return NULL;
    }
    self->state = 1;
    return (PyObject *)self;
}

static PyObject *
lenient(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    PyObject *both = Py_BuildValue("(O)", text);
    Py_XDECREF(text);
    return both;
}

static int
by_error(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (PyErr_Occurred()) {
        return -1;
    }
    Py_DECREF(text);
    return 0;
}

static int
check(PyObject *object)
{
    if (object == NULL) {
        return -1;
    }
    return 0;
}

static int
by_helper(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (check(text) < 0) {
        return -1;
    }
    Py_DECREF(text);
    return 0;
}

static int
within_its_size(PyObject *args)
{
    if (PyTuple_GET_SIZE(args) != 1) {
        return -1;
    }
    PyObject *first = PyTuple_GetItem(args, 0);
    return Py_TYPE(first) == &PyLong_Type;
}

static int
small(void)
{
    PyObject *zero = PyLong_FromLong(0);
    Py_DECREF(zero);
    return 0;
}

static int
asserted(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    assert(text != NULL);
    Py_DECREF(text);
    return 0;
}
