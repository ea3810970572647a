#include <Python.h>

typedef struct { PyObject *cache; } State;

static PyObject *
spam_get(PyObject *module, PyObject *key)
{
    State *state = PyModule_GetState(module);
    return Py_XNewRef(PyDict_GetItemWithError(state->cache, key)); //~ FT001
}

static PyObject *
spam_put(PyObject *module, PyObject *key)
{
    State *state = PyModule_GetState(module);
    return PyDict_SetItem(state->cache, key, key) < 0 ? NULL : Py_NewRef(key);
}

static int
spam_exec(PyObject *module)
{
    State *state = PyModule_GetState(module);
    state->cache = PyDict_New();
    /* Nobody else has the module yet. */
    return state->cache == NULL || PyDict_GetItemString(PyModule_GetDict(module), "x") == Py_None ? -1 : 0;
}

static int
spam_traverse(PyObject *module, visitproc visit, void *arg)
{
    State *state = PyModule_GetState(module);
    Py_VISIT(state->cache);
    return 0;
}

static int
spam_clear(PyObject *module)
{
    State *state = PyModule_GetState(module);
    Py_CLEAR(state->cache);
    return 0;
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_O, NULL}, {"put", spam_put, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, NULL},
};

static PyModuleDef spam_module = { //~ INIT003
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = sizeof(State),
    .m_methods = spam_methods,
    .m_slots = spam_slots,
    .m_traverse = spam_traverse,
    .m_clear = spam_clear,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
