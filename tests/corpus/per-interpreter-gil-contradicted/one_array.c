/* Two definitions with one array of slots: one finding. */
#include <Python.h>

static int counter; //~ ISO020
static PyObject *next(PyObject *module, PyObject *none) { return PyLong_FromLong(++counter); }
static PyMethodDef methods[] = {{"next", next, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
    {0, NULL},
};
static PyModuleDef one_module = {PyModuleDef_HEAD_INIT, .m_name = "one", .m_methods = methods, .m_slots = slots};
static PyModuleDef two_module = {PyModuleDef_HEAD_INIT, .m_name = "two", .m_methods = methods, .m_slots = slots};

PyMODINIT_FUNC PyInit_one(void) { return PyModuleDef_Init(&one_module); } //~ INIT011
PyMODINIT_FUNC PyInit_two(void) { return PyModuleDef_Init(&two_module); }
