#include <Python.h>

// A lock made a heap type: instances own a list of weak references and the type, and are not collected.
typedef struct { PyObject_HEAD PyThread_type_lock lock; unsigned long owner; PyObject *waiters; PyObject *in_weakreflist; } RLock;

static void
rlock_dealloc(RLock *self)
{
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
static PyType_Slot rlock_slots[] = {{Py_tp_dealloc, rlock_dealloc}, {0, NULL}};
static PyType_Spec rlock_spec = { //~ GC005
    .name = "m.RLock",
    .basicsize = sizeof(RLock),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
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
