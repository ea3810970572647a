/* A struct that Python.h defines has the fields that it has there, whatever internal headers are included. */
#include <Python.h>
#if PY_VERSION_HEX >= 0x030D0000
#define Py_BUILD_CORE //~ ABI003
#include "internal/pycore_pystate.h" //~ ABI001
#endif

PyObject *
pending(PyThreadState *state)
{
    return state->curexc_type; //~ ABI011
}

/* They may define one that Python.h does not. */
PyObject *
imported(PyThreadState *state)
{
    return state->interp->modules; //~ ABI010
}
