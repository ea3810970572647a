#include <Python.h>

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam"}; //~ INIT005

#ifdef FIRST
extern "C" {
PyObject *
PyInit_spam()
{
    return PyModuleDef_Init(&spam_module);
}
}
#elif defined(SECOND)
extern "C" PyObject *PyInit_spam();

PyObject *
PyInit_spam()
{
    return PyModuleDef_Init(&spam_module);
}
#else
PyMODINIT_FUNC
PyInit_spam()
{
    return PyModuleDef_Init(&spam_module);
}
#endif
