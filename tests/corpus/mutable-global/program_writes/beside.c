#include <Python.h>
#include "levels.h"

static PyObject *
set(PyObject *module, PyObject *arg)
{
    depth = (int)PyLong_AsLong(arg);
    return PyLong_FromLong(depth + level);
}

static PyMethodDef methods[] = {
    {"set", set, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};

static PyModuleDef_Slot slots[] = {
    {0, NULL}
};

static struct PyModuleDef beside = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "beside",
    .m_size = 0,
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_beside(void)
{
    return PyModuleDef_Init(&beside);
}
