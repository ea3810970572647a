#include <Python.h>

// Immutable types whose instances own memory and a lock only: GC was given to such types once, and taken away again.
typedef struct { PyObject_HEAD char *stream; int flushed; PyThread_type_lock lock; } Compressor;
typedef struct { PyObject_HEAD void *context; PyObject *name; } Hash;

static void
compressor_dealloc(Compressor *self)
{
    PyMem_Free(self->stream);
    if (self->lock != NULL) {
        PyThread_free_lock(self->lock);
    }
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free((PyObject *)self);
    Py_DECREF(tp);
}
static PyType_Slot compressor_slots[] = {{Py_tp_dealloc, compressor_dealloc}, {0, NULL}};
static PyType_Spec compressor_spec = {
    .name = "m.Compressor",
    .basicsize = sizeof(Compressor),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = compressor_slots,
};

/* A name is a string: no cycle runs through it. */
static void
hash_dealloc(Hash *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    Py_XDECREF(self->name);
    PyObject_Free(self);
    Py_DECREF(tp);
}
static PyObject *
hash_new(PyTypeObject *type, const char *name)
{
    Hash *self = PyObject_New(Hash, type);
    if (self == NULL) {
        return NULL;
    }
    self->name = PyUnicode_FromString(name);
    return (PyObject *)self;
}
static PyType_Slot hash_slots[] = {{Py_tp_dealloc, hash_dealloc}, {0, NULL}};
static PyType_Spec hash_spec = {
    .name = "m.Hash",
    .basicsize = sizeof(Hash),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = hash_slots,
};
typedef struct { PyTypeObject *Hash_Type; } state;
PyObject *new_hash(state *st, const char *name) { return hash_new(st->Hash_Type, name); }

int
add_types(PyObject *m, state *st)
{
    PyObject *a = PyType_FromModuleAndSpec(m, &compressor_spec, NULL);
    st->Hash_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &hash_spec, NULL);
    return a == NULL || st->Hash_Type == NULL ? -1 : 0;
}
