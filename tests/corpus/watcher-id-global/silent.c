#include <Python.h>

typedef struct { int watcher; } State;

static int
on_dict(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value)
{
    return 0;
}

int
start(State *state)
{
    state->watcher = PyDict_AddWatcher(on_dict);
    int other = PyType_AddWatcher(NULL);
    PyType_ClearWatcher(other);
    return state->watcher < 0 ? -1 : 0;
}

void
stop(State *state)
{
    PyDict_ClearWatcher(state->watcher);
}
