/* Whether NDEBUG is defined, a build says. What `(void)` drops is no use. */
#include <Python.h>

#ifndef NDEBUG
static FILE *trace_file; //~ ISO020
static void set_trace(FILE *file) { trace_file = file; }
#endif

static FILE *log_file; //~ ISO020
static void set_log(FILE *file) { log_file = file; }

static FILE *out_file; //~ ISO020
static void set_out(FILE *file) { out_file = file; }
static void (*setter)(FILE *) = set_out; //~ ISO022

static PyObject *
spam_call(PyObject *module, PyObject *unused)
{
#ifndef NDEBUG
    set_trace(stderr);
#endif
    (void)set_log;
    (void)&set_log;
    setter(stdout);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"call", spam_call, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef spam = {PyModuleDef_HEAD_INIT, "spam", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam);
}
