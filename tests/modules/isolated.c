/* Multi-phase, one heap type that does everything right, all state in the module. */
#include <Python.h>

typedef struct {
    PyObject *error;
    PyTypeObject *node_type;
} isolated_state;

typedef struct {
    PyObject_HEAD
    PyObject *next;
} Node;

static int
node_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    Py_VISIT(((Node *)op)->next);
    return 0;
}

static int
node_clear(PyObject *op)
{
    Py_CLEAR(((Node *)op)->next);
    return 0;
}

static void
node_dealloc(PyObject *op)
{
    PyTypeObject *type = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    (void)node_clear(op);
    type->tp_free(op);
    Py_DECREF(type);
}

static PyObject *
node_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)args;
    (void)kwargs;
    return type->tp_alloc(type, 0);
}

static PyType_Slot node_slots[] = {
    {Py_tp_new, (void *)node_new},
    {Py_tp_traverse, (void *)node_traverse},
    {Py_tp_clear, (void *)node_clear},
    {Py_tp_dealloc, (void *)node_dealloc},
    {0, NULL},
};

static PyType_Spec node_spec = {
    .name = "isolated.Node",
    .basicsize = sizeof(Node),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = node_slots,
};

static int
isolated_exec(PyObject *module)
{
    isolated_state *state = PyModule_GetState(module);
    state->error = PyErr_NewException("isolated.Error", NULL, NULL);
    if (state->error == NULL || PyModule_AddObjectRef(module, "Error", state->error) < 0) {
        return -1;
    }
    state->node_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &node_spec, NULL);
    if (state->node_type == NULL) {
        return -1;
    }
    return PyModule_AddType(module, state->node_type);
}

static int
isolated_traverse(PyObject *module, visitproc visit, void *arg)
{
    isolated_state *state = PyModule_GetState(module);
    Py_VISIT(state->error);
    Py_VISIT(state->node_type);
    return 0;
}

static int
isolated_clear(PyObject *module)
{
    isolated_state *state = PyModule_GetState(module);
    Py_CLEAR(state->error);
    Py_CLEAR(state->node_type);
    return 0;
}

static void
isolated_free(void *module)
{
    (void)isolated_clear((PyObject *)module);
}

static PyModuleDef_Slot isolated_slots[] = {
    {Py_mod_exec, (void *)isolated_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef isolated_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "isolated",
    .m_size = sizeof(isolated_state),
    .m_slots = isolated_slots,
    .m_traverse = isolated_traverse,
    .m_clear = isolated_clear,
    .m_free = isolated_free,
};

PyMODINIT_FUNC
PyInit_isolated(void)
{
    return PyModuleDef_Init(&isolated_module);
}
