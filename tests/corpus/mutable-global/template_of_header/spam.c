#include <Python.h>
#include "config.h"

static SPAM_THREAD_LOCAL int depth;
static SPAM_THREAD_LOCAL struct { int a; } parts;
static int calls; //~ ISO020

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    depth++;
    parts.a++;
    calls++;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
