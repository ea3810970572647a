/* The module: isolated in its state, and then again not. */
#include "pool.h"

static PyObject *PoolError;
static Py_ssize_t pools_made;

/* extlint: ignore[ISO010] set once, before any thread starts, and never replaced */
static PyObject *default_hook;

static PyObject *
set_default_hook(PyObject *module, PyObject *hook)
{
    (void)module;
    if (!PyCallable_Check(hook)) {
        PyErr_SetString(PoolError, "the hook is not callable");
        return NULL;
    }
    Py_INCREF(hook);
    Py_XSETREF(default_hook, hook);
    pools_made++;
    Py_RETURN_NONE;
}

static PyMethodDef pool_methods[] = {
    {"set_default_hook", set_default_hook, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static int
pool_exec(PyObject *module)
{
    pool_state *state = PyModule_GetState(module);
    PoolError = PyErr_NewException("pool.PoolError", NULL, NULL);
    if (PoolError == NULL) {
        return -1;
    }
    state->pool_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &pool_spec, NULL);
    if (state->pool_type == NULL) {
        return -1;
    }
    return PyModule_AddType(module, state->pool_type);
}

static PyModuleDef_Slot pool_module_slots[] = {
    {Py_mod_exec, pool_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};

static struct PyModuleDef pool_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "pool",
    .m_size = sizeof(pool_state),
    .m_methods = pool_methods,
    .m_slots = pool_module_slots,
};

PyMODINIT_FUNC
PyInit_pool(void)
{
    return PyModuleDef_Init(&pool_module);
}
