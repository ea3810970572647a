/* A test of the macro, of the version, and what the version has. */
#ifndef Py_GIL_DISABLED
#define Py_LIMITED_API 0x030A0000
#endif
#include <Python.h>

PyObject *
use(PyTypeObject *type, PyObject *list)
{
#ifndef Py_LIMITED_API
    return PyUnicode_New(3, 127);
#endif
#if Py_LIMITED_API+0 >= 0x030B0000
    return PyType_GetName(type);
#endif
    return PyObject_CallNoArgs(list);
}
