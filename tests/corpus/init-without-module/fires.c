#include <Python.h>

static PyModuleDef fires_module = {PyModuleDef_HEAD_INIT, .m_name = "fires"};

PyMODINIT_FUNC
PyInit_fires(void) //~ INIT019
{
    return NULL;
}

PyModuleDef *definition(void) /*~ INIT017 */ { return &fires_module; }
