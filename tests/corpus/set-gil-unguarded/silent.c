#include <Python.h>

static PyModuleDef_Slot spam_slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT011
{
    return PyModuleDef_Init(&spam_module);
}

static PyModuleDef ham_module = {PyModuleDef_HEAD_INIT, .m_name = "ham", .m_size = -1};

PyMODINIT_FUNC
PyInit_ham(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&ham_module);
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
    return module;
}

static PyModuleDef eggs_module = {PyModuleDef_HEAD_INIT, .m_name = "eggs", .m_size = -1};

/* What the project's own macro stands for is not known. */
PyMODINIT_FUNC
PyInit_eggs(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&eggs_module);
#if SPAM_WITHOUT_GIL
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
#endif
    return module;
}
