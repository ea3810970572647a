#include "runtime.h"

static PyObject *get(PyObject *module, PyObject *none) { return Runtime_Empty(); }
static PyMethodDef mod_methods[] = {{"get", get, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot mod_slots[] = {{Py_mod_gil, Py_MOD_GIL_NOT_USED}, {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED}, {0, NULL}};
static PyModuleDef mod_module = {
    PyModuleDef_HEAD_INIT, .m_name = "mod", .m_size = 0, .m_methods = mod_methods, .m_slots = mod_slots,
};
PyMODINIT_FUNC PyInit_mod(void) { return PyModuleDef_Init(&mod_module); }
