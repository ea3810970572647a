/* The row is the end of the array on older versions. */
#include <Python.h>
#if PY_VERSION_HEX >= 0x030C0000
#define INTERPRETERS Py_mod_multiple_interpreters
#define ALL Py_MOD_PER_INTERPRETER_GIL_SUPPORTED
#else
#define INTERPRETERS 0
#define ALL NULL
#endif

static int two_exec(PyObject *module) { return 0; }
static PyModuleDef_Slot two_slots[] = {
    {Py_mod_exec, two_exec},
    {INTERPRETERS, ALL},
    {0, NULL},
};
static PyModuleDef two_module = {PyModuleDef_HEAD_INIT, "two", NULL, 0, NULL, two_slots};
PyMODINIT_FUNC PyInit_two(void) { return PyModuleDef_Init(&two_module); }
