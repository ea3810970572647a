#include <Python.h>

static int
slot_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slot_slots[] = {
    {Py_mod_exec, slot_exec},
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_USED},
#endif
    {0, NULL},
};

static PyModuleDef slot_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "slot",
    .m_size = 0,
    .m_slots = slot_slots,
};

PyMODINIT_FUNC
PyInit_slot(void)
{
    return PyModuleDef_Init(&slot_module);
}
