/* The header's own guard is no branch. */
#include <Python.h>
#include "more.h"

#ifdef HAVE_RAW
static int get_raw(void) { return 0; }
#else
static int raw;
static int get_raw(void) { return raw++; }
#endif

#ifdef HAVE_LINUX
static int get_linux(void) { return 0; }
#else
static int elsewhere; //~ ISO020
static int get_linux(void) { return elsewhere++; }
#endif

static PyObject *
f(PyObject *m, PyObject *a)
{
    return PyLong_FromLong(get_raw() + get_linux());
}

static PyMethodDef methods[] = {{"f", f, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "a", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_a(void)
{
    return PyModuleDef_Init(&def);
}
