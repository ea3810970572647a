/* The type Pool: a heap type whose hooks leave a few things out. */
#include "pool.h"

static int
pool_traverse(PyObject *op, visitproc visit, void *arg)
{
    PoolObject *self = (PoolObject *)op;
    Py_VISIT(self->on_release);
    return 0;
}

static int
pool_clear(PyObject *op)
{
    PoolObject *self = (PoolObject *)op;
    Py_CLEAR(self->on_release);
    return 0;
}

static void
pool_dealloc(PyObject *op)
{
    PyObject_GC_UnTrack(op);
    pool_clear(op);
    Py_TYPE(op)->tp_free(op);
}

static PyObject *
pool_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"on_release", NULL};
    PyObject *on_release = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O", keywords, &on_release)) {
        return NULL;
    }
    PoolObject *self = (PoolObject *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    Py_INCREF(on_release);
    self->on_release = on_release;
    return (PyObject *)self;
}

static PyType_Slot pool_slots[] = {
    {Py_tp_new, pool_new},
    {Py_tp_traverse, pool_traverse},
    {Py_tp_clear, pool_clear},
    {Py_tp_dealloc, pool_dealloc},
    {0, NULL},
};

PyType_Spec pool_spec = {
    .name = "pool.Pool",
    .basicsize = sizeof(PoolObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = pool_slots,
};
