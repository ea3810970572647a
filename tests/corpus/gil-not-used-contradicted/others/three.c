#include <Python.h>

static int counter; //~ ISO020
static PyObject *next(PyObject *self, PyObject *unused) { return PyLong_FromLong(counter++); }
static PyMethodDef methods[] = {{"next", next, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX < 0x03030000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {Py_mod_gil, Py_MOD_GIL_USED},
    {0, NULL},
};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "three", NULL, 0, methods, slots}; //~ INIT005
PyMODINIT_FUNC PyInit_three(void) { return PyModuleDef_Init(&def); }
