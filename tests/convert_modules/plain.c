/* The module is created where its variable is declared. */
#include <Python.h>

static PyObject *PlainError;

static PyObject *
fail(PyObject *self, PyObject *args)
{
    PyErr_SetString(PlainError, "as asked");
    return NULL;
}

static PyMethodDef methods[] = {
    {"fail", fail, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};

/* What the module is. */
static struct PyModuleDef plain_module = {
    PyModuleDef_HEAD_INIT,
    "plain",       /* m_name */
    "It is plain", /* m_doc */
    -1,            /* m_size */
    methods        /* m_methods */
};

PyMODINIT_FUNC
PyInit_plain(void)
{
    PyObject *m = PyModule_Create(&plain_module);
    if (m == NULL) {
        return NULL;
    }

    PlainError = PyErr_NewException("plain.Error", NULL, NULL);
    if (PlainError == NULL) {
        Py_DECREF(m);
        return NULL;
    }
    Py_INCREF(PlainError);
    if (PyModule_AddObject(m, "Error", PlainError) < 0) {
        Py_DECREF(PlainError);
        Py_DECREF(m);
        return NULL;
    }
    return m;
}
