#include "table.h"

static PyObject *
use(PyObject *module, PyObject *value)
{
    IMPORT_TABLE();
    count_use();
    return PyLong_FromLong(uses);
}
static PyMethodDef b_methods[] = {{"use", use, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot b_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
    {0, NULL},
};
static PyModuleDef b_module = {
    PyModuleDef_HEAD_INIT, .m_name = "b", .m_size = 0, .m_methods = b_methods, .m_slots = b_slots,
};
PyMODINIT_FUNC PyInit_b(void) { return PyModuleDef_Init(&b_module); }
