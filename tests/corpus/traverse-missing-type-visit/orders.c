#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; PyObject *other; } Thing;

/* The body of do … while runs. */
static int
once_traverse(PyObject *op, visitproc visit, void *arg)
{
    do {
        Py_VISIT(Py_TYPE(op));
        Py_VISIT(((Thing *)op)->cb);
    } while (0);
    return 0;
}
static PyType_Slot once_slots[] = {{Py_tp_traverse, once_traverse}, {0, NULL}};
PyType_Spec once_spec = {
    .name = "m.Once", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = once_slots,
};

/* Both sides run where both are 0. */
static int
or_traverse(PyObject *op, visitproc visit, void *arg)
{
    return visit(((Thing *)op)->cb, arg) || visit((PyObject *)Py_TYPE(op), arg);
}
static PyType_Slot or_slots[] = {{Py_tp_traverse, or_traverse}, {0, NULL}};
PyType_Spec or_spec = {
    .name = "m.Or", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = or_slots,
};

/* What is returned is no longer what the test found. */
static int
again_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    int e = visit(((Thing *)op)->cb, arg);
    if (e) {
        e = visit(((Thing *)op)->other, arg);
        return e;
    }
    return visit((PyObject *)Py_TYPE(op), arg);
}
static PyType_Slot again_slots[] = {{Py_tp_traverse, again_traverse}, {0, NULL}};
PyType_Spec again_spec = {
    .name = "m.Again", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = again_slots,
};

/* One of two tests that may exclude each other. */
static int
either_traverse(PyObject *op, visitproc visit, void *arg)
{
    Thing *self = (Thing *)op;
    if (self->cb) {
        Py_VISIT(Py_TYPE(op));
    }
    if (!self->cb) {
        Py_VISIT(Py_TYPE(op));
    }
    return 0;
}
static PyType_Slot either_slots[] = {{Py_tp_traverse, either_traverse}, {0, NULL}};
PyType_Spec either_spec = {
    .name = "m.Either", .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = either_slots,
};
