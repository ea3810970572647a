#include <Python.h>

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
#ifdef MULTI_PHASE
    .m_slots = spam_slots,
#endif
};

PyMODINIT_FUNC
PyInit_spam(void)
{
#ifdef MULTI_PHASE
    return PyModuleDef_Init(&spam_module);
#else
    return PyModule_Create(&spam_module);
#endif
}
