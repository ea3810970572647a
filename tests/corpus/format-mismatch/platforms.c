/* What differs on some platforms only. */
#include <Python.h>

static PyObject *
differs(PyObject *self, PyObject *args)
{
    Py_ssize_t size;
    long wide;
    unsigned int number;
    if (!PyArg_ParseTuple(args, "k", &size)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "L", &size)) { //~ CALL001
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "l", &number)) { //~ CALL001
        return NULL;
    }
#ifdef _WIN32
    if (!PyArg_ParseTuple(args, "k", &number)) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "i", &wide)) {
        return NULL;
    }
#else
    if (!PyArg_ParseTuple(args, "l", &size)) {
        return NULL;
    }
#endif
    Py_RETURN_NONE;
}
