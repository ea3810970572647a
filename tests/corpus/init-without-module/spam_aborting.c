/* The process ends, so that no import ever sees the missing module. */
#include <Python.h>
#include <stdlib.h>

PyMODINIT_FUNC
PyInit_spam(void)
{
    abort();
}
