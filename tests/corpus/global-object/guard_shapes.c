/* Other shapes of the guard: the error in the else branch, a helper, a jump, a comparison. */
#include <Python.h>

static PyObject *cache; //~ ISO010
static int state = -1; //~ ISO020

static int
first_time(void)
{
    if (state == -1) {
        state = 1;
    }
    else {
        PyErr_Format(PyExc_ImportError, "%s: once only", "spam");
        goto error;
    }
    return 0;
error:
    return -1;
}

static int
spam_exec(PyObject *mod)
{
    if (first_time() < 0) {
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
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "guard_shapes", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_guard_shapes(void)
{
    return PyModuleDef_Init(&module);
}
