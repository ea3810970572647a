/* An exception, a cache that a helper fills, and an object that is handed over without a reference of its own. */
#include <Python.h>

/* What goes wrong. */
static PyObject *Error;
static PyObject *cache = NULL;

static PyObject *empty;

static int fill(PyObject *key);

static int
fill(PyObject *key)
{
    if (cache == NULL) {
        cache = PyDict_New();
        if (cache == NULL)
            return -1;
    }
    return PyDict_SetItem(cache, key, Py_None);
}

static Py_ssize_t
size(void)
{
    return cache == NULL ? 0 : PyDict_Size(cache);
}

static PyObject *
add(PyObject *module, PyObject *key)
{
    if (PyUnicode_Check(key)) {
        PyErr_SetString(Error, "no strings");
        return NULL;
    }
    if (fill(key) < 0)
        return NULL;
    return PyLong_FromSsize_t(size());
}

static PyMethodDef methods[] = {
    {"add", add, METH_O, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef errorsmodule = {
    PyModuleDef_HEAD_INIT,
    "errors",
    NULL,
    -1,
    methods,
};

PyMODINIT_FUNC
PyInit_errors(void)
{
    PyObject *m = PyModule_Create(&errorsmodule);
    if (m == NULL)
        return NULL;
    Error = PyErr_NewException("errors.Error", NULL, NULL);
    if (Error == NULL)
        goto fail;
    Py_INCREF(Error);
    if (PyModule_AddObject(m, "Error", Error) < 0) {
        Py_DECREF(Error);
        goto fail;
    }
    empty = PyTuple_New(0);
    if (empty == NULL || PyModule_AddObject(m, "empty", empty) < 0)
        goto fail;
    return m;

fail:
    Py_DECREF(m);
    return NULL;
}
