#include <Python.h>

// Memory that a collected allocation gave, used again.
typedef struct { PyObject_HEAD PyObject *next; } Node;
static int node_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(((Node *)self)->next); return 0; }
static int node_clear(PyObject *self) { Py_CLEAR(((Node *)self)->next); return 0; }
static PyObject *node_new(PyTypeObject *t, PyObject *a, PyObject *k);
static void node_dealloc(PyObject *o);
static PyTypeObject Node_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Node",
    .tp_basicsize = sizeof(Node),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = node_traverse,
    .tp_clear = node_clear,
    .tp_new = node_new,
    .tp_dealloc = node_dealloc,
};

/* An array and its counter, as Cython keeps them. */
static Node *freelist_Node[8]; //~ ISO010
static int freecount_Node = 0; //~ ISO020
static PyObject *
node_new(PyTypeObject *t, PyObject *a, PyObject *k)
{
    PyObject *o;
    if (freecount_Node > 0 && t->tp_basicsize == sizeof(Node)) {
        o = (PyObject *)freelist_Node[--freecount_Node];
        memset(o, 0, sizeof(Node));
        (void)PyObject_INIT(o, t);
        PyObject_GC_Track(o);
    }
    else {
        o = t->tp_alloc(t, 0);
        if (!o) return 0;
    }
    return o;
}
static void
node_dealloc(PyObject *o)
{
    PyObject_GC_UnTrack(o);
    Py_CLEAR(((Node *)o)->next);
    if (freecount_Node < 8 && Py_TYPE(o)->tp_basicsize == sizeof(Node)) {
        freelist_Node[freecount_Node++] = (Node *)o;
    }
    else {
        Py_TYPE(o)->tp_free(o);
    }
}

/* A chain through a field. */
static Node *free_nodes; //~ ISO010
Node *
next_node(void)
{
    Node *node = free_nodes;
    if (node != NULL) {
        free_nodes = (Node *)node->next;
        (void)PyObject_Init((PyObject *)node, &Node_Type);
    }
    return node;
}
