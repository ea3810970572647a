#include <Python.h>

#ifdef Py_DEBUG
static int depth;
#define ENTER do { depth++; } while (0)
#else
#define ENTER
#endif

#ifdef Py_DEBUG
static int marked;
#else
static int entered; //~ ISO020
#endif

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    ENTER;
#ifdef Py_DEBUG
    marked = 1;
#else
    entered++;
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
