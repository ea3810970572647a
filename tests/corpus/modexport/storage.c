#include <Python.h>

PyABIInfo_VAR(abi_info);

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

PyMODEXPORT_FUNC
PyModExport_spam(void)
{
    PySlot slots[] = { //~ INIT005 INIT015
        PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
        PySlot_FUNC(Py_mod_exec, spam_exec),
        PySlot_END
    };
    return slots;
}
