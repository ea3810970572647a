/* What a helper adds may be in a place that its caller names: `*exc`, `st->error`. */
#include <Python.h>

typedef struct { PyObject *error; PyObject *other; } State;

void
add_exception(PyObject *module, PyObject **exc, const char *full, const char *name)
{
    *exc = PyErr_NewException(full, NULL, NULL);
    Py_INCREF(*exc);
    PyModule_AddObject(module, name, *exc); //~ INIT016 ABI006
}

int
add_error(PyObject *module)
{
    State *st = PyModule_GetState(module);
    st->error = PyErr_NewException("spam.Error", NULL, NULL);
    if (st->error == NULL) {
        return -1;
    }
    Py_INCREF(st->error);
    PyModule_AddObject(module, "Error", st->error); //~ INIT016
    return 0;
}

/* Released where the call fails; another place counted; nothing counted here. */
int
add_other(PyObject *module, PyObject **more)
{
    State *st = PyModule_GetState(module);
    st->other = PyErr_NewException("spam.Other", NULL, NULL);
    Py_XINCREF(st->other);
    if (PyModule_AddObject(module, "Other", st->other) < 0) {
        Py_XDECREF(st->other);
        return -1;
    }
    Py_INCREF(more[0]);
    PyModule_AddObject(module, "More", more[1]);
    PyModule_AddObject(module, "Most", more[2]);
    return 0;
}
