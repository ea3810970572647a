/* The number of the interpreter that came first is kept; another one is refused. */
#include <Python.h>
#include <stdint.h>

static int64_t owner = -1; //~ ISO020
static PyObject *cache; //~ ISO010

static int
spam_exec(PyObject *mod)
{
    int64_t here = PyInterpreterState_GetID(PyInterpreterState_Get());
    if (owner == -1) {
        owner = here;
    }
    else if (owner != here) {
        PyErr_SetString(PyExc_ImportError, "one interpreter only");
        return -1;
    }
    cache = PyDict_New();
    return cache == NULL ? -1 : 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "guard_by_number", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_guard_by_number(void)
{
    return PyModuleDef_Init(&module);
}
