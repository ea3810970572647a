/* Exported only as long as nothing hides it. */
#include <Python.h>

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_USED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "unmarked", .m_slots = spam_slots};

PyObject *
PyInit_unmarked(void) //~ INIT012
{
    return PyModuleDef_Init(&spam_module);
}
