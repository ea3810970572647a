/* What of a folder is in the extension: what the module calls, not the programs and tests beside it. */
#include <Python.h>
#include "lib.h"

static int calls; //~ ISO020

static PyObject *
spam_count(PyObject *module, PyObject *unused)
{
    calls++;
    return PyLong_FromLong(lib_step() + calls);
}

static PyMethodDef spam_methods[] = {{"count", spam_count, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
