#include <Python.h>

int
length(PyObject *args, const char **text, Py_ssize_t *size)
{
    return PyArg_ParseTuple(args, "s#", text, size);
}
