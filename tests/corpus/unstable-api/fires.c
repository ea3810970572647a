#include <Python.h>

static int
is_small(PyObject *number)
{
    return PyUnstable_Long_IsCompact((PyLongObject *)number); //~ ABI007
}

void *keep[] = {is_small};
