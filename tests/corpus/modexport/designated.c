/* Entries as designated initialisers, in a constant array. */
#include <Python.h>

PyABIInfo_VAR(abi_info);

static int
spam_exec(PyObject *m)
{
    return PyModule_AddIntConstant(m, "answer", 42);
}

static const PySlot slots[] = { //~ INIT005
    {.sl_id = Py_mod_abi, .sl_ptr = &abi_info},
    {.sl_id = Py_mod_exec, .sl_func = (_Py_funcptr_t)spam_exec},
    {.sl_id = Py_mod_gil, .sl_ptr = Py_MOD_GIL_NOT_USED},
    {.sl_id = Py_mod_gil, .sl_ptr = Py_MOD_GIL_NOT_USED}, //~ INIT015
    {.sl_id = Py_mod_methods, .sl_ptr = NULL}, //~ INIT015 HT009
    {0},
};

PyMODEXPORT_FUNC PyModExport_designated(void) { return (PySlot *)slots; }
