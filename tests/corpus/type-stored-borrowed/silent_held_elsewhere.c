#include <Python.h>

/* The module gets the reference of the creation, but somebody else has one of its own, or may have. */
typedef struct { PyObject *base; PyObject *listed; PyObject *kept; } state;

/* A class that inherits from it. */
int
base_of_another(PyObject *module, state *st)
{
    st->base = PyErr_NewException("m.base", NULL, NULL);
    PyObject *derived = PyErr_NewException("m.derived", st->base, NULL);
    if (PyModule_AddObject(module, "base", st->base) < 0) { //~ ABI006
        Py_DECREF(st->base);
        Py_XDECREF(derived);
        return -1;
    }
    Py_XDECREF(derived);
    return 0;
}

int
in_a_list(PyObject *module, state *st, PyObject *all)
{
    st->listed = PyErr_NewException("m.listed", NULL, NULL);
    if (PyModule_AddObject(module, "listed", st->listed) < 0) {
        Py_DECREF(st->listed);
        return -1;
    }
    return PyList_Append(all, st->listed);
}

int keep(PyObject *type);

int
by_a_function(PyObject *module, state *st)
{
    st->kept = PyErr_NewException("m.kept", NULL, NULL);
    if (PyModule_AddObject(module, "kept", st->kept) < 0) {
        Py_DECREF(st->kept);
        return -1;
    }
    return keep(st->kept);
}

PyObject *
use(state *st)
{
    PyErr_SetObject(st->base, st->listed);
    return Py_NewRef(st->kept);
}
