/* Two arrays of one name, one a branch: each hook has the one that is compiled with it. */
#include <Python.h>

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

#if PY_VERSION_HEX >= 0x030f0000
PyABIInfo_VAR(abi_info);

static PySlot spam_slots[] = {
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_STATIC_DATA(Py_mod_name, "branches"),
    PySlot_FUNC(Py_mod_exec, spam_exec),
    PySlot_DATA(Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED),
    PySlot_END
};

PyMODEXPORT_FUNC PyModExport_branches(void) { return spam_slots; }
#else
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
#if PY_VERSION_HEX >= 0x030c0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "branches", .m_slots = spam_slots};

PyMODINIT_FUNC PyInit_branches(void) { return PyModuleDef_Init(&spam_module); }
#endif
