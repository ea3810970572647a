#include <Python.h>

static int
bytes_of(PyObject *number, unsigned char *out)
{
    return _PyLong_AsByteArray((PyLongObject *)number, out, 8, 1, 1); //~ ABI004 ABI018
}

static PyCodeObject *
code_of(PyObject *x)
{
    return PyCode_New(0, 0, 0, 0, 0, x, x, x, x, x, x, x, x, 0, x); //~ ABI018
}

void *keep[] = {bytes_of, code_of};
