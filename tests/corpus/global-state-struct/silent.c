#include <Python.h>

typedef struct {
    PyObject *error;
    PyObject *cache;
} module_state;

static module_state never_written;

int
fill(PyObject *module)
{
    module_state *state = PyModule_GetState(module);
    module_state local = never_written;
    local.cache = NULL;
    state->cache = PyDict_New();
    return state->cache && !local.cache ? 0 : -1;
}
