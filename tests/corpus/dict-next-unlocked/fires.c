#include <Python.h>

typedef struct { PyObject_HEAD PyObject *items; } Box;

int
box_each(Box *self)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0;
    while (PyDict_Next(self->items, &pos, &key, &value)) { //~ FT002
        if (PyObject_Print(value, stdout, 0) < 0) {
            return -1;
        }
    }
    return 0;
}

static PyObject *
box_walk(PyObject *self, PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t pos = 0, count = 0;
    for (; PyDict_Next(dict, &pos, &key, &value); count++) { //~ FT002
    }
    return PyLong_FromSsize_t(count);
}

PyMethodDef box_methods[] = {{"walk", box_walk, METH_O, NULL}, {NULL, NULL, 0, NULL}};
