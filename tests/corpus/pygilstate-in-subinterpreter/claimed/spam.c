#include <Python.h>

static void
on_event(void *data)
{
    PyGILState_STATE state = PyGILState_Ensure(); //~ FT011
    Py_XDECREF(PyObject_CallNoArgs((PyObject *)data));
    PyGILState_Release(state);
}

static PyObject *
spam_now(PyObject *self, PyObject *callback)
{
    on_event(callback);
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {{"now", spam_now, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot spam_slots[] = {
#if PY_VERSION_HEX >= 0x030C0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_methods = spam_methods,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
