/* Its own functions and locals have the names of what the other platform's file defines for the linker. */
#include <Python.h>

static int open_handle(int size) { return size; }

static PyObject *
call(PyObject *self, PyObject *arg)
{
    int buffer_size = open_handle(3);
    return PyLong_FromLong(buffer_size);
}

static PyMethodDef methods[] = {{"call", call, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030D0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam_aix", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_spam_aix(void) { return PyModuleDef_Init(&module); }
