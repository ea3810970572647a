#include <Python.h>

PyABIInfo_VAR(abi_info);

static PyObject *
create(PyObject *spec, PyModuleDef *def)
{
    if (def != NULL) {
        return PyModule_New(def->m_name);
    }
    return PyModule_New("definition_tested");
}

static PyObject *
create_old(PyObject *spec, PyModuleDef *def)
{
    return PyModule_New(def->m_name);
}

static PySlot slots[] = { //~ INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_FUNC(Py_mod_create, create),
    PySlot_END
};

PyMODEXPORT_FUNC PyModExport_definition_tested(void) { return slots; }

static PyModuleDef_Slot old_slots[] = {{Py_mod_create, create_old}, {0, NULL}};
static PyModuleDef old = {PyModuleDef_HEAD_INIT, .m_name = "definition_tested", .m_slots = old_slots}; //~ INIT005

PyMODINIT_FUNC PyInit_definition_tested(void) { return PyModuleDef_Init(&old); }
