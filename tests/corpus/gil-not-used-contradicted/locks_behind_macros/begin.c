#include "locks.h"

static long counter; //~ ISO020

static PyObject *
run(PyObject *module, PyObject *unused)
{
    BEGIN;
    counter++;
    do_end();
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS}, {NULL}};
static PyModuleDef_Slot slots[] = {{Py_mod_gil, Py_MOD_GIL_NOT_USED}, {0, NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "begin", NULL, 0, methods, slots}; //~ INIT005
PyMODINIT_FUNC PyInit_begin(void) { return PyModuleDef_Init(&def); }
