/* The documented guard, under its lock. */
#include <Python.h>

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0) "guard_locked.Spam"}; //~ ISO001
static PyObject *cache; //~ ISO010
static int loaded = 0; //~ ISO020
static PyMutex load_lock = {0}; //~ ISO023

static int
spam_exec(PyObject *mod)
{
    PyMutex_Lock(&load_lock);
    if (loaded) {
        PyMutex_Unlock(&load_lock);
        PyErr_SetString(PyExc_ImportError, "cannot load module more than once per process");
        return -1;
    }
    loaded = 1;
    PyMutex_Unlock(&load_lock);
    cache = PyDict_New();
    return PyModule_AddType(mod, &Spam_Type);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "guard_locked", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_guard_locked(void)
{
    return PyModuleDef_Init(&module);
}
