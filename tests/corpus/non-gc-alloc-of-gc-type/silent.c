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
static PyType_Slot flat_slots[] = {{Py_tp_doc, "flat"}, {0, NULL}};
static PyType_Spec flat_spec = {
    .name = "m.Flat",
    .basicsize = sizeof(PyObject),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = flat_slots,
};
typedef struct { PyTypeObject *Node_Type; PyTypeObject *Flat_Type; Node *free_list[8]; int free; } state;

int
m_exec(PyObject *m, state *st)
{
    st->Node_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &node_spec, NULL);
    st->Flat_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &flat_spec, NULL);
    return st->Node_Type == NULL || st->Flat_Type == NULL ? -1 : 0;
}

PyObject *flat(state *st) { return PyObject_New(PyObject, st->Flat_Type); }
PyObject *by_slot(state *st) { return st->Node_Type->tp_alloc(st->Node_Type, 0); }
PyObject *
collected(state *st)
{
    Node *node = PyObject_GC_New(Node, st->Node_Type);
    if (node != NULL) {
        node->next = NULL;
        PyObject_GC_Track(node);
    }
    return (PyObject *)node;
}

/* Memory that tp_alloc gave once. */
PyObject *
from_free_list(state *st)
{
    Node *node = st->free_list[--st->free];
    (void)PyObject_Init((PyObject *)node, st->Node_Type);
    return (PyObject *)node;
}

/* A type that is not known. */
PyObject *open(PyTypeObject *type) { return PyObject_New(PyObject, type); }
