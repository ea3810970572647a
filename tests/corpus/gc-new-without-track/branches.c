#include <Python.h>

typedef struct { PyObject_HEAD PyObject *left; PyObject *right; } Node;
typedef struct { PyTypeObject *node; PyTypeObject *leaf; } state;

static int
node_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(((Node *)op)->left);
    Py_VISIT(((Node *)op)->right);
    return 0;
}

static int
node_clear(PyObject *op)
{
    Py_CLEAR(((Node *)op)->left);
    Py_CLEAR(((Node *)op)->right);
    return 0;
}

static void
node_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    node_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

/* Two allocators fill one local; one of them tracks. */
static PyObject *
node_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Node *self;
    if (args == NULL) {
        self = PyObject_GC_New(Node, type); //~ GC014
    } else {
        self = (Node *)type->tp_alloc(type, 0);
    }
    if (self == NULL) {
        return NULL;
    }
    self->left = PyList_New(0);
    self->right = PyList_New(0);
    return (PyObject *)self;
}

static PyType_Slot node_slots[] = {
    {Py_tp_traverse, node_traverse}, {Py_tp_clear, node_clear}, {Py_tp_dealloc, node_dealloc},
    {Py_tp_new, node_new}, {0, NULL},
};
PyType_Spec node_spec = {"m.Node", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, node_slots};

PyObject *make_node(PyObject *m) { return PyType_FromModuleAndSpec(m, &node_spec, NULL); }
