/* All fields are set, or the dealloc function does not run. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *name; PyObject *items; } Box;

static void
box_dealloc(PyObject *self)
{
    Py_XDECREF(((Box *)self)->name);
    Py_XDECREF(((Box *)self)->items);
    PyObject_Free(self);
}

static PyTypeObject Box_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "spam.Box",
    .tp_basicsize = sizeof(Box),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = box_dealloc,
};

static PyObject *
set_at_once(PyObject *name)
{
    Box *self = PyObject_New(Box, &Box_Type);
    if (self == NULL) {
        return NULL;
    }
    self->items = NULL;
    self->name = PyObject_Str(name);
    if (self->name == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static PyObject *
freed(PyObject *name)
{
    Box *self = PyObject_New(Box, &Box_Type);
    if (self == NULL) {
        return NULL;
    }
    self->name = PyObject_Str(name);
    if (self->name == NULL) {
        PyObject_Free(self);
        return NULL;
    }
    self->items = NULL;
    return (PyObject *)self;
}

static void
clear(Box *self)
{
    self->name = self->items = NULL;
}

static PyObject *
by_helper(PyObject *name)
{
    Box *self = PyObject_New(Box, &Box_Type);
    if (self == NULL) {
        return NULL;
    }
    clear(self);
    self->name = PyObject_Str(name);
    if (self->name == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static PyObject *
zeroed(PyObject *name)
{
    Box *self = (Box *)PyType_GenericAlloc(&Box_Type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->name = PyObject_Str(name);
    if (self->name == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}
