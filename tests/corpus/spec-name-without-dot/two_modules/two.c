#include <Python.h>

static PyModuleDef_Slot module_slots[] = {{0, NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "two", NULL, 0, NULL, module_slots}; //~ INIT005
PyMODINIT_FUNC PyInit_two(void) { return PyModuleDef_Init(&def); }
