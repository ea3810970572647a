/* Written where nothing compiles it, or in debug builds of the interpreter. */
#include <Python.h>

static PyObject *for_pypy;
static PyObject *for_old;
static PyObject *for_debug;
static PyObject *for_tests;
static PyObject *for_both; //~ ISO010

void
set(PyObject *value)
{
#ifdef PYPY_VERSION
    for_pypy = value;
#elif PY_VERSION_HEX < 0x03070000
    for_old = value;
#endif
#ifdef Py_DEBUG
    for_debug = value;
#endif
#ifdef SPAM_TEST
    for_tests = value;
#endif
#if defined(Py_DEBUG) || !defined(NDEBUG)
    for_both = value;
#endif
}

int
used(PyObject *value)
{
    return value == for_pypy || value == for_old || value == for_debug || value == for_tests || value == for_both;
}
