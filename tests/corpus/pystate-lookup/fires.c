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

static PyModuleDef old_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "old",
    .m_size = 8,
};

PyObject *
of_the_old(void) //~ INIT017
{
    return PyState_FindModule(&old_module); //~ INIT009
}

int *
unchecked(void) //~ INIT017
{
    return PyModule_GetState(PyState_FindModule(&old_module)); //~ INIT009
}

int
registered(PyObject *module) //~ INIT017
{
    return PyState_AddModule(module, &old_module) + PyState_RemoveModule(&old_module); //~ INIT009 INIT009
}

static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}

PyObject *
of_the_new(void) //~ INIT017
{
    return PyState_FindModule(&spam_module); //~ INIT009
}
