/* A library that ctypes loads, built as an extension. */
#include <Python.h>

double twice(double x) /*~ INIT017 */ { return 2 * x; }

PyMODINIT_FUNC
PyInit_for_the_linker(void) //~ INIT019
{
    return 0;
}
