#include <Python.h>

static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "eggs", NULL, 0, NULL, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_eggs(void)
{
    return PyModuleDef_Init(&module);
}
