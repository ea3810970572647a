/* Written by the import alone, and always to the same value: a note, and not certain. */
#include <Python.h>

static int ready; //~ ISO020
static int debug_only;
static _Thread_local int own;
static char token;

#ifdef Py_DEBUG
void
set_debug(void) //~ INIT017
{
    debug_only = 1;
}
#endif

static int
spam_exec(PyObject *module)
{
    ready = 1;
    own = 2;
    return PyModule_AddIntConstant(module, "answer", ready + debug_only + own + (&token != NULL));
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
