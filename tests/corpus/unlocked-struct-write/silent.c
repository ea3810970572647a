#include <Python.h>

typedef struct { PyObject_HEAD Py_ssize_t hits; } Counter;

static PyObject *
counter_hit(PyObject *op, PyObject *unused)
{
    Counter *self = (Counter *)op;
    Py_BEGIN_CRITICAL_SECTION(op);
    self->hits++;
    Py_END_CRITICAL_SECTION();
    Py_RETURN_NONE;
}

static PyObject *
counter_hits(PyObject *op, PyObject *unused)
{
    return PyLong_FromSsize_t(((Counter *)op)->hits);
}

/* No object: the state of a loop. */
void
step(Counter *copy)
{
    copy->hits = 1;
}

PyMethodDef counter_methods[] = {
    {"hit", counter_hit, METH_NOARGS, NULL},
    {"hits", counter_hits, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
