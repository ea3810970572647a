#include <Python.h>

typedef struct { PyObject *object; } state;
/* The project has a function of this name: what CPython promises of its own is no matter. */
static void *
PyModule_GetState(PyObject *module)
{
    return ((void **)module)[4];
}

static int
m_traverse(PyObject *module, visitproc visit, void *arg)
{
    state *st = PyModule_GetState(module);
    Py_VISIT(st->object);
    return 0;
}

static int
m_clear(PyObject *module)
{
    state *st = PyModule_GetState(module);
    Py_CLEAR(st->object);
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};
static struct PyModuleDef def = {
    PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = sizeof(state), .m_slots = slots,
    .m_traverse = m_traverse, .m_clear = m_clear,
};

PyMODINIT_FUNC
PyInit_m(void)
{
    return PyModuleDef_Init(&def);
}
