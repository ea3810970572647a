#include <Python.h>

/* The compiler locks it. */
PyObject *
get_decimal()
{
    static PyObject *decimal = PyImport_ImportModule("decimal"); //~ ISO016
    return decimal;
}
