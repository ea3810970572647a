/* What the limited API lacks does not compile: that it is private as well is no other advice. */
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

const char *
text(PyObject *object)
{
    return _PyUnicode_AsString(object); //~ LIM004
}
