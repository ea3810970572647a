#include <Python.h>

typedef struct { PyListObject list; PyObject *owner; } Owned;

static int
owned_traverse(PyObject *self, visitproc visit, void *arg) //~ GC039
{
    Py_VISIT(((Owned *)self)->owner);
    return 0;
}

static int
owned_clear(PyObject *self) //~ GC039
{
    Py_CLEAR(((Owned *)self)->owner);
    return 0;
}

static void
owned_dealloc(PyObject *self) //~ GC039
{
    PyObject_GC_UnTrack(self);
    owned_clear(self);
    Py_TYPE(self)->tp_free(self);
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
