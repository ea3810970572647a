#include <Python.h>
#include <stddef.h>

typedef struct {
    PyObject_HEAD
    PyObject *weakrefs;
    PyObject *held;
} Box;

static int
box_traverse(Box *self, visitproc visit, void *arg)
{
    Py_VISIT(self->held);
    return 0;
}

/* Callbacks of weak references may start a collection. */
static void
early_dealloc(Box *self) //~ GC020
{
    if (self->weakrefs != NULL) {
        PyObject_ClearWeakRefs((PyObject *)self);
    }
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->held);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

static void
late_dealloc(Box *self)
{
    PyObject_GC_UnTrack(self);
    if (self->weakrefs != NULL) {
        PyObject_ClearWeakRefs((PyObject *)self);
    }
    Py_CLEAR(self->held);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

PyTypeObject Early_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Early",
    .tp_basicsize = sizeof(Box),
    .tp_dealloc = (destructor)early_dealloc,
    .tp_weaklistoffset = offsetof(Box, weakrefs),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)box_traverse,
    .tp_new = PyType_GenericNew,
};

PyTypeObject Late_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Late",
    .tp_basicsize = sizeof(Box),
    .tp_dealloc = (destructor)late_dealloc,
    .tp_weaklistoffset = offsetof(Box, weakrefs),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)box_traverse,
    .tp_new = PyType_GenericNew,
};
