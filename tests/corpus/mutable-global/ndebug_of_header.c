/* The file sets NDEBUG itself, but where a macro is defined that nothing defines. */
#include <Python.h>

#if !defined(NDEBUG) && !defined(SPAM_DEBUG)
#define NDEBUG 1
#endif
#if defined(NDEBUG) && defined(SPAM_DEBUG)
#undef NDEBUG
#endif

#ifndef NDEBUG
static FILE *trace_file; //~ ISO020
static void set_trace(FILE *file) { trace_file = file; }
#endif

/* A switch of each build. */
#ifndef Py_BUILD_CORE
static int calls; //~ ISO020
#endif

static PyObject *
spam_call(PyObject *module, PyObject *unused)
{
#ifndef NDEBUG
    (void)set_trace;
    set_trace(stderr);
#endif
    return PyLong_FromLong(++calls);
}

static PyMethodDef methods[] = {{"call", spam_call, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef spam = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam);
}
