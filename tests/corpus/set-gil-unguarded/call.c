#include <Python.h>

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_size = -1};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&spam_module);
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED); //~ FT005
    return module;
}
