#include <Python.h>

PyObject *
use(void)
{
    return PyUnicode_New(3, 127);
}
