#define Py_LIMITED_API 0x030A0000
#include <Python.h>

#define PyTuple_GET_ITEM(tuple, i) PyTuple_GetItem(tuple, i)

PyObject *
first(PyObject *tuple)
{
    return PyTuple_GET_ITEM(tuple, 0);
}
