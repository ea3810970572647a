#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "a", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_a(void) //~ INIT001
{
    return PyModule_Create(&def);
}
