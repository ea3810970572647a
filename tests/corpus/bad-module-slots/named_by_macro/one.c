/* Its name for the slot is 0 on older versions. */
#include <Python.h>
#ifndef Py_mod_multiple_interpreters
#define Py_mod_multiple_interpreters 0
#define Py_MOD_PER_INTERPRETER_GIL_SUPPORTED NULL
#endif

static int one_exec(PyObject *module) { return 0; }
static PyModuleDef_Slot one_slots[] = {
    {Py_mod_exec, one_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {0, NULL},
};
static PyModuleDef one_module = {PyModuleDef_HEAD_INIT, "one", NULL, 0, NULL, one_slots};
PyMODINIT_FUNC PyInit_one(void) { return PyModuleDef_Init(&one_module); }
