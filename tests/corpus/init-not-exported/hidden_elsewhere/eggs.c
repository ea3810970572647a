#include <Python.h>

static struct PyModuleDef eggs_module = {PyModuleDef_HEAD_INIT, .m_name = "eggs"}; //~ INIT005

PyObject *
PyInit_eggs(void) //~ INIT012
{
    return PyModuleDef_Init(&eggs_module);
}
