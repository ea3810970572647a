#include <Python.h>

typedef struct {
    PyObject_HEAD
    int uses;
} Shared;

static Shared shared; //~ ISO003
static Shared quiet; //~ ISO003

/* A cast of CPython is no call. */
static PyObject *
use(PyObject *module, PyObject *arg)
{
    ((Shared *)_PyObject_CAST(&shared))->uses++;
    return PyLong_FromLong(((Shared *)_PyObject_CAST(&quiet))->uses);
}

static PyMethodDef methods[] = {
    {"use", use, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef casts = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "cast_macros",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_cast_macros(void)
{
    return PyModuleDef_Init(&casts);
}
