#include <Python.h>

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
};

PyMODINIT_FUNC
PyInit_spam(void) //~ FT004 INIT001
{
    return PyModule_Create(&spam_module);
}
