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

static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
#if PY_VERSION_HEX >= 0x03050000
    .m_size = 0,
    .m_slots = spam_slots,
#else
    .m_size = -1,
#endif
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
