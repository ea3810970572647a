#include <Python.h>

typedef struct { PyObject_HEAD PyObject *left; } Leaf;
typedef struct { PyTypeObject *leaf; } state;

static int leaf_traverse(PyObject *op, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(op)); Py_VISIT(((Leaf *)op)->left); return 0; }
static int leaf_clear(PyObject *op) { Py_CLEAR(((Leaf *)op)->left); return 0; }

static void
leaf_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    leaf_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot leaf_slots[] = {
    {Py_tp_traverse, leaf_traverse}, {Py_tp_clear, leaf_clear}, {Py_tp_dealloc, leaf_dealloc}, {0, NULL},
};
PyType_Spec leaf_spec = {
    "m.Leaf", sizeof(Leaf), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION, leaf_slots,
};

int
leaf_exec(PyObject *module, state *st)
{
    st->leaf = (PyTypeObject *)PyType_FromModuleAndSpec(module, &leaf_spec, NULL);
    return st->leaf == NULL ? -1 : 0;
}

/* Every caller hands over one type. */
static Leaf *
leaf_alloc(PyTypeObject *type)
{
    Leaf *leaf = PyObject_GC_New(Leaf, type); //~ GC014
    if (leaf != NULL) {
        leaf->left = NULL;
    }
    return leaf;
}

PyObject *
leaf_of(state *st, PyObject *left)
{
    Leaf *leaf = leaf_alloc(st->leaf);
    if (leaf == NULL) {
        return NULL;
    }
    leaf->left = Py_NewRef(left);
    return (PyObject *)leaf;
}
