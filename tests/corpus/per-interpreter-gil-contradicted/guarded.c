/* A guard contradicts the claim that interpreters with an own GIL may load the module. */
#include <Python.h>

static int loaded; //~ ISO020

static int
spam_exec(PyObject *mod)
{
    if (loaded) {
        PyErr_SetString(PyExc_ImportError, "once only");
        return -1;
    }
    loaded = 1;
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "guarded", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_guarded(void)
{
    return PyModuleDef_Init(&module);
}
