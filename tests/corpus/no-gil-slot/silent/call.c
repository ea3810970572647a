#include <Python.h>

static PyModuleDef call_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "call",
    .m_size = 0,
};

PyMODINIT_FUNC
PyInit_call(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&call_module);
#ifdef Py_GIL_DISABLED
    if (module != NULL) {
        PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED);
    }
#endif
    return module;
}
