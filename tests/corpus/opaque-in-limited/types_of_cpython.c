/* A type object of CPython itself is as opaque as any other. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

Py_hash_t
hash_of(PyObject *text)
{
    return PyUnicode_Type.tp_hash(text); //~ LIM003
}
