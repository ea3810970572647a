/* Every CPython has these macros, outside of the limited API. */
#include <Python.h>

#ifndef Py_XDECREF
static PyObject *fake;
void set_fake(PyObject *object) { fake = object; }
#endif
#ifdef Py_INCREF
static PyObject *kept; //~ ISO010
void set_kept(PyObject *object) { kept = object; }
#endif
