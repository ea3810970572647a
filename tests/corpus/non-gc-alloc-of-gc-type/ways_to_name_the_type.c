#include <Python.h>

typedef struct { PyObject_HEAD PyObject *next; } Node;
static int node_traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(((Node *)self)->next); return 0; }
static int node_clear(PyObject *self) { Py_CLEAR(((Node *)self)->next); return 0; }
static PyType_Slot node_slots[] = {{Py_tp_traverse, node_traverse}, {Py_tp_clear, node_clear}, {0, NULL}};
static PyType_Spec node_spec = {"m.Node", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, node_slots};

/* A type without GC beside it. */
static PyType_Slot flat_slots[] = {{Py_tp_doc, "flat"}, {0, NULL}};
static PyType_Spec flat_spec = {"m.Flat", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, flat_slots};

typedef struct { PyObject *NodeType; PyTypeObject *FlatType; } state;
extern struct PyModuleDef def;
static inline state *get_state(PyObject *m) { return (state *)PyModule_GetState(m); }
#define global_state ((state *)PyModule_GetState(PyState_FindModule(&def))) /*~ INIT009 */
#define NodeTypeOf(m) (get_state(m)->NodeType)
#define TheNodeType global_state->NodeType

int
m_exec(PyObject *m)
{
    state *st = get_state(m);
    st->NodeType = PyType_FromModuleAndSpec(m, &node_spec, NULL);
    if (st->NodeType == NULL) {
        return -1;
    }
    st->FlatType = (PyTypeObject *)PyType_FromModuleAndSpec(m, &flat_spec, NULL);
    return st->FlatType == NULL ? -1 : 0;
}

PyObject *by_getter(PyObject *m) { return (PyObject *)PyObject_New(Node, (PyTypeObject *)get_state(m)->NodeType); } //~ GC010
PyObject *by_alias(void) { return (PyObject *)PyObject_New(Node, (PyTypeObject *)TheNodeType); } //~ GC010
PyObject *old_spelling(state *st) { return (PyObject *)PyObject_NEW(Node, (PyTypeObject *)st->NodeType); } //~ GC010
PyObject *the_function(state *st) { return _PyObject_New((PyTypeObject *)st->NodeType); } //~ GC010
PyObject *
in_memory(state *st)
{
    Node *node = (Node *)PyObject_Malloc(sizeof(Node));
    if (node == NULL) {
        return PyErr_NoMemory();
    }
    (void)PyObject_INIT(node, (PyTypeObject *)st->NodeType); //~ GC010
    node->next = NULL;
    return (PyObject *)node;
}

/* The right ways, and the type that has no header. */
PyObject *flat(PyObject *m) { return PyObject_New(PyObject, get_state(m)->FlatType); }
PyObject *
flat_in_memory(state *st)
{
    PyObject *p = PyObject_Malloc(sizeof(PyObject));
    return p == NULL ? NULL : PyObject_Init(p, st->FlatType);
}
PyObject *
with_header(state *st)
{
    Node *node = PyObject_GC_New(Node, (PyTypeObject *)st->NodeType);
    if (node == NULL) {
        return NULL;
    }
    /* Initialised again: the memory has the header. */
    (void)PyObject_Init((PyObject *)node, (PyTypeObject *)st->NodeType);
    node->next = NULL;
    PyObject_GC_Track(node);
    return (PyObject *)node;
}
