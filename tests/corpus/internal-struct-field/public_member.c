/* The one member of a thread state that the manual calls public, and another. */
#include <Python.h>

void *
interpreter(PyThreadState *state)
{
    return state->interp;
}

uint64_t
number(PyThreadState *state)
{
    return state->id; //~ ABI012
}
