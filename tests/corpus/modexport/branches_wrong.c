/* Two arrays of one name again; the one that the hook returns is not of its kind, and the other has what it must not. */
#include <Python.h>

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

#if PY_VERSION_HEX >= 0x030f0000
static PyModuleDef_Slot spam_slots[] = { //~ INIT015
    {Py_mod_exec, spam_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};

PyMODEXPORT_FUNC PyModExport_branches_wrong(void) { return spam_slots; }
#else
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_exec, spam_exec},
    {Py_mod_name, "branches_wrong"}, //~ INIT014 INIT015
#if PY_VERSION_HEX >= 0x030c0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "branches_wrong", .m_slots = spam_slots};

PyMODINIT_FUNC PyInit_branches_wrong(void) { return PyModuleDef_Init(&spam_module); }
#endif
