#include <Python.h>

static PyStructSequence_Desc desc;

typedef struct {
    PyTypeObject *Result_Type;
} module_state;

int
create(module_state *state)
{
    state->Result_Type = PyStructSequence_NewType(&desc);
    return state->Result_Type ? 0 : -1;
}
