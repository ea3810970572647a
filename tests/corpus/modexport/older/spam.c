#include <Python.h>

PyABIInfo_VAR(abi_info);

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PySlot spam_slots[] = { //~ INIT005
    PySlot_FUNC(Py_mod_exec, spam_exec),
    PySlot_FUNC(Py_mod_exec, spam_exec),
    PySlot_END
};

PyMODEXPORT_FUNC
PyModExport_spam(void)
{
    return spam_slots;
}
