#include <Python.h>

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 8,
};

PyObject *
spam_module_of(PyObject *self)
{
#if PY_VERSION_HEX < 0x03090000
    return PyState_FindModule(&spam_module);
#else
    return PyType_GetModuleByDef(Py_TYPE(self), &spam_module);
#endif
}
