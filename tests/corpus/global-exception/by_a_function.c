#include <Python.h>

static PyObject *Overflow; //~ ISO011

static PyObject *
new_error(const char *name)
{
    PyObject *error = PyErr_NewException(name, PyExc_ArithmeticError, NULL);
    if (error == NULL) {
        PyErr_WriteUnraisable(NULL);
    }
    return error;
}

int
errors_exec(PyObject *module)
{
    Overflow = new_error("errors.Overflow");
    return PyModule_AddObjectRef(module, "Overflow", Overflow);
}
