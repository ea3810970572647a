#include <Python.h>

// One dealloc for static and heap types, each with its own way to tell them apart.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;
#define FLAGS Py_TPFLAGS_DEFAULT

/* The flags asked through a function. */
static void
flags_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    if (PyType_GetFlags(tp) & Py_TPFLAGS_HEAPTYPE) {
        Py_DECREF(tp);
    }
}
static PyTypeObject flags_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Flags", .tp_basicsize = sizeof(Thing), .tp_flags = FLAGS, .tp_dealloc = flags_dealloc,
};

/* As Cython writes it. */
static void
cython_dealloc(PyObject *o)
{
    PyTypeObject *tp = Py_TYPE(o);
#if CYTHON_USE_TYPE_SLOTS
    (*Py_TYPE(o)->tp_free)(o);
#else
    {
        freefunc tp_free = (freefunc)PyType_GetSlot(Py_TYPE(o), Py_tp_free);
        if (tp_free) tp_free(o);
    }
#endif
#if CYTHON_USE_TYPE_SPECS
    Py_DECREF(tp);
#endif
}
#if !CYTHON_USE_TYPE_SPECS
static PyTypeObject cython_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Cython", .tp_basicsize = sizeof(Thing), .tp_flags = FLAGS, .tp_dealloc = cython_dealloc,
};
#endif

/* A class of Python, whose instances do hold the reference. */
static void
sub_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free(self);
    if (tp != NULL && (tp->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0)
        Py_DECREF((PyObject *)tp);
}
static PyTypeObject sub_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Sub", .tp_basicsize = sizeof(Thing), .tp_flags = FLAGS | Py_TPFLAGS_BASETYPE, .tp_dealloc = sub_dealloc,
};

/* The reference is taken by hand where the objects are made. */
static PyTypeObject counted_type;
Thing *
make_counted(void)
{
    Thing *self = PyObject_New(Thing, &counted_type);
    if (self != NULL) {
        Py_INCREF(Py_TYPE(self));
    }
    return self;
}
static void
counted_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_Free(self);
    Py_DECREF(tp);
}
static PyTypeObject counted_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Counted", .tp_basicsize = sizeof(Thing), .tp_flags = FLAGS, .tp_dealloc = counted_dealloc,
};
