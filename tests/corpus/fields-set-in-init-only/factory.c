/* The tp_new leaves the field NULL, no tp_init sets it: only C code that makes the iterator does. */
#include <Python.h>

typedef struct { PyObject_HEAD int left; } Chunker;
typedef struct { PyObject_HEAD Chunker *owner; } Iter;

static void
iter_dealloc(Iter *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Py_XDECREF(self->owner);
    type->tp_free((PyObject *)self);
    Py_DECREF(type);
}

static PyObject *
iter_next(Iter *self)
{
    return PyLong_FromLong(self->owner->left); //~ HT016
}

static PyType_Slot iter_slots[] = {
    {Py_tp_dealloc, iter_dealloc},
    {Py_tp_iternext, iter_next},
    {Py_tp_new, PyType_GenericNew},
    {0, NULL},
};
static PyType_Spec iter_spec = {"factory.Iter", sizeof(Iter), 0, Py_TPFLAGS_DEFAULT, iter_slots}; //~ GC005

/* The same, but Python code cannot make one. */
static PyType_Slot closed_slots[] = {
    {Py_tp_dealloc, iter_dealloc},
    {Py_tp_iternext, iter_next},
    {Py_tp_new, PyType_GenericNew},
    {0, NULL},
};
static PyType_Spec closed_spec = { //~ GC005
    "factory.Closed", sizeof(Iter), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION, closed_slots,
};

/* The method tests the field. */
typedef struct { PyObject_HEAD Chunker *from; } Tested;

static PyObject *
tested_next(Tested *self)
{
    if (self->from == NULL) {
        return NULL;
    }
    return PyLong_FromLong(self->from->left);
}

static PyType_Slot tested_slots[] = {
    {Py_tp_iternext, tested_next},
    {Py_tp_new, PyType_GenericNew},
    {0, NULL},
};
static PyType_Spec tested_spec = {"factory.Tested", sizeof(Tested), 0, Py_TPFLAGS_DEFAULT, tested_slots}; //~ GC005

PyObject *
make(PyObject *module, Chunker *chunker, PyObject **types)
{
    types[0] = PyType_FromModuleAndSpec(module, &iter_spec, NULL);
    types[1] = PyType_FromModuleAndSpec(module, &closed_spec, NULL);
    types[2] = PyType_FromModuleAndSpec(module, &tested_spec, NULL);
    Iter *iter = (Iter *)PyObject_CallNoArgs(types[0]);
    if (iter == NULL) {
        return NULL;
    }
    Py_INCREF(chunker);
    iter->owner = chunker;
    Tested *tested = (Tested *)PyObject_CallNoArgs(types[2]);
    if (tested == NULL) {
        return NULL;
    }
    tested->from = chunker;
    return (PyObject *)iter;
}
