/* What only m_clear and m_free change is changed as the module dies, when no thread runs its code. */
#include <Python.h>

/* The macro makes names like that of the hook. */
#define METHOD(name) static PyObject *teardown_##name(PyObject *self, PyObject *args)

static PyObject *codec; //~ ISO014
static PyObject *parser; //~ ISO014

static void
forget(void)
{
    Py_CLEAR(codec);
}

static void
teardown_free(void *module)
{
    forget();
    Py_XDECREF(parser);
    parser = NULL;
}

METHOD(run)
{
    return PyObject_CallOneArg(codec, parser);
}

static PyMethodDef teardown_methods[] = {{"run", teardown_run, METH_NOARGS, NULL}, {NULL}};

static PyModuleDef teardown_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "teardown",
    .m_size = -1,
    .m_methods = teardown_methods,
    .m_free = teardown_free,
};

PyMODINIT_FUNC
PyInit_teardown(void) //~ INIT001
{
    PyObject *m = PyModule_Create(&teardown_module);
    if (m == NULL) {
        return NULL;
    }
#ifdef Py_GIL_DISABLED
    PyUnstable_Module_SetGIL(m, Py_MOD_GIL_NOT_USED);
#endif
    PyObject *codecs = PyImport_ImportModule("codecs");
    if (codecs == NULL) {
        Py_DECREF(m);
        return NULL;
    }
    codec = PyObject_GetAttrString(codecs, "encode");
    parser = PyObject_GetAttrString(codecs, "decode");
    Py_DECREF(codecs);
    return m;
}
