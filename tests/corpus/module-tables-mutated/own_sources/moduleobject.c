/* What the C API does with its tables is its own matter. */
#include <Python.h>

PyObject *
PyModuleDef_Init(PyModuleDef *def)
{
    def->m_base.m_index = 3;
    return (PyObject *)def;
}

void
rename_it(PyModuleDef *def)
{
    def->m_name = "eggs";
}
