#include <Python.h>

/* A note: the one place that speaks of the macro is a comment. */
#ifdef COUNT_CALLS
static int calls; //~ ISO020
#endif
#ifdef COUNT_BYTES
static int bytes; //~ ISO020
#endif

static PyObject *
work(PyObject *self, PyObject *arg)
{
#ifdef COUNT_CALLS
    calls++;
#endif
#ifdef COUNT_BYTES
    bytes++;
#endif
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"work", work, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
