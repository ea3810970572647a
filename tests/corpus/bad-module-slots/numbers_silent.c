/* By number under a version guard, and names that a macro of the project gives to known numbers. */
#include <Python.h>

#define MY_EXEC 2
#define MY_NEXT (MY_EXEC + 1)

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

static PyModuleDef_Slot slots[] = {
    {MY_EXEC, spam_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {MY_NEXT, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {4, Py_MOD_GIL_USED},
#endif
    {0, NULL},
};

static PyModuleDef module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "numbers_silent",
    .m_size = 0,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_numbers_silent(void)
{
    return PyModuleDef_Init(&module);
}
