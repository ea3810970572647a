#include <Python.h>

#define NAME "spam"

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {0, NULL},
};

static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "tools." NAME,
    .m_slots = spam_slots,
};

#ifdef WITH_DEBUG
PyMODINIT_FUNC
PyInit_spam_d(void)
{
    return PyModuleDef_Init(&spam_module);
}
#else
PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
#endif
