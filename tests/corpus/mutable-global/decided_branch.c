/* What a file defines itself, outside of every branch, is no question: its `#else` is in no build. */
#include <Python.h>

#define HAVE_RAW
#if defined(HAVE_RAW)
static int get_raw(void) { return 0; }
#else
static int raw;
static int get_raw(void) { return raw++; }
#endif

#ifdef _WIN32
#define HAVE_EVENTS 1
#endif
#ifdef HAVE_EVENTS
static int get_event(void) { return 0; }
#else
static int events; //~ ISO020
static int get_event(void) { return events++; }
#endif

#define HAVE_TAKEN
#undef HAVE_TAKEN
#ifdef HAVE_TAKEN
static int get_taken(void) { return 0; }
#else
static int taken; //~ ISO020
static int get_taken(void) { return taken++; }
#endif

#ifndef HAVE_LATER
static int later; //~ ISO020
static int get_later(void) { return later++; }
#endif
#define HAVE_LATER

static PyObject *
f(PyObject *m, PyObject *a)
{
    return PyLong_FromLong(get_raw() + get_event() + get_taken() + get_later());
}

static PyMethodDef methods[] = {{"f", f, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "a", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_a(void)
{
    return PyModuleDef_Init(&def);
}
