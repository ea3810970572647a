/* Files that are included inside of functions. */
#include <Python.h>

#define CODE_MAX 8

static PyObject *by_code[CODE_MAX]; //~ ISO010
static int untouched;

static Py_ssize_t
count(const char *text, Py_ssize_t length)
{
#include "count_body.h"
    return found + untouched;
}

static int
add_codes(PyObject *m)
{
    PyObject *exc;

#define add_code(n) do { \
    exc = PyErr_NewException("m." #n, NULL, NULL); \
    if (exc == NULL) return -1; \
    by_code[CODE_##n] = exc; \
    if (PyModule_AddObjectRef(m, #n, exc) < 0) return -1; \
} while (0)

#include "codes.h"
    return 0;
}

static PyObject *
f(PyObject *self, PyObject *arg)
{
    if (count(PyBytes_AS_STRING(arg), PyBytes_GET_SIZE(arg)) > 3) {
        PyErr_SetNone(by_code[0]);
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"f", f, METH_O, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{Py_mod_exec, add_codes}, {0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&module); }
