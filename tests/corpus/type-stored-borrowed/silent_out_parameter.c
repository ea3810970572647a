#include <Python.h>

/* The caller keeps the reference of the creation. */
int
add_error(PyObject *module, PyObject **where)
{
    PyObject *error = PyErr_NewExceptionWithDoc("m.Error", "doc", NULL, NULL);
    if (!error) {
        return -1;
    }
    if (PyModule_AddObjectRef(module, "Error", error) < 0) {
        Py_DECREF(error);
        return -1;
    }
    where[0] = error;
    return 0;
}

/* Kept for a while only. */
typedef struct { PyObject *during; } state;

int
add_for_a_while(PyObject *module, state *st)
{
    st->during = PyErr_NewException("m.During", NULL, NULL);
    int status = PyModule_AddObjectRef(module, "During", st->during);
    Py_CLEAR(st->during);
    return status;
}

PyObject *use(state *st) { return Py_XNewRef(st->during); }
