#include <Python.h>

static PyObject *dead; //~ ISO010

/* What the free list has is memory: it becomes a new object. */
PyObject *
pair_new(PyTypeObject *type)
{
    PyObject *self = dead;
    if (self == NULL) {
        return type->tp_alloc(type, 2);
    }
    dead = PyTuple_GET_ITEM(self, 0);
    PyTuple_SET_ITEM(self, 0, NULL);
    Py_SET_TYPE(self, (PyTypeObject *)Py_NewRef(type));
    _Py_NewReference(self); //~ ABI004
    PyObject_GC_Track(self);
    return self;
}

static PyObject *
pair_of(PyObject *type, PyObject *item)
{
    PyObject *pair = pair_new((PyTypeObject *)type);
    if (pair != NULL) {
        PyTuple_SET_ITEM(pair, 0, Py_NewRef(item));
        PyTuple_SET_ITEM(pair, 1, Py_NewRef(item));
    }
    return pair;
}

void
pair_dealloc(PyObject *self)
{
    PyTuple_SET_ITEM(self, 0, dead);
    dead = self;
}

/* An object that is alive. */
static PyObject *
turn(PyObject *type, PyObject *object)
{
    Py_SET_TYPE(object, (PyTypeObject *)type); //~ MUT002
    Py_RETURN_NONE;
}

PyMethodDef pair_methods[] = {
    {"pair_of", pair_of, METH_O, NULL},
    {"turn", turn, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
