#include "table.h"

static PyObject *
use(PyObject *module, PyObject *value)
{
    return PyBool_FromLong(Table != NULL);
}
static PyMethodDef a_methods[] = {{"use", use, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot a_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static PyModuleDef a_module = {
    PyModuleDef_HEAD_INIT, .m_name = "a", .m_size = 0, .m_methods = a_methods, .m_slots = a_slots,
};
PyMODINIT_FUNC PyInit_a(void) { return PyModuleDef_Init(&a_module); }
