/* Definitions and slots of one name in two branches: the array without an end is that of one alone. */
#include <Python.h>

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

#if PY_VERSION_HEX >= 0x030c0000
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "branches", .m_slots = spam_slots};

PyMODINIT_FUNC
PyInit_branches(void)
{
    return PyModuleDef_Init(&spam_module);
}
#else
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec}, //~ INIT014
};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "branches", .m_slots = spam_slots};

PyMODINIT_FUNC
PyInit_branches(void)
{
    return PyModuleDef_Init(&spam_module);
}
#endif
