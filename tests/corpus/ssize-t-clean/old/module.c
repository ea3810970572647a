#include <Python.h>

int
length(PyObject *args, const char **text, int *size)
{
    return PyArg_ParseTuple(args, "s#", text, size); //~ ABI016
}
