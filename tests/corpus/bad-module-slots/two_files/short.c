#include <Python.h>

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "short"};

PyMODINIT_FUNC
PyInit_short(void) //~ INIT001
{
    return PyModule_Create(&spam_module);
}
