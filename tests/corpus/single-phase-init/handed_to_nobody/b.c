#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "b", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_b(void) //~ INIT001
{
    return PyModule_Create(&def);
}
