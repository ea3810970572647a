/* A vendored header of which an extension uses one function of several. */
#ifndef COMPAT_H
#define COMPAT_H
#include <Python.h>

static PyObject *only_unused_writes;
static PyObject *used_writes; //~ ISO010

static inline PyObject *
compat_unused(void)
{
    static PyObject *cached;
    static int calls;
    calls++;
    if (cached == NULL) {
        cached = PyImport_ImportModule("json");
    }
    only_unused_writes = cached;
    PyGILState_Release(PyGILState_Ensure());
    return PyState_FindModule(NULL);
}

static inline PyObject *
compat_unused_outer(void)
{
    return compat_unused();
}

static inline PyObject *
compat_inner(void)
{
    static PyObject *cached; //~ ISO016
    if (cached == NULL) {
        cached = PyImport_ImportModule("json");
    }
    used_writes = cached;
    return cached;
}

static inline PyObject *
compat_used(void)
{
    return compat_inner();
}

static inline int
compat_by_macro(void)
{
    static int calls; //~ ISO021
    return ++calls;
}
#define COMPAT_CALL() compat_by_macro()
#endif
