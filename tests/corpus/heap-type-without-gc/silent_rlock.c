#include <Python.h>

// The lock with GC: a traverse for the type, and no clear, as there is nothing else to visit.
typedef struct { PyObject_HEAD PyThread_type_lock lock; unsigned long owner; PyObject *in_weakreflist; } RLock;

static int
rlock_traverse(RLock *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}
static void
rlock_dealloc(RLock *self)
{
    PyObject_GC_UnTrack(self);
    if (self->in_weakreflist != NULL) {
        PyObject_ClearWeakRefs((PyObject *)self);
    }
    if (self->lock) {
        PyThread_free_lock(self->lock);
    }
    PyTypeObject *tp = Py_TYPE(self);
    tp->tp_free((PyObject *)self);
    Py_DECREF(tp);
}
static PyType_Slot rlock_slots[] = {{Py_tp_dealloc, rlock_dealloc}, {Py_tp_traverse, rlock_traverse}, {0, NULL}};
static PyType_Spec rlock_spec = {
    .name = "m.RLock",
    .basicsize = sizeof(RLock),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = rlock_slots,
};
int
m_exec(PyObject *m)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &rlock_spec, NULL);
    if (type == NULL) {
        return -1;
    }
    int r = PyModule_AddType(m, type);
    Py_DECREF(type);
    return r;
}
