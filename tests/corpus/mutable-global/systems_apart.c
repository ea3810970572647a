#include <Python.h>

#if !defined(__WIN32__)
static int plain_calls; //~ ISO020
#elif defined(__unix__)
static int impossible_calls;
#else
static int windows_calls; //~ ISO020
#endif

#if defined(__APPLE__) && defined(__linux__)
static int both_calls;
#endif
#if defined(__unix__) && defined(__linux__)
static int linux_calls; //~ ISO020
#endif

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    #if !defined(__WIN32__)
    plain_calls++;
#elif defined(__unix__)
    impossible_calls++;
#else
    windows_calls++;
#endif
#ifdef __APPLE__
#ifdef __linux__
    both_calls++;
#endif
#endif
#if defined(__unix__) && defined(__linux__)
    linux_calls++;
#endif
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
