#include <Python.h>

typedef struct { PyListObject list; PyObject *owner; } Owned;

static int
owned_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Owned *)self)->owner);
    return PyList_Type.tp_traverse(self, visit, arg);
}

static int
owned_clear(PyObject *self)
{
    inquiry clear = Py_TYPE(self)->tp_base->tp_clear;
    Py_CLEAR(((Owned *)self)->owner);
    return clear(self);
}

/* The dealloc of the base does the rest. */
static void
owned_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((Owned *)self)->owner);
    PyList_Type.tp_dealloc(self);
}

PyTypeObject Owned_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Owned",
    .tp_basicsize = sizeof(Owned),
    .tp_base = &PyList_Type,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = owned_traverse,
    .tp_clear = owned_clear,
    .tp_dealloc = owned_dealloc,
};
