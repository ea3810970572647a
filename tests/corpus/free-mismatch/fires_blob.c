#include <Python.h>

// Allocated by tp_alloc, freed by hand: the buffer object of a dump reader, and a surface that may be subclassed.
typedef struct { PyObject_HEAD void *blob; PyObject *weakreflist; } Blob;
typedef struct { PyObject_HEAD void *surf; PyObject *locker; } Surface;

static int blob_traverse(PyObject *self, visitproc visit, void *arg) { return 0; }
static PyObject *
blob_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Blob *self = (Blob *)type->tp_alloc(type, 0);
    return (PyObject *)self;
}
static void
blob_dealloc(PyObject *o)
{
    Blob *self = (Blob *)o;
    PyObject_GC_UnTrack(o);
    if (self->weakreflist != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    PyMem_Free(self->blob);
    PyObject_Free(self); //~ GC013
}
static PyTypeObject blob_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Blob",
    .tp_basicsize = sizeof(Blob),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_new = blob_new,
    .tp_traverse = blob_traverse,
    .tp_dealloc = blob_dealloc,
    .tp_weaklistoffset = offsetof(Blob, weakreflist),
};

static void
surface_dealloc(PyObject *self)
{
    Surface *s = (Surface *)self;
    Py_XDECREF(s->locker);
    free(s->surf);
    PyObject_Del(self); //~ GC013
}
static PyTypeObject surface_type = { //~ GC009 ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Surface",
    .tp_basicsize = sizeof(Surface),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
    .tp_new = PyType_GenericNew,
    .tp_dealloc = surface_dealloc,
};
