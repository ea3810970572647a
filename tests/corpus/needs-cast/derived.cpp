// A class that is derived from PyObject converts by itself.
#define Py_LIMITED_API 0x030B0000
#include <Python.h>

struct Derived : PyObject {
    int n;
};

struct Plain {
    PyObject base;
};

void
keep(Derived *derived, Plain *plain)
{
    Py_INCREF(derived);
    Py_INCREF(plain); //~ LIM005
}
