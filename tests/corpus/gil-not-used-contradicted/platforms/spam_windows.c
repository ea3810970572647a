#include <Python.h>
#include "windows/handles.h"

static PyObject *
call(PyObject *self, PyObject *arg)
{
    return PyLong_FromLong(open_handle(buffer_size));
}

static PyMethodDef methods[] = {{"call", call, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam_windows", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_spam_windows(void) { return PyModuleDef_Init(&module); }
