#include <Python.h>

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", NULL, -1, NULL};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    return PyModule_Create(&spam_module);
}
