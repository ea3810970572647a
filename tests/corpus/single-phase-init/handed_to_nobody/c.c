#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "c", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_c(void) //~ INIT001
{
    return PyModule_Create(&def);
}
