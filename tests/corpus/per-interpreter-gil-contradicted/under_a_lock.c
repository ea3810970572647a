/* A plain variable that one lock of the process covers: two interpreters take turns. */
#include <Python.h>

static PyMutex lock; //~ ISO023
static long hits; //~ ISO020

static PyObject *
call(PyObject *self, PyObject *arg)
{
    long now;
    PyMutex_Lock(&lock);
    now = ++hits;
    PyMutex_Unlock(&lock);
    return PyLong_FromLong(now);
}

static PyMethodDef methods[] = {{"call", call, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "under_a_lock", NULL, 0, methods, slots};

PyMODINIT_FUNC PyInit_under_a_lock(void) { return PyModuleDef_Init(&module); }
