/* No internal header: the name, a file of Argument Clinic, and private names. */
#include <Python.h>
#include "clinic/_bisect.c.h"

static struct PyModuleDef bisect_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_bisect",
    .m_size = -1,
    .m_methods = bisect_methods,
};

PyMODINIT_FUNC
PyInit__bisect(void) //~ ABI020 INIT001
{
    return PyModule_Create(&bisect_module);
}
