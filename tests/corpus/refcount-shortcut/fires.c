#include <Python.h>

typedef struct { PyObject_HEAD PyObject *result; } Box;

static PyObject *
box_add(PyObject *self, PyObject *other)
{
    if (Py_REFCNT(other) == 1) { //~ FT009
        return PyNumber_InPlaceAdd(other, self);
    }
    return PyNumber_Add(self, other);
}

static PyObject *
box_next(Box *self, PyObject *unused)
{
    return Py_REFCNT(self->result) > 1 ? PyTuple_New(2) : Py_NewRef(self->result); //~ FT009
}

static PyObject *
box_fits(Box *self, PyObject *unused)
{
    if (PyTuple_CheckExact(self->result) && 2 > Py_REFCNT(self->result)) {
        Py_RETURN_NONE;
    }
    if (PyTuple_CheckExact(self->result) && 1 == Py_REFCNT(self->result)) { //~ FT009
        Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

PyMethodDef box_methods[] = {
    {"add", box_add, METH_O, NULL},
    {"next", (PyCFunction)box_next, METH_NOARGS, NULL},
    {"fits", (PyCFunction)box_fits, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};
