/* Says it, or leaves it to an array that may. */
#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

PyABIInfo_VAR(abi_info);

static int
fill(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PySlot slots[] = { //~ INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_FUNC(Py_mod_exec, fill),
    PySlot_END
};

PyMODEXPORT_FUNC
PyModExport_spam(void)
{
    return slots;
}
