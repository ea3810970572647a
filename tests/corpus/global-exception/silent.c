#include <Python.h>

typedef struct {
    PyObject *Error;
} module_state;

int
create(module_state *state)
{
    PyObject *local = PyErr_NewException("spam.Local", NULL, NULL);
    state->Error = PyErr_NewException("spam.Error", NULL, NULL);
    Py_XDECREF(local);
    return state->Error ? 0 : -1;
}
