#include <Python.h>
#include "levels.h"

static PyObject *
get(PyObject *module, PyObject *arg)
{
    return PyLong_FromLong(base_level());
}

static PyMethodDef methods[] = {
    {"get", get, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef beside = {
    PyModuleDef_HEAD_INIT,
    .m_name = "beside",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_beside(void) //~ INIT001
{
    prepare(3);
    return PyModule_Create(&beside);
}
