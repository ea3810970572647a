#include <Python.h>

typedef struct { PyObject *object; } state;
typedef struct { PyObject *owned; } Data;

static int
m_traverse(PyObject *module, visitproc visit, void *arg)
{
    state *st = PyModule_GetState(module); //~ GC032
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
