#define Py_LIMITED_API 0x030d0000
#include <Python.h>

/* The manual has it, the limited API does not. */
int
cut(PyObject **bytes, Py_ssize_t size)
{
    return _PyBytes_Resize(bytes, size); //~ LIM001
}

/* Macros of the limited API stand for these. */
PyObject *
none(PyTypeObject *type)
{
    Py_INCREF(&_Py_NoneStruct);
    return type != NULL ? _PyObject_New(type) : &_Py_NoneStruct;
}
