#include <Python.h>

typedef struct { PyTypeObject *node; Py_ssize_t freed; } state;
static struct PyModuleDef tree_module;
typedef struct { PyObject_HEAD long depth; } Node;

/* Three functions between the dealloc and what may be NULL. */
static state *
get_state(PyObject *module)
{
    return (state *)PyModule_GetState(module);
}

static state *
state_of_type(PyTypeObject *type)
{
    PyObject *module = PyType_GetModuleByDef(type, &tree_module);
    return get_state(module);
}

static state *
state_of(PyObject *op)
{
    state *st = state_of_type(Py_TYPE(op));
    return st;
}

static void
node_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    state_of(op)->freed++; //~ HT003
    type->tp_free(op);
    Py_DECREF(type);
}

/* One of the functions tests. */
static state *
tested_of(PyObject *op)
{
    PyObject *module = PyType_GetModuleByDef(Py_TYPE(op), &tree_module);
    if (module == NULL) {
        return NULL;
    }
    return get_state(module);
}

static void
leaf_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    state *st = tested_of(op);
    if (st != NULL) {
        st->freed++;
    }
    type->tp_free(op);
    Py_DECREF(type);
}

static PyType_Slot node_slots[] = {{Py_tp_dealloc, node_dealloc}, {0, NULL}};
PyType_Spec node_spec = {"tree.Node", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, node_slots};
static PyType_Slot leaf_slots[] = {{Py_tp_dealloc, leaf_dealloc}, {0, NULL}};
PyType_Spec leaf_spec = {"tree.Leaf", sizeof(Node), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, leaf_slots};
static struct PyModuleDef tree_module = {PyModuleDef_HEAD_INIT, .m_name = "tree", .m_size = sizeof(state)};
