/* Here the row is there on all of them. */
#include <Python.h>
#ifndef Py_mod_multiple_interpreters
#define Py_mod_multiple_interpreters 3
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED ((void *)2)
#endif

static int three_exec(PyObject *module) { return 0; }
static PyModuleDef_Slot three_slots[] = {
    {Py_mod_exec, three_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT014
    {0, NULL},
};
static PyModuleDef three_module = {PyModuleDef_HEAD_INIT, "three", NULL, 0, NULL, three_slots};
PyMODINIT_FUNC PyInit_three(void) { return PyModuleDef_Init(&three_module); }
