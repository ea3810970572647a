#include <Python.h>

typedef struct { PyObject_HEAD PyObject *left; PyObject *hook; PyObject *weakrefs; } Pair;

static int
pair_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(((Pair *)op)->left);
    Py_VISIT(((Pair *)op)->hook);
    return 0;
}

static int
pair_clear(PyObject *op)
{
    Pair *self = (Pair *)op;
    PyObject *tmp = self->left;
    self->left = NULL;
    Py_XDECREF(tmp);
    return 0;
}

static void
pair_dealloc(PyObject *op) //~ GC020
{
    PyTypeObject *type = Py_TYPE(op);
    pair_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot pair_slots[] = {
    {Py_tp_traverse, pair_traverse}, {Py_tp_clear, pair_clear}, {Py_tp_dealloc, pair_dealloc}, {0, NULL},
};
PyType_Spec pair_spec = {"m.Pair", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, pair_slots};

/* A call of what a field holds, before the object is untracked. */
static void
called_dealloc(PyObject *op) //~ GC020
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject *hook = ((Pair *)op)->hook;
    if (hook != NULL) {
        Py_XDECREF(PyObject_CallNoArgs(hook));
    }
    PyObject_GC_UnTrack(op);
    pair_clear(op);
    Py_CLEAR(((Pair *)op)->hook);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot called_slots[] = {
    {Py_tp_traverse, pair_traverse}, {Py_tp_clear, pair_clear}, {Py_tp_dealloc, called_dealloc}, {0, NULL},
};
PyType_Spec called_spec = {
    .name = "m.Called",
    .basicsize = sizeof(Pair),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = called_slots,
};

PyObject *make_pair(PyObject *module) { return PyType_FromModuleAndSpec(module, &pair_spec, NULL); }
PyObject *make_called(PyObject *module) { return PyType_FromModuleAndSpec(module, &called_spec, NULL); }
