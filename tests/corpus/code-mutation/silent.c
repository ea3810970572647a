#include <Python.h>

typedef struct { PyObject *co_consts; int co_flags; } Unit;

static PyObject *
constants(PyObject *self, PyObject *code)
{
    return Py_NewRef(((PyCodeObject *)code)->co_consts);
}

/* A struct of the project's own. */
void
fill(Unit *unit, PyObject *consts)
{
    unit->co_consts = Py_NewRef(consts);
    unit->co_flags = 0;
}

static PyObject *
first(PyObject *self, PyObject *code)
{
    PyObject *bytes = PyCode_GetCode((PyCodeObject *)code);
    if (bytes == NULL) {
        return NULL;
    }
    long op = PyBytes_AS_STRING(bytes)[0];
    Py_DECREF(bytes);
    return PyLong_FromLong(op);
}

PyMethodDef methods[] = {
    {"constants", constants, METH_O, NULL},
    {"first", first, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
