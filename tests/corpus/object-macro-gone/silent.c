#define Py_TARGET_ABI3T 0x030F0000
#include <Python.h>

void
change(PyObject *object, PyObject *type)
{
    PyObject_SetAttrString(object, "__class__", type);
}
