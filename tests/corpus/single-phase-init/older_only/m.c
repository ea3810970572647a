/* In one phase on Pythons that are not checked. */
#include <Python.h>

static PyModuleDef def = {PyModuleDef_HEAD_INIT, .m_name = "m", .m_size = 0}; //~ INIT005

PyMODINIT_FUNC
PyInit_m(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyModuleDef_Init(&def);
#else
    return PyModule_Create(&def);
#endif
}
