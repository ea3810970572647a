#include <Python.h>

static struct PyModuleDef def = {
    PyModuleDef_HEAD_INIT,
    "negative",
    NULL,
    -1,
    NULL,
};

PyMODINIT_FUNC
PyInit_negative(void) //~ INIT001
{
    return PyModule_Create(&def);
}
