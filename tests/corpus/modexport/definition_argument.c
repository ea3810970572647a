/* The second argument of a create function is NULL where the module exports slots. */
#include <Python.h>

PyABIInfo_VAR(abi_info);

static PyObject *
create(PyObject *spec, PyModuleDef *def)
{
    return PyModule_New(def->m_name); //~ INIT015
}

static PySlot slots[] = { //~ INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_FUNC(Py_mod_create, create),
    PySlot_END
};

PyMODEXPORT_FUNC PyModExport_definition_argument(void) { return slots; }
