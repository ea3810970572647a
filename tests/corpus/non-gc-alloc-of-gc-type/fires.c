#include <Python.h>

typedef struct { PyObject_HEAD PyObject *next; Py_ssize_t n; } Node;

static int
node_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Node *)self)->next);
    return 0;
}
static int node_clear(PyObject *self) { Py_CLEAR(((Node *)self)->next); return 0; }

static PyType_Slot node_slots[] = {{Py_tp_traverse, node_traverse}, {Py_tp_clear, node_clear}, {0, NULL}};
static PyType_Spec node_spec = {
    .name = "m.Node",
    .basicsize = sizeof(Node),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .slots = node_slots,
};
typedef struct { PyTypeObject *Node_Type; PyObject *Sub_Type; } state;

static PyType_Slot sub_slots[] = {{0, NULL}};
static PyType_Spec sub_spec = {.name = "m.Sub", .basicsize = sizeof(Node), .flags = Py_TPFLAGS_DEFAULT, .slots = sub_slots};

int
m_exec(PyObject *m, state *st)
{
    PyTypeObject *type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &node_spec, NULL);
    if (type == NULL) {
        return -1;
    }
    st->Node_Type = type;
    st->Sub_Type = PyType_FromModuleAndSpec(m, &sub_spec, (PyObject *)st->Node_Type);
    return st->Sub_Type == NULL ? -1 : 0;
}

PyObject *plain(state *st) { return (PyObject *)PyObject_New(Node, st->Node_Type); } //~ GC010
PyObject *with_items(state *st) { return (PyObject *)PyObject_NewVar(Node, st->Node_Type, 3); } //~ GC010
PyObject *inherited(state *st) { return (PyObject *)PyObject_New(Node, (PyTypeObject *)st->Sub_Type); } //~ GC010
PyObject *
through_a_local(state *st)
{
    PyTypeObject *type = st->Node_Type;
    Node *node = PyObject_New(Node, type); //~ GC010
    return (PyObject *)node;
}
PyObject *
in_place(state *st)
{
    Node *node = PyMem_Malloc(sizeof(Node));
    if (node == NULL) {
        return NULL;
    }
    return PyObject_Init((PyObject *)node, st->Node_Type); //~ GC010
}

static PyTypeObject Static_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Static",
    .tp_basicsize = sizeof(Node),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = node_traverse,
    .tp_clear = node_clear,
};
PyObject *of_static(void) { return (PyObject *)PyObject_New(Node, &Static_Type); } //~ GC010

/* The flag is set at run time, before PyType_Ready. */
static PyTypeObject Late_Type; //~ ISO001
int
ready(void)
{
    Late_Type.tp_name = "m.Late";
    Late_Type.tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC;
    Late_Type.tp_traverse = node_traverse;
    return PyType_Ready(&Late_Type);
}
PyObject *of_late(void) { return (PyObject *)PyObject_New(Node, &Late_Type); } //~ GC010
