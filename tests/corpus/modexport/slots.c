/* Slots under conditions, numbers that are 0, and types in the place of a module's. */
#include <Python.h>

PyABIInfo_VAR(abi_info);

static int run(PyObject *m) { return 0; }

static PySlot two_branches[] = { //~ INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_STATIC_DATA(Py_mod_name, "spam"),
    PySlot_DATA(Py_mod_gil, NULL),
    PySlot_DATA(Py_mod_state_size, 0),
#ifdef ONE
    PySlot_FUNC(Py_mod_exec, run),
#else
    PySlot_FUNC(Py_mod_exec, run),
#endif
    PySlot_END,
};

PyMODEXPORT_FUNC PyModExport_spam(void) { return two_branches; }

static PySlot dead_second[] = { //~ INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_STATIC_DATA(Py_mod_doc, NULL), //~ INIT015
    PySlot_STATIC_DATA(Py_mod_name, "eggs"),
#if 0
    PySlot_STATIC_DATA(Py_mod_name, "ham"),
#endif
    PySlot_STATIC_DATA(Py_mod_name, "ham"), //~ INIT015
    PySlot_END,
};

PyMODEXPORT_FUNC PyModExport_eggs(void) { return dead_second; }

PyMODEXPORT_FUNC
PyModExport_last(void)
{
    PySlot short_lived[] = {PySlot_STATIC_DATA(Py_mod_abi, &abi_info), PySlot_END}; //~ INIT005 INIT015
    return short_lived;
}

PyObject *
definition_of(PyObject *m) //~ INIT017
{
#if 0
    PyModule_GetDef(m);
#endif
    return (PyObject *)PyModule_GetDef(m); //~ INIT015
}
