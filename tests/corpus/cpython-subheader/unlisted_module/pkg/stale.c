#include <Python.h>
#include "longintrepr.h" //~ ABI002

static struct PyModuleDef stale_module = {PyModuleDef_HEAD_INIT, .m_name = "stale"}; //~ INIT005

PyMODINIT_FUNC
PyInit_stale(void)
{
    return PyModuleDef_Init(&stale_module);
}
