#include <Python.h>

typedef struct {
    PyObject_HEAD
    void *frame;
} State;

static void
look(State *own, PyCodeObject *code, PyThreadState *state)
{
    (void)own->frame;
#if PY_VERSION_HEX < 0x030B0000
    (void)code->co_code;
    (void)state->frame;
#endif
#if PY_VERSION_HEX >= 0x030C0000
    (void)code->co_version;
#endif
#ifdef WE_LOOK_INTO_STATES
    (void)state->frame;
#endif
}

void *keep[] = {look};
