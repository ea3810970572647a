#include <Python.h>
#include "eggs_core.c"

PyMODINIT_FUNC PyInit_eggs(void) //~ INIT001
{
    return eggs_make();
}
