#include <Python.h>

static void
look(PyCodeObject *code, PyObject *number)
{
    PyThreadState *state = PyThreadState_Get();
    (void)state->frame; //~ ABI011
    (void)state->curexc_type; //~ ABI011
    (void)code->co_code; //~ ABI011
    (void)((PyLongObject *)number)->ob_digit[0]; //~ ABI011
    (void)((PyDictObject *)number)->ma_version_tag; //~ MUT014
    (void)code->co_version; //~ ABI011
}

#if PY_VERSION_HEX >= 0x030C0000
static void
newer(PyThreadState *state)
{
    (void)state->cframe; //~ ABI011
}
#endif

void *keep[] = {look};
