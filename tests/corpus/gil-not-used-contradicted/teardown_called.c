/* A function that m_free calls, and a method as well: there it runs beside other threads. The label is on the method. */
#include <Python.h>

static PyObject *codec; //~ ISO014

static void
forget(void)
{
    Py_CLEAR(codec);
}

static void
teardown_called_free(void *module)
{
    forget();
}

static PyObject *
teardown_called_reset(PyObject *self, PyObject *args)
{
    forget();
    PyObject *codecs = PyImport_ImportModule("codecs");
    if (codecs == NULL) {
        return NULL;
    }
    codec = PyObject_GetAttrString(codecs, "encode");
    Py_DECREF(codecs);
    Py_RETURN_NONE;
}

static PyMethodDef teardown_called_methods[] = {{"reset", teardown_called_reset, METH_NOARGS, NULL}, {NULL}};

static PyModuleDef_Slot teardown_called_slots[] = {
#if PY_VERSION_HEX >= 0x030c0000
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#endif
#if PY_VERSION_HEX >= 0x030d0000
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
#endif
    {0, NULL},
};

static PyModuleDef teardown_called_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "teardown_called",
    .m_methods = teardown_called_methods,
    .m_slots = teardown_called_slots,
    .m_free = teardown_called_free,
};

PyMODINIT_FUNC
PyInit_teardown_called(void)
{
    return PyModuleDef_Init(&teardown_called_module);
}
