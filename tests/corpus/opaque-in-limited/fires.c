#define Py_LIMITED_API 0x030A0000
#include <Python.h>

void
release(PyObject *object)
{
    Py_TYPE(object)->tp_free(object); //~ LIM003
}
