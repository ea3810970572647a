#include <Python.h>

typedef struct { int dict; int type; } State;

static _Thread_local int changes;

static int
on_dict(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value)
{
    changes++;
    return 0;
}

static int
on_type(PyTypeObject *type)
{
    if (changes > 100) {
        PyErr_SetString(PyExc_RuntimeError, "too many changes");
        return -1;
    }
    return 0;
}

/* No callback. */
int
set(PyObject *dict)
{
    return PyDict_SetItemString(dict, "set", Py_True);
}

int
start(State *state)
{
    state->dict = PyDict_AddWatcher(on_dict);
    state->type = PyType_AddWatcher(on_type);
    return 0;
}

void
stop(State *state)
{
    PyDict_ClearWatcher(state->dict);
    PyType_ClearWatcher(state->type);
}
