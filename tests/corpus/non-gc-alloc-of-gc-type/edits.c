#include <Python.h>

typedef struct { PyObject_HEAD PyObject *next; } Node;
typedef struct { PyTypeObject *node_type; PyObject *object; } state;

static int
node_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Node *)self)->next);
    return 0;
}

static int
node_clear(PyObject *self)
{
    Py_CLEAR(((Node *)self)->next);
    return 0;
}

static PyType_Slot node_slots[] = {
    {Py_tp_traverse, node_traverse},
    {Py_tp_clear, node_clear},
    {0, NULL},
};
static PyType_Spec node_spec = {
    "m.Node", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, node_slots,
};

int
add_types(PyObject *module, state *st)
{
    st->node_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &node_spec, NULL);
    return PyModule_AddType(module, st->node_type);
}

PyObject *
in_state(state *st)
{
    Node *node = PyObject_New(Node, st->node_type); //~ GC010
    if (node == NULL) {
        return NULL;
    }
    node->next = NULL;
    PyObject_GC_Track(node);
    return (PyObject *)node;
}

PyObject *
cast(state *st)
{
    Node *node;
    st->object = PyType_FromSpec(&node_spec);
    node = PyObject_New(Node, (PyTypeObject *)st->object); //~ GC010
    if (!node)
        return NULL;
    node->next = NULL;
    return (PyObject *)node;
}

/* The result is used at once: somebody must look. */
PyObject *
used_at_once(state *st)
{
    Node *node = PyObject_New(Node, st->node_type); //~ GC010
    node->next = NULL;
    return (PyObject *)node;
}

static PyTypeObject Static_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static",
    .tp_basicsize = sizeof(Node),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = node_traverse,
    .tp_clear = node_clear,
};

PyObject *
of_static(void)
{
    Node *node = PyObject_New(Node, &Static_Type); //~ GC010
    if (node == NULL) {
        return PyErr_NoMemory();
    }
    node->next = NULL;
    return (PyObject *)node;
}
