#include <Python.h>

PyABIInfo_VAR(abi_info);

static int
spam_exec(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PySlot spam_slots[] = { //~ INIT005 INIT015
    PySlot_FUNC(Py_mod_exec, spam_exec),
    PySlot_FUNC(Py_mod_exec, spam_exec), //~ INIT015
    PySlot_DATA(Py_mod_doc, NULL), //~ INIT015
    PySlot_END
};

PyMODEXPORT_FUNC
PyModExport_spam(void)
{
    return spam_slots;
}

PyModuleDef *
spam_definition(PyObject *module) //~ INIT017
{
    return PyModule_GetDef(module); //~ INIT015
}
