#include <Python.h>

typedef struct { PyObject_HEAD Py_ssize_t hits; Py_ssize_t last; } Counter;

static PyObject *
counter_hit(PyObject *op, PyObject *unused)
{
    Counter *self = (Counter *)op;
    self->hits++; //~ FT010
    self->last = 1;
    Py_RETURN_NONE;
}

PyMethodDef counter_methods[] = {{"hit", counter_hit, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
