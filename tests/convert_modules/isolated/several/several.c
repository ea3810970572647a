/* A module of several files: its type is another one's, its error its own. */
#include <Python.h>
#include "several.h"

static PyObject *Error;

static PyObject *
several_label(PyObject *module, PyObject *args)
{
    const char *text;
    if (!PyArg_ParseTuple(args, "s", &text))
        return NULL;
    if (text[0] == '\0') {
        PyErr_SetString(Error, "no text");
        return NULL;
    }
    return new_label(text);
}

static PyMethodDef several_methods[] = {
    {"label", several_label, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL}
};

static struct PyModuleDef several_module = {
    PyModuleDef_HEAD_INIT,
    "several",
    NULL,
    -1,
    several_methods,
};

PyMODINIT_FUNC
PyInit_several(void)
{
    PyObject *m = PyModule_Create(&several_module);
    if (m == NULL)
        return NULL;
    if (add_label(m) < 0)
        goto fail;
    Error = PyErr_NewException("several.Error", NULL, NULL);
    if (Error == NULL)
        goto fail;
    Py_INCREF(Error);
    if (PyModule_AddObject(m, "Error", Error) < 0) {
        Py_DECREF(Error);
        goto fail;
    }
    return m;

fail:
    Py_DECREF(m);
    return NULL;
}
