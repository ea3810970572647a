#include <Python.h>

typedef struct {
    PyObject *error;
    PyObject *cache;
} module_state;

static module_state global_state; //~ ISO015
static module_state behind_a_getter; //~ ISO015
static module_state behind_a_pointer; //~ ISO015
static module_state *const the_state = &behind_a_pointer;

#define STATE (&global_state)

static module_state *
get_state(void)
{
    return &behind_a_getter;
}

int
fill(void)
{
    module_state *state = get_state();
    STATE->cache = PyDict_New();
    state->cache = PyDict_New();
    the_state->cache = PyDict_New();
    return STATE->cache && state->cache ? 0 : -1;
}
