#include <Python.h>

/* Single-phase: the level in the settings is what asks for the rule. */
static PyModuleDef eggs_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "eggs",
    .m_size = 0,
};

PyMODINIT_FUNC
PyInit_eggs(void) //~ FT004 INIT001
{
    return PyModule_Create(&eggs_module);
}
