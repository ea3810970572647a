#include <Python.h>

static int hits; //~ ISO020

static PyObject *
spam_count(PyObject *self, PyObject *args)
{
    hits++;
    return PyLong_FromLong(hits);
}

static PyMethodDef spam_methods[] = {
    {"count", spam_count, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_methods = spam_methods,
};

PyMODINIT_FUNC
PyInit_spam(void) //~ INIT001
{
    PyObject *module = PyModule_Create(&spam_module);
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(module, Py_MOD_GIL_NOT_USED); //~ FT006
#endif
    return module;
}
