/* Code behind macros that nothing defines is in no usual build: notes. What a header of the system, a compiler or this
   file may define stays as it is. */
#include <Python.h>
#include <signal.h>

#define SPAM_CACHED 1
#ifdef __STDC__
#define SPAM_STANDARD
#endif

#ifdef SPAM_COUNT_CALLS
static int counted; //~ ISO020
#endif
#if defined(SPAM_TRACE) && SPAM_TRACE
static int traced; //~ ISO020
#endif
static int only_written_there; //~ ISO020
#if !defined(SPAM_STANDARD)
static int for_old_compilers;
#endif
#ifdef SPAM_CACHED
static int cached; //~ ISO020
#endif
#ifndef SPAM_NO_TOTALS
static int totals; //~ ISO020
#endif
#ifdef SIGUSR1
static int signalled; //~ ISO020
#endif
#ifdef HAVE_FORK
static int forked; //~ ISO020
#endif

static PyObject *
spam_count(PyObject *module, PyObject *unused)
{
#ifdef SPAM_COUNT_CALLS
    counted++;
    only_written_there++;
#endif
#if defined(SPAM_TRACE) && SPAM_TRACE
    traced++;
#endif
#if !defined(SPAM_STANDARD)
    for_old_compilers++;
#endif
#ifdef SPAM_CACHED
    cached++;
#endif
#ifndef SPAM_NO_TOTALS
    totals++;
#endif
#ifdef SIGUSR1
    signalled += SIGUSR1;
#endif
#ifdef HAVE_FORK
    forked++;
#endif
    return PyLong_FromLong(only_written_there);
}

static PyMethodDef spam_methods[] = {{"count", spam_count, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
