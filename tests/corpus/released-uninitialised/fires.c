/* Released before all fields are set. */
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
make(PyObject *name)
{
    Box *self = PyObject_New(Box, &Box_Type);
    if (self == NULL) {
        return NULL;
    }
    self->name = PyObject_Str(name);
    if (self->name == NULL) {
        Py_DECREF(self); //~ REF006
        return NULL;
    }
    self->items = PyList_New(0);
    return (PyObject *)self;
}
