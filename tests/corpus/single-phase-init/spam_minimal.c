/* The least that makes a module. */
#include <Python.h>

static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam"};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    return PyModule_Create(&spam_module);
}
