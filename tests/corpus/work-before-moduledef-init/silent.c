#include <Python.h>

#include <assert.h>

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
    .m_size = 0,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    int size = 1;
    assert(sizeof(int) >= 4);
#if PY_VERSION_HEX < 0x03050000
    return PyModule_Create(&spam_module);
#endif
    (void)size;
    return PyModuleDef_Init(&spam_module);
}
