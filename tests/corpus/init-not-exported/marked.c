/* Attributes of other kinds ask to be seen as well. */
#include <Python.h>

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_USED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static PyModuleDef one_module = {PyModuleDef_HEAD_INIT, .m_name = "one", .m_slots = spam_slots};

#if defined(_WIN32)
__declspec(dllexport) PyObject *
PyInit_one(void) //~ INIT011
{
    return PyModuleDef_Init(&one_module);
}
#else
__attribute__((visibility("default"))) PyObject *
PyInit_two(void)
{
    return PyModuleDef_Init(&one_module);
}
#endif

SPAM_EXPORT PyObject *
PyInit_three(void)
{
    return PyModuleDef_Init(&one_module);
}
