#include <Python.h>

// The same objects, given back by the tp_free of their type.
typedef struct { PyObject_HEAD void *blob; PyObject *weakreflist; } Blob;
typedef struct { PyObject_HEAD void *surf; } Surface;

static int blob_traverse(PyObject *self, visitproc visit, void *arg) { return 0; }
static void
blob_dealloc(PyObject *o)
{
    Blob *self = (Blob *)o;
    PyObject_GC_UnTrack(o);
    if (self->weakreflist != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    PyMem_Free(self->blob);
    Py_TYPE(self)->tp_free(self);
}
static PyTypeObject blob_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Blob",
    .tp_basicsize = sizeof(Blob),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = blob_traverse,
    .tp_dealloc = blob_dealloc,
    .tp_weaklistoffset = offsetof(Blob, weakreflist),
};
static void
surface_dealloc(PyObject *self)
{
    free(((Surface *)self)->surf);
    Py_TYPE(self)->tp_free(self);
}
static PyTypeObject surface_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Surface",
    .tp_basicsize = sizeof(Surface),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_dealloc = surface_dealloc,
};

/* The free function kept in a local. */
static void
local_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    freefunc release = tp->tp_free;
    PyObject_GC_UnTrack(self);
    release(self);
    Py_DECREF(tp);
}
static int local_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static PyType_Slot local_slots[] = {{Py_tp_dealloc, local_dealloc}, {Py_tp_traverse, local_traverse}, {0, NULL}};
PyType_Spec local_spec = {"m.Local", sizeof(Surface), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, local_slots};
