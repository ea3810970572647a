#include "compat.h"

static PyObject *
spam(PyObject *self, PyObject *arg)
{
    return only_unused_writes ? PyLong_FromLong(COMPAT_CALL()) : compat_used();
}

static PyMethodDef methods[] = {{"spam", spam, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots};

PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&module); }
