#include <Python.h>

#define NO_STATE (-1)

static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    "spam",
    NULL,
    NO_STATE, //~ INIT002
    NULL,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
