#include <Python.h>

static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, NULL, slots}; //~ INIT005

PyObject *
PyInit_spam(void) //~ INIT012
{
    return PyModuleDef_Init(&module);
}
