// What stands behind a test that is always false never runs; a test that may be true, or a local of the same name, says
// nothing.
#include <Python.h>

#ifndef VERBOSE_LOGGING
#define VERBOSE_LOGGING 0
#endif
#define TRACE 0

static constexpr const bool LOG_ENABLED = VERBOSE_LOGGING;
static const int level = 2;
constexpr int quiet = TRACE;
static int chosen = 0; //~ ISO022

static int log_depth;
static int traced;
static int other_branch;
static int both;
static int negated;
static int by_chain;
static int by_local; //~ ISO020
static int enabled; //~ ISO020
static int beyond; //~ ISO020
static int old_python; //~ ISO020

static void
log_start(void)
{
    if (LOG_ENABLED) {
        log_depth = 0;
    }
    if (TRACE)
        traced++;
    if (level) {
        enabled = 1;
    } else {
        other_branch = 1;
    }
    if (LOG_ENABLED && enabled > 1)
        both++;
    if (!level)
        negated++;
    if (quiet)
        by_chain++;
    if (chosen)
        beyond++;
}

static void
log_local(int quiet)
{
    if (quiet)
        by_local++;
    if (PY_VERSION_HEX < 0x030B0000)
        old_python++;
}

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    log_start();
    log_local(1);
    if (LOG_ENABLED) {
        log_depth++;
    }
    return PyLong_FromLong(log_depth + traced + other_branch + both + negated + by_chain + by_local + enabled + beyond
                           + old_python);
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
