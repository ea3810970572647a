#include <Python.h>

typedef struct { PyObject_HEAD PyObject *left; PyObject *hook; } Pair;

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
    PyObject *tmp = ((Pair *)op)->left;
    ((Pair *)op)->left = NULL;
    Py_XDECREF(tmp);
    Py_CLEAR(((Pair *)op)->hook);
    return 0;
}

/* Untracked first; the local has a reference of its own besides. */
static void
pair_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject *kept = ((Pair *)op)->left;
    Py_XINCREF(kept);
    Py_XDECREF(kept);
    PyObject_GC_UnTrack(op);
    Py_XDECREF(PyObject_CallNoArgs(((Pair *)op)->hook));
    pair_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot pair_slots[] = {
    {Py_tp_traverse, pair_traverse}, {Py_tp_clear, pair_clear}, {Py_tp_dealloc, pair_dealloc}, {0, NULL},
};
PyType_Spec pair_spec = {"m.Pair", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, pair_slots};

/* The object has a reference of its own while the hook runs. */
static void
alive_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    Py_SET_REFCNT(op, 1);
    Py_XDECREF(PyObject_CallNoArgs(((Pair *)op)->hook));
    Py_SET_REFCNT(op, 0);
    PyObject_GC_UnTrack(op);
    pair_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot alive_slots[] = {
    {Py_tp_traverse, pair_traverse}, {Py_tp_clear, pair_clear}, {Py_tp_dealloc, alive_dealloc}, {0, NULL},
};
PyType_Spec alive_spec = {"m.Alive", sizeof(Pair), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, alive_slots};

PyObject *make_pair(PyObject *module) { return PyType_FromModuleAndSpec(module, &pair_spec, NULL); }
PyObject *make_alive(PyObject *module) { return PyType_FromModuleAndSpec(module, &alive_spec, NULL); }
