#include <Python.h>

#define READY(text) _PyUnicode_Ready((PyObject *)(text)) //~ ABI004

int
ready(PyObject *text)
{
    return READY(text);
}
