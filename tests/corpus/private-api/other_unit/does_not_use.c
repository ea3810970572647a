/* The macro is used in another unit, which has one of the same name. */
#include <Python.h>

#define READY(text) _PyUnicode_Ready((PyObject *)(text))

PyObject *
same(PyObject *text)
{
    return Py_NewRef(text);
}
