#include <Python.h>

int
is_small(PyObject *number)
{
    return PyUnstable_Long_IsCompact((PyLongObject *)number); //~ ABI007
}
