/* A constant that the headers show from a later limited API on, though older Pythons have it too. */
#define Py_LIMITED_API 0x03080000
#include <Python.h>

int
simple(void)
{
    return PyBUF_SIMPLE; //~ LIM001
}
