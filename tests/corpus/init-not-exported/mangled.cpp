#include <Python.h>

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam"}; //~ INIT005
static PyModuleDef eggs_module = {PyModuleDef_HEAD_INIT, "eggs"}; //~ INIT005

PyObject *
PyInit_spam() //~ INIT011 INIT012
{
    return PyModuleDef_Init(&spam_module);
}

namespace {
PyObject *
PyInit_eggs() //~ INIT012
{
    return PyModuleDef_Init(&eggs_module);
}
}
