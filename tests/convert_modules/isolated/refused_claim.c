/* The module says already that it is isolated, and is not. */
#include <Python.h>

static int calls;

static PyObject *
count(PyObject *self, PyObject *args)
{
    calls++;
    return PyLong_FromLong(calls);
}

static PyMethodDef methods[] = {
    {"count", count, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};

static PyModuleDef refused_claim_module = {
    PyModuleDef_HEAD_INIT,
    "refused_claim",
    NULL,
    0,
    methods,
    slots,
};

PyMODINIT_FUNC
PyInit_refused_claim(void)
{
    return PyModuleDef_Init(&refused_claim_module);
}
