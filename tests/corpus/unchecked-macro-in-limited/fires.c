#define Py_LIMITED_API 0x030A0000
#include <Python.h>

PyObject *
first(PyObject *tuple)
{
    return PyTuple_GET_ITEM(tuple, 0); //~ LIM004
}
