#include <Python.h>

PyObject *
parse(PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"value", NULL};
    static PyObject *never_written;
    PyObject *value = NULL;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|O", names, &value)) {
        return never_written;
    }
    {
        PyObject *never_written = value;
        never_written = Py_XNewRef(never_written);
        Py_XDECREF(never_written);
    }
    return Py_XNewRef(value);
}
