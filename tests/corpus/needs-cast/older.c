/* The macros of an older limited API cast. */
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

void
keep(PyTypeObject *type)
{
    Py_INCREF(type);
}
