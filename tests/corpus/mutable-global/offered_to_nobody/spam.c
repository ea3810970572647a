#include <Python.h>
#include "times.h"

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    struct times out;
    long seconds = 3;
    REMOVE_CALL();
    add_call();
    times_into(&seconds, &out);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
