#include <Python.h>

typedef struct { int watcher; int code; } State;

static int
on_dict(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value)
{
    return 0;
}

int
start(State *state)
{
    state->watcher = PyDict_AddWatcher(on_dict); //~ MUT009
    state->code = PyCode_AddWatcher(NULL);
    return state->watcher < 0 || state->code < 0 ? -1 : 0;
}

/* Of another kind. */
void
stop(State *state)
{
    PyCode_ClearWatcher(state->code);
}
