#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

void
change(PyObject *object, PyTypeObject *type)
{
    Py_SET_TYPE(object, type); //~ LIM014
}
